// Gives a player its run of the enhancement: the finished file where there is one, else the stream
// that grows while it is being made. A line that is cut is waited for; what this browser cannot play
// is given up.

import { isReachable } from "./reachable.ts";
import { createRecoveries, pauseAfter } from "./recovery.ts";

/** Where the enhanced picture comes from at present. */
export type EnhancedSource = { kind: "file" | "stream"; url: string };

/** Why there is no picture. */
export type Trouble =
  /** It cannot be reached: it is tried again by itself, or at once by `retry`. */
  | { kind: "unreachable"; retry: () => void }
  /** It is there, and this browser cannot play it. */
  | { kind: "unplayable" };

export type Listener = {
  /** Hears why there is no picture, and null when there is one. */
  onTrouble: (trouble: Trouble | null) => void;
  /** Hears when the picture of a stream ends, in seconds: its sound may go on a little. */
  onEnd: (seconds: number) => void;
};

type Attachment = {
  player: HTMLVideoElement;
  url: string;
  /** Where to begin, in seconds. */
  place: () => number;
  gone: AbortSignal;
} & Listener;

type Library = typeof import("hls.js").default;

/** A playlist that is about to grow is asked for again after this long when the line fails. */
const RETRY_MS = 2_000;
/**
 * hls.js asks for a growing playlist again after half a segment's length or more, as the standard
 * says. At the growing end that would be a stall of seconds, so there it is asked this often.
 */
const EDGE_POLL_MS = 1_000;
/** Nearer than this many seconds to the end of what there is, the next segment is waited for. */
const EDGE_S = 10;

/**
 * Attaches the source; gives the function that lets go of it. The player stands at `place` once it
 * can.
 */
export function attachSource(
  player: HTMLVideoElement,
  source: EnhancedSource,
  place: () => number,
  listener: Listener,
): () => void {
  const gone = new AbortController();
  let last = 0;
  const attachment: Attachment = {
    ...{ player, url: source.url, ...listener, gone: gone.signal },
    place() {
      // While no player has a picture there is no place: the last one stands.
      last = place() || last;
      return last;
    },
  };
  attachment.place();
  if (source.kind === "file") attachFile(attachment);
  else attachStream(attachment);
  return () => {
    gone.abort();
    player.removeAttribute("src");
    player.load();
  };
}

/** What the browser plays by itself. */
function attachFile({ player, url, place, onTrouble, gone }: Attachment) {
  const mayRecover = createRecoveries();
  let at = place();
  const load = () => {
    at = place();
    player.src = url;
  };
  const line = waitForLine(load, onTrouble, gone);
  const look = async () => {
    at = place();
    // A line that breaks while it plays is named so; before that every error has the same name.
    const cut = player.error?.code === MediaError.MEDIA_ERR_NETWORK || !(await isReachable(url));
    if (gone.aborted) return;
    if (cut) line.lost();
    // The line may have been away for just that moment.
    else if (mayRecover()) load();
    else onTrouble({ kind: "unplayable" });
  };
  const begin = () => {
    if (at > 0) player.currentTime = at;
    line.back();
  };
  player.addEventListener("loadedmetadata", begin, { signal: gone });
  player.addEventListener("error", () => void look(), { signal: gone });
  load();
}

/** What some browsers play by themselves and the others by a library. */
function attachStream(attachment: Attachment) {
  const { onTrouble, gone } = attachment;
  let begun = false;
  const begin = async () => {
    const Hls = await loadHls();
    if (gone.aborted || begun) return;
    if (Hls === null) return line.lost();
    begun = true;
    line.back();
    if (Hls.isSupported()) playStream(Hls, attachment);
    else attachFile(attachment);
  };
  const line = waitForLine(() => void begin(), onTrouble, gone);
  void begin();
}

function playStream(Hls: Library, attachment: Attachment) {
  const { player, url, place, onTrouble, onEnd, gone } = attachment;
  const hls = new Hls({
    startPosition: place(),
    // A thread from a blob would need a hole in the content security policy, and fragmented MP4
    // needs no conversion.
    enableWorker: false,
    backBufferLength: Number.POSITIVE_INFINITY,
    maxBufferLength: 60,
  });
  const mayRecover = createRecoveries();
  const hopeless: readonly string[] = [
    Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
    Hls.ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
  ];
  let retry: ReturnType<typeof setTimeout> | undefined;
  // It hears the player's own errors too, and mends what it can before it calls one fatal.
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.NETWORK_ERROR) {
      clearTimeout(retry);
      const again = () => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(url));
      retry = setTimeout(again, RETRY_MS);
    } else if (type === Hls.ErrorTypes.MEDIA_ERROR && !hopeless.includes(details) && mayRecover()) {
      hls.recoverMediaError();
    } else {
      end();
      onTrouble({ kind: "unplayable" });
    }
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => {
    if (!details.live) onEnd(details.edge);
  });
  const poll = setInterval(() => {
    const info = hls.loadLevelObj;
    if (!info?.details?.live || info.details.edge - player.currentTime > EDGE_S) return;
    hls.trigger(Hls.Events.LEVEL_LOADING, {
      ...{ url: info.uri, level: hls.loadLevel, levelInfo: info, id: 0 },
      ...{ pathwayId: info.attrs["PATHWAY-ID"], deliveryDirectives: null },
    });
  }, EDGE_POLL_MS);
  const end = () => {
    clearInterval(poll);
    clearTimeout(retry);
    hls.destroy();
  };
  gone.addEventListener("abort", end);
  hls.loadSource(url);
  hls.attachMedia(player);
}

/** Only a running enhancement needs it, and it is larger than the rest of the page. Null if cut off. */
async function loadHls(): Promise<Library | null> {
  try {
    return (await import("hls.js")).default;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Tells that the line is lost and when it is back, and meanwhile calls `again` after pauses and when
 * the browser finds its network again.
 */
function waitForLine(
  again: () => void,
  onTrouble: Attachment["onTrouble"],
  gone: AbortSignal,
): { lost: () => void; back: () => void } {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const retry = () => {
    clearTimeout(timer);
    timer = undefined;
    again();
  };
  addEventListener("online", () => timer !== undefined && retry(), { signal: gone });
  gone.addEventListener("abort", () => clearTimeout(timer));
  return {
    lost() {
      clearTimeout(timer);
      timer = setTimeout(retry, pauseAfter(failures));
      failures += 1;
      onTrouble({ kind: "unreachable", retry });
    },
    back() {
      failures = 0;
      onTrouble(null);
    },
  };
}
