// First facts, read in the Worker from the file's index alone: they are on the page before a cold
// container has woken. ffprobe confirms, replaces and completes them soon after, so what is not
// certain here is left null, and what is not understood gives no facts at all.
//
// mediabunny never sees the stranger's file. Our own bounded walk makes a small file of what
// matters (mp4-index.ts, matroska-index.ts), and mediabunny reads that from memory. It is not asked
// about transport streams, where it is wrong on interlaced video.

import type { InputAudioTrack, InputTrack, InputVideoTrack } from "mediabunny";
import {
  type AudioStream,
  type Facts,
  FactsSchema,
  type Stream,
  type VideoStream,
} from "../../protocol/metadata.ts";
import { type Rational, rational, toNumber } from "../../protocol/rational.ts";
import type { SourceReader } from "../source/read.ts";
import { ByteWindow } from "./byte-window.ts";
import { readMatroskaIndex } from "./matroska-index.ts";
import { type Mp4Track, readMp4Index } from "./mp4-index.ts";
import { cleanText, codecWords, colourWords, dynamicRange } from "./words.ts";

/** Nobody waits longer for a first answer; the transcoder gives the full one. */
const WALL_MS = 2_000;

/** Facts with source `index`, or null where the index cannot be read. Never rejects. */
export async function edgeFacts(source: SourceReader): Promise<Facts | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), WALL_MS);
  });
  try {
    const facts = await Promise.race([read(source), late]);
    return facts && FactsSchema.parse(facts);
  } catch (cause) {
    // Broken files end in every kind of error there is; ffprobe will say what is wrong with this one.
    console.debug("no facts at the edge", cause);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function read(source: SourceReader): Promise<Facts | null> {
  if (source.demuxer === "mov") return readMp4(source);
  return source.demuxer === "matroska" ? readMatroska(source) : null;
}

/** Loaded when it is first needed: no other request of the Worker has a use for it. */
const mediabunny = () => import("mediabunny");

async function readMp4(source: SourceReader): Promise<Facts | null> {
  const index = await readMp4Index(new ByteWindow(source));
  if (!index) return null;
  const { BufferSource, Input, MP4, QTFF } = await mediabunny();
  using input = new Input({ source: new BufferSource(index.bytes), formats: [MP4, QTFF] });
  const known = new Map((await input.getTracks()).map((track) => [track.id, track]));
  const streams: Stream[] = [];
  for (const [place, mp4Track] of index.tracks.entries()) {
    const track = known.get(mp4Track.id);
    const stream = track ? await streamOf(track, place) : otherStream(mp4Track, place);
    if (!stream) continue;
    streams.push(withTables(stream, mp4Track, index.fragmented));
  }
  return factsOf(source, "QuickTime / MOV", index.duration, streams);
}

async function readMatroska(source: SourceReader): Promise<Facts | null> {
  const index = await readMatroskaIndex(new ByteWindow(source));
  if (!index) return null;
  const { BufferSource, Input, MATROSKA, WEBM } = await mediabunny();
  using input = new Input({ source: new BufferSource(index.bytes), formats: [MATROSKA, WEBM] });
  const streams: Stream[] = [];
  const tracks = await input.getTracks();
  if (tracks.length > index.trackNumbers.length) return null;
  for (const track of tracks) {
    const stream = await streamOf(track, index.trackNumbers.indexOf(track.id));
    if (stream && stream.index >= 0) streams.push(stream);
  }
  const duration = await input.getDurationFromMetadata();
  return factsOf(source, "Matroska / WebM", duration, streams);
}

function factsOf(
  source: SourceReader,
  formatName: string,
  declared: number | null,
  streams: Stream[],
): Facts | null {
  if (!streams.some(({ kind }) => kind === "video" || kind === "audio")) return null;
  const duration = declared !== null && declared > 0 ? declared : null;
  const bitrate = duration === null ? null : Math.round((source.bytes * 8) / duration);
  const container = { format: source.demuxer, formatName, bytes: source.bytes };
  return {
    source: "index",
    container: { ...container, duration, startTime: null, bitrate, tags: {} },
    streams,
  };
}

async function streamOf(track: InputTrack, index: number): Promise<Stream | null> {
  if (track.isVideoTrack()) return videoOf(track, index);
  return track.isAudioTrack() ? audioOf(track, index) : null;
}

async function videoOf(track: InputVideoTrack, index: number): Promise<VideoStream | null> {
  const [width, height] = [await track.getCodedWidth(), await track.getCodedHeight()];
  if (!(width > 0 && height > 0)) return null;
  const { num, den } = await track.getPixelAspectRatio();
  const sampleAspectRatio: Rational = rational(num, den);
  const rotation = await track.getRotation();
  const upright = Math.round(width * toNumber(sampleAspectRatio));
  const turned = rotation % 180 !== 0;
  const colour = colourWords(await track.getColorSpace());
  return {
    kind: "video",
    ...(await common(track, index)),
    ...codecWords(await track.getCodec()),
    level: null,
    width,
    height,
    displayWidth: turned ? height : upright,
    displayHeight: turned ? upright : height,
    sampleAspectRatio,
    rotation,
    flipped: await track.getFlip(),
    pixelFormat: null,
    bitDepth: null,
    colour,
    dynamicRange: dynamicRange(colour, false),
    fieldOrder: null,
    frameRate: null,
    measuredFrameRate: null,
    variableFrameRate: null,
    frames: null,
    keyframeInterval: null,
  };
}

async function audioOf(track: InputAudioTrack, index: number): Promise<AudioStream> {
  return {
    kind: "audio",
    ...(await common(track, index)),
    ...codecWords(await track.getCodec()),
    sampleRate: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
    channelLayout: null,
  };
}

async function common(track: InputTrack, index: number) {
  const language = cleanText(await track.getLanguageCode());
  return {
    index,
    profile: null,
    bitrate: null,
    duration: null,
    startTime: null,
    language: language === "und" ? null : language,
    title: cleanText(await track.getName()),
    default: (await track.getDisposition()).default,
  };
}

/**
 * What only the MP4's own tables tell: length, frames and, where all are alike, their rate. The
 * tables of a fragmented file are empty.
 */
function withTables(stream: Stream, track: Mp4Track, fragmented: boolean): Stream {
  if (stream.kind !== "video" && stream.kind !== "audio") return stream;
  const { timescale, samples, sampleDelta } = track;
  const told = !fragmented && timescale > 0 && track.duration > 0;
  const duration = told ? track.duration / timescale : null;
  if (stream.kind === "audio") return { ...stream, duration };
  return {
    ...stream,
    duration,
    frames: told && samples > 0 ? samples : null,
    frameRate: told && samples > 1 && sampleDelta ? rational(timescale, sampleDelta) : null,
    dynamicRange: dynamicRange(stream.colour, track.dolbyVision),
  };
}

const SUBTITLE_HANDLERS = new Set(["sbtl", "subt", "text", "clcp"]);

/** A track that is neither picture nor sound; null for one of those that was not understood. */
function otherStream({ handler }: Mp4Track, index: number): Stream | null {
  if (["vide", "soun", ""].includes(handler)) return null;
  const kind = SUBTITLE_HANDLERS.has(handler) ? "subtitle" : "data";
  const codec = { codec: null, codecName: null };
  return { kind, index, ...codec, language: null, title: null, default: false };
}
