// What unit a field of the metadata document has and where its value comes from, by JSON pointer.
// docs/metadata.md tells the same in tables, and a test holds the two together.

import type { ValueSource } from "../../protocol/facts.ts";
import type { Described } from "./finding-parts.ts";

/** `source` is null for what Reelight itself says: versions, addresses, conclusions. */
export type Field = { unit: string; source: ValueSource | null };

/** The field at a JSON pointer into the document. A unit is empty where there is none. */
export function fieldOf(pointer: string): Field {
  const unit = UNITS.find(([pattern]) => pattern.test(pointer))?.[1] ?? "";
  const source = SOURCES.find(([pattern]) => pattern.test(pointer))?.[1] ?? null;
  return { unit, source };
}

/**
 * The field as it stands in that document: where two readers disagree its source is the one that was
 * believed, and what packets were read for is measured.
 */
export function fieldIn(document: Described, pointer: string): Field {
  const field = fieldOf(pointer);
  return { ...field, source: believed(document, pointer) ?? field.source };
}

/** True of the paths of files beside the document. */
export function isAddress(pointer: string): boolean {
  return ADDRESS.test(pointer);
}

const ADDRESS = /^\/(rawUrl|content\/(poster\/url|sprite\/(vttUrl|sheetUrls)))(\/|$)/;

/** What the document itself says of the source of a fact; null where it says nothing. */
function believed(document: Described, pointer: string): ValueSource | null {
  // ffprobe divides the file's size by the length: both come from the same place.
  const path = pointer === "/facts/container/bitrate" ? "/facts/container/duration" : pointer;
  const conflict = document.facts?.conflicts.find((each) => each.path === path);
  return conflict?.values[0]?.source ?? (isMeasured(document, path) ? "measured" : null);
}

const COMPLETED = /^\/facts\/streams\/(\d+)\/(duration|startTime|bitrate|delay|frames)$/;

/** True of facts that reading the packets put in place of what the stream's header declares. */
function isMeasured({ facts, packets }: Described, pointer: string): boolean {
  const completed = COMPLETED.exec(pointer);
  if (!completed) return false;
  const [, place, name] = completed;
  const stream = facts?.streams[Number(place)];
  // Of the others' time nothing is put into the facts.
  if (stream?.kind !== "video" && stream?.kind !== "audio") return false;
  const read = packets?.streams.find(({ index }) => index === stream.index);
  if (!read || read.packets === 0) return false;
  if (name === "startTime") return read.start !== null;
  return name === "frames" || name === "delay" || (read.start !== null && read.end !== null);
}

/** The last names of a pointer, with an index behind them or not. */
const named = (names: string) => new RegExp(`/(${names})(/\\d+)?$`);
/** Tags and other words of the file's own: what they hold has no unit that we know. */
const OWN_WORDS = /\/tags\//;

/** The first that fits. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [OWN_WORDS, ""],
  [/^\/findings\//, ""],
  [/\/conflicts\//, ""],
  // Chromaticities of CIE 1931.
  [/\/masteringDisplay\/(red|green|blue|white)\//, ""],
  [/\/groups\/(min|mean|max)Frames$/, "frames"],
  [/\/bitrate(\/(mean|max|min)|\/series\/values\/\d+)?$/, "bit/s"],
  [/\/pace\/(min|median|mean|max)$/, "s"],
  [/\/sound\/\d+\/series\/values\/\d+$/, "LUFS"],
  [named("bytes|indexBytes|trailingBytes|interleaveBytes|offset"), "bytes"],
  [named("duration|startTime|start|end|delay|at|seconds|step|spriteStep|timeBase"), "s"],
  [named("minSeconds|meanSeconds|maxSeconds"), "s"],
  [named("width|height|codedWidth|codedHeight|displayWidth|displayHeight|x|y"), "px"],
  [named("measuredWidth|measuredHeight"), "px"],
  [named("frameRate|baseFrameRate|measuredFrameRate|timecodeRate"), "fps"],
  [named("rotation|latitude|longitude"), "°"],
  [named("altitude"), "m"],
  [named("sampleRate"), "Hz"],
  [named("bitDepth|bitsPerSample"), "bit"],
  [named("bitsPerPixel"), "bit/px"],
  [named("minLuminance|maxLuminance|maxContentLight|maxFrameAverageLight"), "cd/m²"],
  [named("dialogueLevel"), "dB"],
  [named("loudness"), "LUFS"],
  [named("loudnessRange"), "LU"],
  [named("truePeak"), "dBTP"],
  [named("samplePeak|rms"), "dBFS"],
  [named("priming|clippedSamples"), "samples"],
];

/** What decoders read in the stream itself; the container may repeat it. */
const BITSTREAM = new RegExp(
  `^/facts/streams/\\d+/(${[
    ...["codec", "codecName", "profile", "level", "levelName", "tier", "entropyCoding"],
    ...["referenceFrames", "reorderFrames", "encoder", "encoderSettings", "width", "height"],
    ...["codedWidth", "codedHeight", "sampleAspectRatio", "displayAspectRatio", "pixelFormat"],
    ...["bitDepth", "chromaSubsampling", "chromaLocation", "colour", "dynamicRange", "hdr"],
    ...["fieldOrder", "closedCaptions", "filmGrain", "sampleRate", "sampleFormat"],
    ...["bitsPerSample", "channels", "channelLayout", "dialogueLevel"],
  ].join("|")})(/|$)`,
);

/** The first that fits. */
const SOURCES: readonly (readonly [RegExp, ValueSource | null])[] = [
  [/^\/(version|stage|findings)(\/|$)/, null],
  [ADDRESS, null],
  [/^\/facts\/(source|conflicts)(\/|$)/, null],
  [/^\/file\/(name|extension|declaredType)$/, "name"],
  [/^\/(file|packets|content)\//, "measured"],
  [/^\/facts\/about\//, "tag"],
  [/\/(tags\/.*|title|timecode)$/, "tag"],
  [/\/(measuredFrameRate|variableFrameRate|keyframeInterval)(\/|$)/, "measured"],
  [/^\/facts\/container\/bytes$/, "measured"],
  [BITSTREAM, "bitstream"],
  [/^\/facts\//, "container"],
];
