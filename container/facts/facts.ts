// From ffprobe's answer and the walk over the container to the facts of the metadata document.
// Pure: what is not known is null.

import {
  type AudioStream,
  type Facts,
  FactsSchema,
  type StreamInput,
} from "../../protocol/facts.ts";
import { STREAMS_MAX } from "../../protocol/limits.ts";
import { parseRational } from "../../protocol/rational.ts";
import { cleanTags, cleanText } from "../clean-text.ts";
import { numberOf, type Probed, type ProbedStream, type SideData } from "../ffprobe-json.ts";
import { aboutOf } from "./about.ts";
import { codecStringOf } from "./codec-string.ts";
import { conflictsOf } from "./conflicts.ts";
import { dialogueLevelIn } from "./dialogue-level.ts";
import {
  counted,
  filmPictureOf,
  isMovingPicture,
  known,
  languageOf,
  tag,
} from "./probed-stream.ts";
import { type ContainerTrack, trackOf, type Walk } from "./structure.ts";
import { videoFactsOf } from "./video-facts.ts";

/** Most chapters kept: a film has dozens, a hostile file thousands. */
const CHAPTERS_MAX = 200;
/** Most programs kept: a transport stream of a whole channel bouquet has a dozen. */
const PROGRAMS_MAX = 64;
/** Most tags of one stream, and characters of the tags of all: a record of the session holds them. */
const STREAM_TAGS_MAX = 24;
const TAG_CHARS_MAX = 32_768;

/** What is known beside ffprobe's answer; nothing of it has to be. */
export type Beside = {
  walk: Walk | null;
  /** First bytes of first packets, by stream index. */
  heads: ReadonlyMap<number, Uint8Array>;
  /** Side data of the picture's first frame; null where none was decoded. */
  frame: readonly SideData[] | null;
};
const NOTHING: Beside = { walk: null, heads: new Map(), frame: null };

/** The facts of a source of that many bytes. */
export function factsOf(probed: Probed, bytes: number, beside: Beside = NOTHING): Facts {
  const { format, chapters = [], streams = [] } = probed;
  const told = streams.slice(0, STREAMS_MAX).map((stream) => streamOf(stream, probed, beside));
  const tags = cleanTags(format?.tags);
  const input = {
    source: "ffprobe",
    container: {
      format: format?.format_name ?? "unknown",
      formatName: format?.format_long_name ?? null,
      bytes,
      duration: numberOf(format?.duration),
      startTime: numberOf(format?.start_time),
      bitrate: numberOf(format?.bit_rate),
      // Of a container that it was told, ffprobe says 0.
      tags,
      tagsLeftOut: leftOut(format?.tags, tags),
    },
    streams: withinBudget(told),
    chapters: chapters.slice(0, CHAPTERS_MAX).map((chapter) => ({
      // Matroska's are of 64 bits: what a number cannot hold is not told.
      id: Number.isSafeInteger(chapter.id) ? chapter.id : null,
      start: numberOf(chapter.start_time),
      end: numberOf(chapter.end_time),
      title: cleanText(tag(chapter.tags, "title")),
    })),
    chapterCount: chapters.length,
    streamCount: format?.nb_streams ?? streams.length,
    programs: programsOf(probed),
    structure: structureOf(streams, beside.walk),
    about: aboutOf(probed, beside.walk),
  };
  // JSON has no number without end: what a stranger's file brought to that is null, not a failure.
  const facts = FactsSchema.parse(JSON.parse(JSON.stringify(input)));
  return { ...facts, conflicts: conflictsOf(facts, probed, beside) };
}

function streamOf(stream: ProbedStream, probed: Probed, beside: Beside): StreamInput {
  const track = trackOf(beside.walk, stream);
  const head = beside.heads.get(stream.index);
  if (isMovingPicture(stream)) {
    const frame = stream === filmPictureOf(probed.streams) ? beside.frame : null;
    return { ...common(stream, track, head), ...videoFactsOf(stream, track, head, frame) };
  }
  if (stream.codec_type === "audio") return audioOf(stream, track, probed, beside);
  const packet = probed.packets?.find(({ stream_index }) => stream_index === stream.index);
  const kind = otherKind(stream);
  return {
    ...common(stream, track),
    kind,
    filename: cleanText(tag(stream.tags, "filename")),
    mimeType: cleanText(tag(stream.tags, "mimetype")),
    bytes: kind === "cover" ? numberOf(packet?.size) : attachmentBytes(stream),
    width: stream.width || null,
    height: stream.height || null,
    timecode: cleanText(tag(stream.tags, "timecode")),
    timecodeRate:
      stream.codec_tag_string === "tmcd" ? parseRational(stream.avg_frame_rate ?? "") : null,
  };
}

function audioOf(
  stream: ProbedStream,
  track: ContainerTrack | null,
  probed: Probed,
  { heads }: Beside,
): StreamInput & { kind: AudioStream["kind"] } {
  // ffprobe writes zeros where a track does not describe its sound.
  const sampleRate = numberOf(stream.sample_rate) || null;
  return {
    ...common(stream, track),
    kind: "audio",
    sampleRate,
    sampleFormat: known(stream.sample_fmt),
    bitsPerSample: numberOf(stream.bits_per_raw_sample) || stream.bits_per_sample || null,
    channels: stream.channels || null,
    channelLayout: known(stream.channel_layout),
    delay: delayOf(stream, probed),
    priming: primingOf(stream, track, sampleRate, probed),
    dialogueLevel: dialogueLevelIn(heads.get(stream.index)),
  };
}

