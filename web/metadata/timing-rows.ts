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
import { words as pageWords } from "../language/words.ts";
import { atLeastOne, count, milliseconds, onlyYes, type Row, row, seconds, yesNo } from "./rows.ts";

export function timingRows(stream: VideoStream, packets: StreamPackets | null): Row[] {
  const { keyframeInterval: interval } = stream;
  const told = pageWords().metadata.rows.timing;
  const every = ({ meanSeconds }: { meanSeconds: number }) =>
    told.every(formatNumber(meanSeconds, 2));
  return [
    row(told.rate, stream.frameRate, formatFrameRate, told.declared),
    row(told.lowestRate, otherRate(stream), formatFrameRate),
    row(told.measuredRate, stream.measuredFrameRate, formatFrameRate, unevenWords(stream, packets)),
    row(told.frames, stream.frames, count),
    row(told.keyframes, packets?.groups ? null : interval, every, keyframeRemark(interval)),
    row(told.timeBase, stream.timeBase, ({ num, den }) => `${num}/${den} s`),
    packets ? [...paceRows(packets), ...groupRows(packets), ...packetRows(packets)] : [],
  ].flat();
}

const otherRate = ({ frameRate, baseFrameRate: base }: VideoStream) =>
  base && frameRate && base.num * frameRate.den !== frameRate.num * base.den ? base : null;

function unevenWords({ variableFrameRate }: VideoStream, packets: StreamPackets | null) {
  const pace = packets?.pace;
  const variable = pace?.variable ?? variableFrameRate;
  if (variable === null) return null;
  const told = pageWords().metadata.rows.timing;
  if (!variable) return told.even;
  const uneven = pace?.unevenShare ?? null;
  return uneven === null ? told.uneven : told.unevenBy(formatPercent(uneven, 1));
}

/** With fewer frames off the beat nobody would call it uneven. */
const UNEVEN_SHARE_MIN = 0.02;

export const paceIsUneven = ({ unevenShare }: NonNullable<StreamPackets["pace"]>) =>
  (unevenShare ?? 0) >= UNEVEN_SHARE_MIN;

function paceRows({ pace }: StreamPackets): Row[] {
  if (!pace) return [];
  const told = pageWords().metadata.rows.timing;
  return [
    row(told.fromFrameToFrame, pace.median, milliseconds, spanWords(pace, milliseconds)),
    row(told.gaps, pace.gapCount, atLeastOne),
    row(told.duplicates, pace.duplicates, atLeastOne),
  ].flat();
}

function groupRows({ groups }: StreamPackets): Row[] {
  if (!groups) return [];
  const told = pageWords().metadata.rows.timing;
  const length = { min: groups.minSeconds, max: groups.maxSeconds };
  const frames = { min: groups.minFrames, max: groups.maxFrames };
  return [
    row(told.keyframes, groups.keyframes, count),
    row(told.group, groups.meanSeconds, seconds, spanWords(length, seconds)),
    row(told.groupFrames, groups.meanFrames, (n) => formatNumber(n, 1), spanWords(frames, count)),
    row(told.openGroups, groups.open, atLeastOne, told.openRemark),
    row(told.keyframeBytes, groups.keyframeShare, (share) => formatPercent(share, 1)),
    row(told.keyframeFirst, groups.startsWithKeyframe, yesNo),
  ].flat();
}

function packetRows({ bitrate, ...packets }: StreamPackets): Row[] {
  const { rows } = pageWords().metadata;
  const told = rows.timing;
  return [
    row(rows.bitrate, bitrate.mean, formatBitrate, spanWords(bitrate, formatBitrate)),
    row(told.bytes, packets.bytes, formatBytes),
    row(told.bitsPerPixel, packets.bitsPerPixel, (bits) => formatNumber(bits, 3)),
    row(told.nonMonotonic, packets.nonMonotonic, atLeastOne),
    row(told.negative, packets.negative, atLeastOne),
    row(told.untimed, packets.untimed, atLeastOne),
    row(told.setBack, packets.setBack, onlyYes),
    row(told.corrupt, packets.corrupt, atLeastOne),
  ].flat();
}

type Span = { min: number | null; max: number | null };

/** `33.3 ms to 41.7 ms`, or nothing where both read the same. */
function spanWords({ min, max }: Span, words: (value: number) => string): string | null {
  if (min === null || max === null) return null;
  const [least, most] = [words(min), words(max)];
  return least === most ? null : pageWords().metadata.range(least, most);
}

function keyframeRemark(interval: VideoStream["keyframeInterval"]): string | null {
  if (!interval) return null;
  const [least, most] = [interval.minSeconds, interval.maxSeconds];
  if (most - least < 0.01) return null;
  return pageWords().metadata.range(formatNumber(least, 2), `${formatNumber(most, 2)} s`);
}

/** `29.97 fps, uneven`: for its folded section. */
export function timingWords(stream: VideoStream): string | null {
  const rate = stream.measuredFrameRate ?? stream.frameRate;
  if (rate === null) return null;
  const told = formatFrameRate(rate);
  return stream.variableFrameRate ? pageWords().metadata.rows.timing.shortUneven(told) : told;
}
