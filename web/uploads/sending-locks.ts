// Windows of one browser tell each other what they are sending: each upload under way holds a lock,
// which ends with its window, however that ends. Where pages have no locks (plain HTTP), nothing is told.

const nameOf = (videoId: string) => `sending ${videoId}`;

/** Holds the locks of just the videos that it was called with last. */
export function createSendingLocks(): (videoIds: readonly string[]) => void {
  const held = new Map<string, () => void>();
  return (videoIds) => {
    for (const [videoId, release] of held) {
      if (videoIds.includes(videoId)) continue;
      held.delete(videoId);
      release();
    }
    for (const videoId of videoIds) if (!held.has(videoId)) held.set(videoId, hold(videoId));
  };
}

/** Shared: two windows that send the same file are no reason for either to wait. */
function hold(videoId: string): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  navigator.locks?.request(nameOf(videoId), { mode: "shared" }, () => held);
  return release;
}

/** True while some window of this browser sends it. */
export async function isBeingSent(videoId: string): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name === nameOf(videoId));
}
