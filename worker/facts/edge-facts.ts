// First facts, read in the Worker from the file's index alone: they are on the page before a cold
// container has woken. ffprobe confirms, replaces and completes them soon after, so what is not
// certain here is left null, and what is not understood gives no facts at all.
//
// mediabunny never sees the stranger's file. Our own bounded walk makes a small file of what
// matters (mp4-index.ts, matroska-index.ts), and mediabunny reads that from memory. It is not asked
// about transport streams, where it is wrong on interlaced video.

import type { InputAudioTrack, InputTrack, InputVideoTrack } from "mediabunny";
import {
  type Facts,
  type FactsInput,
  FactsSchema,
  type StreamInput,
} from "../../protocol/facts.ts";
import { type Rational, rational, toNumber } from "../../protocol/rational.ts";
import type { SourceReader } from "../source/read.ts";
import { aboutOf } from "./about.ts";
import { ByteWindow } from "./byte-window.ts";
import { codecStringOf, toldByCodecString } from "./codec-string.ts";
import { readMatroskaIndex } from "./matroska-index.ts";
import { type Mp4Index, readMp4Index } from "./mp4-index.ts";
import type { Mp4Track } from "./mp4-walk.ts";
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

async function read(source: SourceReader): Promise<FactsInput | null> {
  if (source.demuxer === "mov") return readMp4(source);
  return source.demuxer === "matroska" ? readMatroska(source) : null;
}

/** Loaded when it is first needed, beside the first read: no other request has a use for it. */
const mediabunny = () => import("mediabunny");

async function readMp4(source: SourceReader): Promise<FactsInput | null> {
  const [index, { BufferSource, Input, MP4, QTFF }] = await Promise.all([
    readMp4Index(new ByteWindow(source)),
    mediabunny(),
  ]);
  if (!index) return null;
  using input = new Input({ source: new BufferSource(index.bytes), formats: [MP4, QTFF] });
  const known = new Map((await input.getTracks()).map((track) => [track.id, track]));
  const streams: StreamInput[] = [];
  for (const [place, mp4Track] of index.tracks.entries()) {
    const track = known.get(mp4Track.id);
    const stream = track ? await streamOf(track, place, mp4Track) : otherStream(mp4Track, place);
    if (stream) streams.push({ ...stream, ...told(stream, mp4Track, index) });
  }
  const facts = factsOf(source, "QuickTime / MOV", index.duration, streams);
  const about = aboutOf(await input.getMetadataTags(), index);
  return facts && { ...facts, structure: index.structure, about, streamCount: index.tracks.length };
}

async function readMatroska(source: SourceReader): Promise<FactsInput | null> {
  const [index, { BufferSource, Input, MATROSKA, WEBM }] = await Promise.all([
    readMatroskaIndex(new ByteWindow(source)),
    mediabunny(),
  ]);
  if (!index) return null;
  using input = new Input({ source: new BufferSource(index.bytes), formats: [MATROSKA, WEBM] });
  const streams: StreamInput[] = [];
  const tracks = await input.getTracks();
  if (tracks.length > index.trackNumbers.length) return null;
  for (const track of tracks) {
    const stream = await streamOf(track, index.trackNumbers.indexOf(track.id), null);
    if (stream && stream.index >= 0) streams.push(stream);
  }
  const duration = await input.getDurationFromMetadata();
  const facts = factsOf(source, "Matroska / WebM", duration, streams);
  const structure = { brand: index.docType };
  return (
    facts && { ...facts, structure, about: index.about, streamCount: index.trackNumbers.length }
  );
}

function factsOf(
  source: SourceReader,
  formatName: string,
  declared: number | null,
  streams: StreamInput[],
): FactsInput | null {
  if (!streams.some(({ kind }) => kind === "video" || kind === "audio")) return null;
  const duration = declared !== null && declared > 0 ? declared : null;
  const bitrate = duration === null ? null : Math.round((source.bytes * 8) / duration);
  const container = { format: source.demuxer, formatName, bytes: source.bytes };
  return { source: "index", container: { ...container, duration, bitrate, tags: {} }, streams };
}

