// Which frame a player really shows, as the browser reports it with each frame it presents. Its
// clock does not tell that: near a frame's edge two players at one time may show different frames.

export type FrameWatch = {
  /** Media time of the frame on the screen, in seconds; null while it is not known. */
  shown(): number | null;
  /** By how many seconds what was shown lately is before the player's clock; 0 while not known. */
  lead(): number;
  end(): void;
};

/** So many of the last frames tell the lead: each is off by as much as a screen's own beat. */
const LEAD_FRAMES = 8;
/** More than that is a frame of before a jump. */
const LEAD_MAX_S = 0.1;

/** Follows a player. Where the browser reports no frames, none is ever known. */
export function watchFrames(player: HTMLVideoElement): FrameWatch {
  let shown: number | null = null;
  let [lead, frames] = [0, 0];
  if (!("requestVideoFrameCallback" in player)) {
    return { shown: () => null, lead: () => 0, end: () => {} };
  }
  const gone = new AbortController();
  // What was shown before a seek says nothing of what comes after it.
  const forget = () => {
    shown = null;
  };
  for (const type of ["seeking", "emptied"]) {
    player.addEventListener(type, forget, { signal: gone.signal });
  }
  let request = 0;
  const look = (_: number, { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata) => {
    shown = mediaTime;
    const untilShown = (expectedDisplayTime - performance.now()) / 1000;
    const ahead = mediaTime - (player.currentTime + untilShown * player.playbackRate);
    if (!player.paused && Math.abs(ahead) < LEAD_MAX_S) {
      frames = Math.min(frames + 1, LEAD_FRAMES);
      lead += (ahead - lead) / frames;
    }
    request = player.requestVideoFrameCallback(look);
  };
  request = player.requestVideoFrameCallback(look);
  return {
    shown: () => shown,
    lead: () => lead,
    end() {
      gone.abort();
      player.cancelVideoFrameCallback(request);
    },
  };
}
