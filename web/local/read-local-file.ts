// Reads a chosen file in the browser: its index by mediabunny, then a few small pictures, decoded by
// WebCodecs or else by a <video>. A chunk of its own, loaded on the first use. Reads pieces only.

import {
  BlobSource,
  CanvasSink,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from "mediabunny";
import {
  type LocalFacts,
  meantFrameRate,
  type Thumbnail,
  thumbnailSize,
  thumbnailTimes,
} from "./local-facts.ts";
import { videoFrames } from "./video-frames.ts";

const THUMBNAILS = 4;
/** Packets over which the rate is taken: a few seconds of film. */
const RATE_PACKETS = 100;
/** A picture this far behind a keyframe costs too much decoding for a thumbnail. */
const KEYFRAME_DISTANCE_S = 4;
/** Where the length is not declared, the pictures are taken from so many seconds at the start. */
const OPENING_S = 8;
/** What may be kept of the file at once. */
const CACHE_BYTES = 8 * 1024 * 1024;

/**
 * Most that is read of a file: a film without a table of its keyframes would be read to its end. Four
 * stretches of a few seconds at the highest rates of cameras fit in.
 */
const READ_BYTES_MAX = 128 * 1024 * 1024;

/** Told twice where there are pictures: the facts first, then with the pictures. */
export type Tell = (facts: LocalFacts) => void;

/** Tells what can be read; nothing for a file of another kind. Rejects for a broken one. */
export async function readLocalFile(file: File, tell: Tell, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const source = new BlobSource(file, {
    maxCacheSize: CACHE_BYTES,
    // The file may be changed or unplugged at any time; whatever waits for it rejects too.
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: [MP4, QTFF, MATROSKA, WEBM] });
  const close = () => input.dispose();
  let bytes = 0;
  source.on("read", ({ start, end }) => {
    bytes += end - start;
    if (bytes > READ_BYTES_MAX) close();
  });
  signal.addEventListener("abort", close);
  try {
    if (!(await input.canRead())) return;
    const track = await input.getPrimaryVideoTrack();
    const facts = await factsOf(input, track);
    signal.throwIfAborted();
    tell(facts);
    if (!track || !facts.picture) return;
    // mediabunny blends transparency in a worker from a blob, which the page's policy forbids.
    const thumbnails =
      (await track.canDecode()) && !(await track.canBeTransparent())
        ? await decodedFrames(
            track,
            facts.duration ?? OPENING_S,
            thumbnailSize(facts.picture),
            signal,
          )
        : await videoFrames(file, THUMBNAILS, signal);
    signal.throwIfAborted();
    if (thumbnails.length > 0) tell({ ...facts, thumbnails });
  } finally {
    signal.removeEventListener("abort", close);
    input.dispose();
  }
}

async function factsOf(input: Input, track: InputVideoTrack | null): Promise<LocalFacts> {
  const sound = await input.getPrimaryAudioTrack();
  return {
    duration: await input.getDurationFromMetadata(),
    picture: track && {
      codec: await track.getCodec(),
      width: await track.getDisplayWidth(),
      height: await track.getDisplayHeight(),
      rotation: await track.getRotation(),
      frameRate: meantFrameRate((await track.computePacketStats(RATE_PACKETS)).averagePacketRate),
    },
    sound: sound && {
      codec: await sound.getCodec(),
      channels: await sound.getNumberOfChannels(),
    },
    thumbnails: [],
  };
}

/** Keyframes where there are enough of them: one frame to decode for each picture. */
async function decodedFrames(
  track: InputVideoTrack,
  duration: number,
  size: { width: number; height: number },
  signal: AbortSignal,
): Promise<Thumbnail[]> {
  const packets = new EncodedPacketSink(track);
  const canvases = new CanvasSink(track, { ...size, fit: "fill" });
  const begin = await track.getFirstTimestamp();
  const thumbnails: Thumbnail[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let shown = Number.NEGATIVE_INFINITY;
  for (const time of thumbnailTimes(duration, THUMBNAILS)) {
    signal.throwIfAborted();
    const wanted = Math.max(begin, time);
    const key = await packets.getKeyPacket(wanted);
    if (!key) continue;
    const at = key.timestamp > last ? key.timestamp : wanted;
    if (at - key.timestamp > KEYFRAME_DISTANCE_S) continue;
    last = at;
    const frame = await canvases.getCanvas(at);
    // Beyond the end, and in a film that stands still, it would be the same picture again.
    if (frame && frame.timestamp > shown) {
      thumbnails.push(frame.canvas);
      shown = frame.timestamp;
    }
  }
  return thumbnails;
}
