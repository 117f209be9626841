// The one place that builds R2 keys. Every key begins with its session and its video, so that
// removing either is listing one prefix. docs/storage.md tells what lies where.

/** All objects of a session. */
export const sessionPrefix = (session: string) => `s/${session}/`;

/** All objects of a video. */
export const videoPrefix = (session: string, video: string) => `s/${session}/${video}/`;

/** A chunk of a source. The epoch keeps two writers at the same offset from sharing a key. */
export const chunkKey = (session: string, video: string, offset: number, epoch: number) =>
  `${videoPrefix(session, video)}source/${offset}-${epoch}`;

/** All files of one enhancement, of every job and attempt. */
export const enhancementPrefix = (session: string, video: string, enhancement: string) =>
  `${videoPrefix(session, video)}${enhancement}/`;

/** All files of the metadata track, of every job and attempt. */
export const metadataPrefix = (session: string, video: string) =>
  `${videoPrefix(session, video)}metadata/`;

/** All files of the proxy, of every attempt. */
export const proxyPrefix = (session: string, video: string) =>
  `${videoPrefix(session, video)}proxy/`;

/** What one attempt at one job writes, relative to the prefix of its track. */
export const attemptPath = (job: string, attempt: number) => `${job}/${attempt}/`;

/** What the job of one preview writes. */
export const previewPrefix = (session: string, video: string, preview: string) =>
  `${videoPrefix(session, video)}previews/${preview}/`;

/** Names under which the media gateway serves an enhancement's finished files. */
export const RESULT_FILES = { sdr: "enhanced.mp4", hdr: "hdr.mp4" } as const;

/** Name under which it serves the proxy. */
export const PROXY_FILE = "proxy.mp4";
