// The numbers that two sides must agree on, each with its unit and its reason. A limit that only
// one file enforces stands at the top of that file.

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** Largest source accepted; `Tus-Max-Size`. A container's disk holds it and its result. */
export const SOURCE_BYTES_MAX = 10 * GiB;

/** Largest R2 object a source or a finished file is cut into. Small enough to buffer in an isolate. */
export const CHUNK_BYTES = 8 * MiB;

/** Longest video in seconds. */
export const DURATION_S_MAX = 4 * 3600;

/** Most pixels in a frame: 8K UHD (7680 × 4608 would be past it). */
export const PIXELS_MAX = 35_389_440;

/** Most streams in a file: a demuxer allocates per stream, and nobody's camera writes more. */
export const STREAMS_MAX = 64;

/** Highest frame rate of a source, in frames per second. */
export const SOURCE_FPS_MAX = 240;

/** Highest frame rate of a result, in frames per second. */
export const OUTPUT_FPS_MAX = 120;

/** Most videos in a session, deleted ones not counted. */
export const VIDEOS_PER_SESSION = 200;

/** Most enhancements kept of one video. */
export const ENHANCEMENTS_PER_VIDEO = 20;

/** Most unfinished uploads of a session that receive bytes at the same time. */
export const UPLOADS_PER_SESSION = 3;

/** A session and all it holds live this long. */
export const SESSION_TTL_MS = 7 * 24 * 3600 * 1000;

/** An unfinished upload is removed after this long without a byte. */
export const UPLOAD_IDLE_MS = 24 * 3600 * 1000;

/** Tries at one job before its failure is final. */
export const ATTEMPTS_MAX = 3;

/** A running job sends a line of news at least this often. */
export const NEWS_INTERVAL_MS = 2_000;

/** This long without a line of news ends the attempt: five lines missed. */
export const NEWS_SILENCE_MS = 10_000;

/** Longest file name kept, in characters. */
export const FILENAME_CHARS_MAX = 255;

/** Largest JSON body accepted by the API. */
export const JSON_BYTES_MAX = 64 * KiB;

/** Subprotocol of the event stream; the token travels beside it as `bearer.<token>`. */
export const STREAM_SUBPROTOCOL = "reelight.v1";

/** The socket's keep-alive: answered by the runtime without waking the session. */
export const PING_TEXT = "ping";
export const PONG_TEXT = "pong";
