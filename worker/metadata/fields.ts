// What unit a field of the metadata document has and where its value comes from, by JSON pointer.
// docs/metadata.md tells the same in tables, and a test holds the two together.

import type { ValueSource } from "../../protocol/facts.ts";

/** `source` is null for what Reelight itself says: versions, addresses, conclusions. */
export type Field = { unit: string; source: ValueSource | null };

/** The field at a JSON pointer into the document. A unit is empty where there is none. */
export function fieldOf(pointer: string): Field {
  const unit = UNITS.find(([pattern]) => pattern.test(pointer))?.[1] ?? "";
  const source = SOURCES.find(([pattern]) => pattern.test(pointer))?.[1] ?? null;
  return { unit, source };
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
  [named("frameRate|baseFrameRate|measuredFrameRate"), "fps"],
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
  [/^\/(version|stage|rawUrl|findings)(\/|$)/, null],
  [/\/(url|vttUrl|sheetUrls)(\/|$)/, null],
  [/^\/facts\/(source|conflicts)(\/|$)/, null],
  [/^\/file\/(name|extension|declaredType)$/, "name"],
  [/^\/(file|packets|content)\//, "measured"],
  [/^\/facts\/about\//, "tag"],
  [/\/(tags\/.*|title|timecode)$/, "tag"],
  [/\/(measuredFrameRate|variableFrameRate|frames|keyframeInterval)(\/|$)/, "measured"],
  [/^\/facts\/container\/(bytes|probeScore)$/, "measured"],
  [BITSTREAM, "bitstream"],
  [/^\/facts\//, "container"],
];