/** Seconds by which the sound begins after the picture; null where one of them is not known. */
function delayOf(stream: ProbedStream, probed: Probed): number | null {
  const picture = numberOf(filmPictureOf(probed.streams)?.start_time);
  const sound = numberOf(stream.start_time);
  return picture === null || sound === null ? null : Math.round((sound - picture) * 1e6) / 1e6;
}

/** What the demuxer tells to leave out, else what the edit list of the track does. */
function primingOf(
  stream: ProbedStream,
  track: ContainerTrack | null,
  sampleRate: number | null,
  probed: Probed,
): number | null {
  const packet = probed.packets?.find(({ stream_index }) => stream_index === stream.index);
  const skipped = packet?.side_data_list?.find((entry) => entry.skip_samples !== undefined);
  if (skipped?.skip_samples !== undefined) return skipped.skip_samples;
  const first = track?.edits.find(({ start }) => start !== null)?.start ?? null;
  return first === null || sampleRate === null ? null : Math.round(first * sampleRate);
}

function common(stream: ProbedStream, track: ContainerTrack | null, head?: Uint8Array) {
  const { default: isDefault = 0, ...others } = stream.disposition ?? {};
  const tags = cleanTags(stream.tags, STREAM_TAGS_MAX);
  return {
    index: stream.index,
    id: numberOf(stream.id) ?? track?.id ?? null,
    codec: known(stream.codec_name),
    codecName: known(stream.codec_long_name),
    codecTag: codecTagOf(stream),
    codecString: codecStringOf(stream, track?.entry ?? null, head),
    profile: known(stream.profile),
    timeBase: parseRational(stream.time_base ?? ""),
    bitrate: numberOf(stream.bit_rate) ?? counted(stream, "bps"),
    duration: numberOf(stream.duration) ?? clockSeconds(tag(stream.tags, "duration")),
    startTime: numberOf(stream.start_time),
    language: languageOf(stream),
    title: cleanText(tag(stream.tags, "title") ?? tag(stream.tags, "name")),
    default: isDefault === 1,
    dispositions: Object.keys(others).filter((name) => others[name] === 1),
    tags,
    tagsLeftOut: leftOut(stream.tags, tags),
    encryption: track?.entry?.encryption ?? null,
  };
}

/** Tags that are not told: too many, empty, or of a name that must not be. */
function leftOut(all: Record<string, string> = {}, told: Record<string, string>): number {
  return Object.keys(all).length - Object.keys(told).length;
}

/** ffprobe writes what cannot be printed as `[27][0][0][0]`; then the number is told. */
function codecTagOf({ codec_tag_string: text, codec_tag: number }: ProbedStream): string | null {
  if (text !== undefined && !text.includes("[")) return known(text);
  return number === undefined || Number(number) === 0 ? null : known(number);
}

/** Matroska tells a stream's duration in a tag: `00:00:05.005000000`. No film has a million hours. */
function clockSeconds(clock: string | undefined): number | null {
  const parts = /^(\d{1,6}):(\d\d):(\d\d(?:\.\d+)?)$/.exec(clock ?? "");
  if (!parts) return null;
  return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}

function otherKind(stream: ProbedStream): "subtitle" | "data" | "attachment" | "cover" {
  if (stream.codec_type === "video") return "cover";
  if (stream.codec_type === "subtitle") return "subtitle";
  return stream.codec_type === "attachment" ? "attachment" : "data";
}

/** An attachment is what ffprobe takes for a codec's header. */
function attachmentBytes(stream: ProbedStream): number | null {
  return stream.codec_type === "attachment" ? (stream.extradata_size ?? null) : null;
}

/** The streams, without the tags of those that come when there is no more room for them. */
function withinBudget(streams: StreamInput[]): StreamInput[] {
  let room = TAG_CHARS_MAX;
  return streams.map((stream) => {
    const tags = Object.entries(stream.tags ?? {});
    room -= tags.reduce((chars, [name, value]) => chars + name.length + value.length, 0);
    if (room >= 0) return stream;
    return { ...stream, tags: {}, tagsLeftOut: (stream.tagsLeftOut ?? 0) + tags.length };
  });
}

function programsOf({ programs = [] }: Probed): Facts["programs"] {
  return programs.slice(0, PROGRAMS_MAX).map(({ program_id, tags, streams = [] }) => ({
    id: program_id ?? 0,
    name: cleanText(tag(tags, "service_name")),
    provider: cleanText(tag(tags, "service_provider")),
    streams: streams.flatMap(({ index }) => (index === undefined ? [] : [index])),
  }));
}

function structureOf(streams: readonly ProbedStream[], walk: Walk | null) {
  if (!walk) return null;
  const editLists = streams.slice(0, STREAMS_MAX).flatMap((stream) => {
    const edits = trackOf(walk, stream)?.edits ?? [];
    return edits.length > 0 ? [{ stream: stream.index, edits }] : [];
  });
  return { ...walk.structure, editLists };
}
