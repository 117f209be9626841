// The metadata document as rows of words. Pure. What is not known gives no row; names that no
// table of names.ts holds are shown as the file spells them.

import type { AudioStream, Facts, Stream, VideoStream } from "../../protocol/metadata.ts";
import { toNumber } from "../../protocol/rational.ts";
import {
  formatBitrate,
  formatBytes,
  formatDuration,
  formatFrameRate,
  formatNumber,
} from "../format.ts";
import {
  chromaName,
  codecName,
  colourName,
  DYNAMIC_RANGES,
  languageName,
  layoutName,
  rangeName,
  STREAM_KINDS,
  scanName,
} from "./names.ts";

/** A row of the table: what it is, its value, and what to know about it. */
export type Row = { name: string; value: string; remark?: string };

export function containerRows({ container }: Facts): Row[] {
  const seconds = (value: number) => `${formatNumber(value, 3)} s`;
  return [
    row("Format", formatName(container)),
    row("Size", container.bytes, formatBytes, `${formatNumber(container.bytes, 0)} bytes`),
    row("Length", container.duration, formatDuration),
    row("Bit rate", container.bitrate, formatBitrate),
    row("Starts at", container.startTime || null, seconds),
  ].flat();
}

/** MP4 and QuickTime share a demuxer, which names both; the brand tells them apart. */
function formatName({ format, formatName: name, tags }: Facts["container"]): string {
  const brand = tags.major_brand?.trim();
  return brand !== undefined && brand !== "qt" ? "MP4" : (name ?? format);
}

/** `Sound, German`: the heading of a stream. */
export function streamTitle(stream: Stream): string {
  const language = languageName(stream.language);
  return language ? `${STREAM_KINDS[stream.kind]}, ${language}` : STREAM_KINDS[stream.kind];
}

export function streamRows(stream: Stream): Row[] {
  if (stream.kind === "video") return videoRows(stream);
  if (stream.kind === "audio") return audioRows(stream);
  return [row("Kind", codecName(stream)), row("Title", stream.title)].flat();
}

function videoRows(stream: VideoStream): Row[] {
  const { keyframeInterval, dynamicRange, colour } = stream;
  const every = ({ meanSeconds }: { meanSeconds: number }) =>
    `every ${formatNumber(meanSeconds, 2)} s`;
  return [
    row("Codec", codecName(stream), String, profileWords(stream)),
    row("Picture size", `${stream.displayWidth} × ${stream.displayHeight}`, String, stored(stream)),
    row("Turned", stream.rotation || null, (degrees) => `${degrees}° clockwise`),
    row("Mirrored", stream.flipped ? "Yes" : null),
    row("Frame rate", stream.frameRate, formatFrameRate, unevenWords(stream)),
    row("Measured rate", stream.measuredFrameRate, formatFrameRate),
    row("Frames", stream.frames, (count) => formatNumber(count, 0)),
    row("Keyframes", keyframeInterval, every, keyframeRemark(stream)),
    row("Bit rate", stream.bitrate, formatBitrate),
    row("Length", stream.duration, formatDuration),
    row("Dynamic range", dynamicRange, String, DYNAMIC_RANGES[dynamicRange]),
    row("Colours", colourName(colour), String, rangeName(colour.range)),
    row("Precision", stream.bitDepth, (bits) => `${bits} bits`, chromaName(stream.pixelFormat)),
    row("Scan", scanName(stream.fieldOrder)),
    row("Title", stream.title),
  ].flat();
}

function audioRows(stream: AudioStream): Row[] {
  const kilohertz = (rate: number) => `${formatNumber(rate / 1000, 3)} kHz`;
  return [
    row("Codec", codecName(stream), String, stream.profile),
    row("Channels", layoutName(stream.channelLayout, stream.channels)),
    row("Sample rate", stream.sampleRate, kilohertz),
    row("Bit rate", stream.bitrate, formatBitrate),
    row("Length", stream.duration, formatDuration),
    row("Title", stream.title),
  ].flat();
}

/** One row, or none if the value is not known. */
function row<Value>(
  name: string,
  value: Value | null | undefined,
  words: (value: Value) => string = String,
  remark?: string | null | undefined,
): Row[] {
  if (value === null || value === undefined) return [];
  return [{ name, value: words(value), ...(remark && { remark }) }];
}

function profileWords({ profile, level }: VideoStream): string | null {
  // VP8 and VP9 number their profiles, which tells nobody anything.
  const known = profile === null || /^\d+$/.test(profile) ? [] : [`${profile} profile`];
  // ffprobe writes 4.1 as 41 for H.264 and as 123 for HEVC; only the first is a reader's number.
  if (level !== null && level >= 10 && level <= 62) known.push(`level ${level / 10}`);
  return known.join(", ");
}

function stored({ width, height, displayWidth, displayHeight, ...stream }: VideoStream) {
  if (width === displayWidth && height === displayHeight) return null;
  const shape = toNumber(stream.sampleAspectRatio);
  const pixels = shape === 1 ? "" : `, pixels ${formatNumber(shape, 3)} times as wide as high`;
  return `stored as ${width} × ${height}${pixels}`;
}

function unevenWords({ variableFrameRate }: VideoStream): string | null {
  if (variableFrameRate === null) return null;
  return variableFrameRate ? "uneven: it varies within the file" : "even throughout";
}

function keyframeRemark({ keyframeInterval: interval }: VideoStream): string | null {
  if (!interval) return null;
  const [least, most] = [interval.minSeconds, interval.maxSeconds];
  return most - least < 0.01 ? null : `${formatNumber(least, 2)} to ${formatNumber(most, 2)} s`;
}