async function streamOf(
  track: InputTrack,
  index: number,
  mp4Track: Mp4Track | null,
): Promise<StreamInput | null> {
  if (track.isVideoTrack()) return videoOf(track, index, mp4Track);
  return track.isAudioTrack() ? audioOf(track, index, mp4Track) : null;
}

async function videoOf(
  track: InputVideoTrack,
  index: number,
  mp4Track: Mp4Track | null,
): Promise<StreamInput | null> {
  const [width, height] = [await track.getCodedWidth(), await track.getCodedHeight()];
  if (!(width > 0 && height > 0)) return null;
  const { num, den } = await track.getPixelAspectRatio();
  const sampleAspectRatio: Rational = rational(num, den);
  const rotation = await track.getRotation();
  const upright = Math.round(width * toNumber(sampleAspectRatio));
  const turned = rotation % 180 !== 0;
  const colour = colourWords(await track.getColorSpace());
  const shared = await common(track, index, mp4Track);
  return {
    kind: "video",
    ...shared,
    ...toldByCodecString(shared.codecString),
    width,
    height,
    displayWidth: turned ? height : upright,
    displayHeight: turned ? upright : height,
    sampleAspectRatio,
    rotation,
    flipped: await track.getFlip(),
    colour,
    dynamicRange: dynamicRange(colour, mp4Track?.dolbyVision ?? false),
  };
}

async function audioOf(
  track: InputAudioTrack,
  index: number,
  mp4Track: Mp4Track | null,
): Promise<StreamInput> {
  return {
    kind: "audio",
    ...(await common(track, index, mp4Track)),
    sampleRate: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
  };
}

async function common(track: InputTrack, index: number, mp4Track: Mp4Track | null) {
  const language = cleanText(await track.getLanguageCode());
  const ticks = await track.getTimeResolution();
  return {
    index,
    id: track.id,
    ...codecWords(await track.getCodec()),
    codecString: await codecStringOf(track, mp4Track),
    timeBase: Number.isSafeInteger(ticks) && ticks > 0 ? rational(1, ticks) : null,
    language: language === "und" ? null : language,
    title: cleanText(await track.getName()),
    default: (await track.getDisposition()).default,
  };
}

/** What only the MP4's own boxes tell: length, frames and, where all are alike, their rate. */
function told({ kind }: StreamInput, track: Mp4Track, index: Mp4Index) {
  const { codecTag, encryption, timescale, samples, sampleDelta } = track;
  // The tables of a fragmented file are empty.
  const tables = !index.fragmented && timescale > 0 && track.duration > 0;
  const duration = tables ? shownSeconds(kind, track, index.timescale) : null;
  if (kind !== "video") return { codecTag, encryption, duration };
  return {
    codecTag,
    encryption,
    duration,
    frames: tables && samples > 0 ? samples : null,
    frameRate: tables && samples > 1 && sampleDelta ? rational(timescale, sampleDelta) : null,
  };
}

/**
 * How long a picture lasts: what its edit list shows of it, or all of it. What an edit list leaves
 * of sound is a matter of whole frames, and readers differ. Null for a long edit list.
 */
function shownSeconds(kind: string, track: Mp4Track, units: number): number | null {
  const { edits, duration, timescale } = track;
  if (edits === null || (kind === "audio" && edits.length > 0)) return null;
  const shown = edits.filter(({ start }) => start >= 0);
  const sum = shown.reduce((total, edit) => total + edit.duration, 0);
  // An edit of no length shows the rest.
  if (sum === 0) return duration / timescale;
  return units > 0 ? sum / units : null;
}

const SUBTITLE_HANDLERS = new Set(["sbtl", "subt", "text", "clcp"]);

/** A track that is neither picture nor sound; null for one of those that was not understood. */
function otherStream({ id, handler, timescale }: Mp4Track, index: number): StreamInput | null {
  if (["vide", "soun", ""].includes(handler)) return null;
  const kind = SUBTITLE_HANDLERS.has(handler) ? "subtitle" : "data";
  const timeBase = timescale > 0 ? rational(1, timescale) : null;
  return { kind, index, id, timeBase, default: false };
}
