// When pictures come and how they lean on one another, as rows of words. Pure.

import type { VideoStream } from "../../protocol/facts.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import {
  formatBitrate,
  formatBytes,
  formatFrameRate,
  formatNumber,
  formatPercent,
} from "../format.ts";
import { atLeastOne, count, milliseconds, onlyYes, type Row, row, seconds, yesNo } from "./rows.ts";

export function timingRows(stream: VideoStream, packets: StreamPackets | null): Row[] {
  const { keyframeInterval: interval } = stream;
  const every = ({ meanSeconds }: { meanSeconds: number }) =>
    `every ${formatNumber(meanSeconds, 2)} s`;
  return [
    row("Frame rate", stream.frameRate, formatFrameRate, "as declared"),
    row("Lowest fitting rate", otherRate(stream), formatFrameRate),
    row("Measured rate", stream.measuredFrameRate, formatFrameRate, unevenWords(stream, packets)),
    row("Frames", stream.frames, count),
    row("Keyframes", packets?.groups ? null : interval, every, keyframeRemark(interval)),
    row("Time base", stream.timeBase, ({ num, den }) => `${num}/${den} s`),
    packets ? [...paceRows(packets), ...groupRows(packets), ...packetRows(packets)] : [],
  ].flat();
}

const otherRate = ({ frameRate, baseFrameRate: base }: VideoStream) =>
  base && frameRate && base.num * frameRate.den !== frameRate.num * base.den ? base : null;

function unevenWords({ variableFrameRate }: VideoStream, packets: StreamPackets | null) {
  const pace = packets?.pace;
  const variable = pace?.variable ?? variableFrameRate;
  if (variable === null) return null;
  if (!variable) return "even throughout";
  const uneven = pace?.unevenShare ?? null;
  return uneven === null
    ? "uneven: it varies within the file"
    : `uneven: ${formatPercent(uneven, 1)} of the frames are off the beat`;
}

/** With fewer frames off the beat nobody would call it uneven. */
const UNEVEN_SHARE_MIN = 0.02;

export const paceIsUneven = ({ unevenShare }: NonNullable<StreamPackets["pace"]>) =>
  (unevenShare ?? 0) >= UNEVEN_SHARE_MIN;

function paceRows({ pace }: StreamPackets): Row[] {
  if (!pace) return [];
  return [
    row("From frame to frame", pace.median, milliseconds, spanWords(pace, milliseconds)),
    row("Gaps", pace.gapCount, atLeastOne),
    row("Frames at one time", pace.duplicates, atLeastOne),
  ].flat();
}

function groupRows({ groups }: StreamPackets): Row[] {
  if (!groups) return [];
  const length = { min: groups.minSeconds, max: groups.maxSeconds };
  const frames = { min: groups.minFrames, max: groups.maxFrames };
  return [
    row("Keyframes", groups.keyframes, count),
    row("Group of pictures", groups.meanSeconds, seconds, spanWords(length, seconds)),
    row(
      "Frames of a group",
      groups.meanFrames,
      (n) => formatNumber(n, 1),
      spanWords(frames, count),
    ),
    row("Groups that lean back", groups.open, atLeastOne, "open: on the group before them"),
    row("Bytes of keyframes", groups.keyframeShare, (share) => formatPercent(share, 1)),
    row("Begins with a keyframe", groups.startsWithKeyframe, yesNo),
  ].flat();
}

function packetRows({ bitrate, ...packets }: StreamPackets): Row[] {
  return [
    row("Bit rate", bitrate.mean, formatBitrate, spanWords(bitrate, formatBitrate)),
    row("Bytes", packets.bytes, formatBytes),
    row("Bits for each pixel", packets.bitsPerPixel, (bits) => formatNumber(bits, 3)),
    row("Times that go back", packets.nonMonotonic, atLeastOne),
    row("Times before zero", packets.negative, atLeastOne),
    row("Packets without a time", packets.untimed, atLeastOne),
    row("Clock begins again", packets.setBack, onlyYes),
    row("Damaged packets", packets.corrupt, atLeastOne),
  ].flat();
}

type Span = { min: number | null; max: number | null };

/** `33.3 ms to 41.7 ms`, or nothing where both read the same. */
function spanWords({ min, max }: Span, words: (value: number) => string): string | null {
  if (min === null || max === null) return null;
  const [least, most] = [words(min), words(max)];
  return least === most ? null : `${least} to ${most}`;
}

function keyframeRemark(interval: VideoStream["keyframeInterval"]): string | null {
  if (!interval) return null;
  const [least, most] = [interval.minSeconds, interval.maxSeconds];
  return most - least < 0.01 ? null : `${formatNumber(least, 2)} to ${formatNumber(most, 2)} s`;
}

/** `29.97 fps, uneven`: for its folded section. */
export function timingWords(stream: VideoStream): string | null {
  const rate = stream.measuredFrameRate ?? stream.frameRate;
  if (rate === null) return null;
  return `${formatFrameRate(rate)}${stream.variableFrameRate ? ", uneven" : ""}`;
}
