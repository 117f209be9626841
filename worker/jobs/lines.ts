// Reads a body line by line, with two bounds that a misbehaving sender meets: the length of a line
// and the silence between two pieces.

/**
 * Yields each line without its end, and `null` once if nothing came for `silenceMs`; the reading is
 * over then. Throws if the stream breaks or a line grows past `charsMax`.
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  charsMax: number,
  silenceMs: number,
): AsyncGenerator<string | null> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    for (;;) {
      const piece = await orSilence(reader.read(), silenceMs);
      if (piece === null) {
        yield null;
        return;
      }
      if (piece.done) break;
      const lines = (held + piece.value).split("\n");
      held = lines.pop() ?? "";
      if (held.length > charsMax) throw new Error("a line of news is too long");
      for (const line of lines) if (line !== "") yield line;
    }
    if (held !== "") yield held;
  } finally {
    await reader.cancel().catch((cause) => console.warn("answer could not be closed", cause));
  }
}

async function orSilence<Value>(next: Promise<Value>, silenceMs: number): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), silenceMs);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
