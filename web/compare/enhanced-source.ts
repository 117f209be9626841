// Gives a player its run of the enhancement: the finished file where there is one, else the stream
// that grows while it is being made.

/** Where the enhanced picture comes from at present. */
export type EnhancedSource = { kind: "file" | "stream"; url: string };

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
 * Attaches the source; gives the function that lets go of it. `onFailed` hears when it cannot be
 * played at all. The player stands at `place` seconds once it can.
 */
export function attachSource(
  player: HTMLVideoElement,
  source: EnhancedSource,
  place: number,
  onFailed: () => void,
): () => void {
  const gone = new AbortController();
  player.addEventListener("error", onFailed, { signal: gone.signal });
  let letGo = () => {};
  if (source.kind === "file") {
    const seek = () => {
      if (place > 0) player.currentTime = place;
    };
    player.addEventListener("loadedmetadata", seek, { once: true, signal: gone.signal });
    player.src = source.url;
  } else {
    void attachStream(player, source.url, place, gone.signal, onFailed).then((end) => {
      if (gone.signal.aborted) end();
      else letGo = end;
    });
  }
  return () => {
    gone.abort();
    letGo();
    player.removeAttribute("src");
    player.load();
  };
}

async function attachStream(
  player: HTMLVideoElement,
  url: string,
  place: number,
  gone: AbortSignal,
  onFailed: () => void,
): Promise<() => void> {
  // Only a running enhancement needs it, and it is larger than the rest of the page.
  const { default: Hls } = await import("hls.js");
  if (gone.aborted) return () => {};
  if (!Hls.isSupported()) {
    player.src = url;
    return () => {};
  }
  const hls = new Hls({
    startPosition: place,
    // A thread from a blob would need a hole in the content security policy, and fragmented MP4
    // needs no conversion.
    enableWorker: false,
    backBufferLength: Number.POSITIVE_INFINITY,
    maxBufferLength: 60,
  });
  let retry: ReturnType<typeof setTimeout> | undefined;
  hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR) return hls.recoverMediaError();
    if (type !== Hls.ErrorTypes.NETWORK_ERROR) return onFailed();
    clearTimeout(retry);
    retry = setTimeout(
      () => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(url)),
      RETRY_MS,
    );
  });
  const poll = setInterval(() => {
    const info = hls.loadLevelObj;
    if (!info?.details?.live || info.details.edge - player.currentTime > EDGE_S) return;
    hls.trigger(Hls.Events.LEVEL_LOADING, {
      ...{ url: info.uri, level: hls.loadLevel, levelInfo: info, id: 0 },
      ...{ pathwayId: info.attrs["PATHWAY-ID"], deliveryDirectives: null },
    });
  }, EDGE_POLL_MS);
  hls.loadSource(url);
  hls.attachMedia(player);
  return () => {
    clearInterval(poll);
    clearTimeout(retry);
    hls.destroy();
  };
}
