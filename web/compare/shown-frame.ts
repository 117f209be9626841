// Which frame a player really shows, as the browser reports it with each frame it presents. Its
// clock does not tell that: near a frame's edge two players at one time may show different frames.

export type FrameWatch = {
  /** Media time of the frame on the screen, in seconds; null while it is not known. */
  shown(): number | null;
  end(): void;
};

/** Follows a player. Where the browser reports no frames, none is ever known. */
export function watchFrames(player: HTMLVideoElement): FrameWatch {
  let shown: number | null = null;
  if (!("requestVideoFrameCallback" in player)) return { shown: () => null, end: () => {} };
  const gone = new AbortController();
  // What was shown before a seek says nothing of what comes after it.
  const forget = () => {
    shown = null;
  };
  for (const type of ["seeking", "emptied"]) {
    player.addEventListener(type, forget, { signal: gone.signal });
  }
  let request = 0;
  const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    shown = mediaTime;
    request = player.requestVideoFrameCallback(look);
  };
  request = player.requestVideoFrameCallback(look);
  return {
    shown: () => shown,
    end() {
      gone.abort();
      player.cancelVideoFrameCallback(request);
    },
  };
}
