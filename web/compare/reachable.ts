// A player's error does not tell a lost line from a picture it cannot decode.

/** True if the address answers well just now. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: "HEAD" })).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
