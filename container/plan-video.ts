// Rate, length, size and colour of the result's picture, from what ffprobe and the packets say. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { DURATION_S_MAX, SOURCE_FPS_MAX } from "../protocol/limits.ts";
import { type Rational, toNumber } from "../protocol/rational.ts";
import { requestedRate, type Settings } from "../protocol/settings.ts";
import { filmRateOf, isFieldCoded, isInterlaced, sourceRate } from "./choose-rate.ts";
import { colourOf, highDynamicRangeOf } from "./colour.ts";
import { bitDepthOf, hasAlpha } from "./facts/probed-stream.ts";
import { type Features, missingFor, needs } from "./features.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { gopFramesAt } from "./grid.ts";
import type { Scan } from "./interlacing.ts";
import { JobFailure } from "./job-failure.ts";
import { isScaled, outputSizeOf } from "./output-size.ts";
import type { PacketStatistics } from "./packets/packet-clock.ts";
import type { PicturePackets } from "./picture-packets.ts";

/** Of the longest distance between key frames; of a large file not all of them were seen. */
const SEEK_MARGIN = 1.5;
/** x264's longest distance by default; others seldom set more. In pictures. */
const GOP_PICTURES = 250;
/** What a transparent picture is laid upon where nobody says. */
export const MATTE = "#000000";
const TOO_FAST = `It has more than ${SOURCE_FPS_MAX} pictures a second, which is the most. Export it with fewer.`;

/** The picture's part of the plan. Throws JobFailure for what is refused. */
export function planVideo(
  picture: ProbedStream,
  packets: PacketStatistics,
  scan: Scan,
  settings: Settings,
): Plan["video"] {
  const { first, end } = packets;
  if (packets.packets === 0 || first === null || end === null) throw new JobFailure("corrupt");
  const declared = sourceRate(picture, packets);
  const own = scan.kind === "telecine" ? filmRateOf(declared) : declared;
  const pictures = isFieldCoded(picture, packets) ? 0.5 : 1;
  const median = packets.medianDistance;
  if (median && pictures / median > SOURCE_FPS_MAX * 1.01) {
    throw new JobFailure("unsupported_format", TOO_FAST);
  }
  const frameRate = requestedRate(settings.fps) ?? own;
  const duration = end - first;
  if (duration > DURATION_S_MAX) throw new JobFailure("too_long");
  const dynamicRange = highDynamicRangeOf(picture);
  return {
    streamIndex: picture.index,
    codec: picture.codec_name ?? "unknown",
    ...outputSizeOf(picture),
    ...(isScaled(picture) ? { scaled: true as const } : {}),
    frameRate,
    startTime: first,
    frames: Math.max(1, Math.round(duration * toNumber(frameRate))),
    gopFrames: gopFramesAt(frameRate),
    fpsMethod: settings.fpsMethod ?? "cfr",
    sourceRate: own,
    colour: colourOf(picture),
    bitDepth: bitDepthOf(picture) ?? 8,
    ...(scan.kind === "progressive" ? {} : { deinterlace: scan.kind, fieldOrder: scan.fieldOrder }),
    ...(hasAlpha(picture) ? { matte: settings.matte ?? MATTE } : {}),
    ...(dynamicRange ? { dynamicRange } : {}),
  };
}

/**
 * The scan as far as this ffmpeg can undo it: pulldown is deinterlaced where it cannot be undone,
 * and fields stay where they cannot be joined. The note says so.
 */
export function doableScan(scan: Scan, features: Features): { scan: Scan; notes: string[] } {
  if (scan.kind === "progressive") return { scan, notes: [] };
  const joining = missingFor("deinterlace", features);
  if (joining.length > 0) {
    const note = `Interlaced pictures are left as they are: deinterlacing ${needs(joining)}.`;
    return { scan: { kind: "progressive" }, notes: [note] };
  }
  const undoing = scan.kind === "telecine" ? missingFor("telecine", features) : [];
  if (undoing.length === 0) return { scan, notes: [] };
  const note = `Its 3:2 pulldown stays: undoing it ${needs(undoing)}.`;
  return { scan: { ...scan, kind: "frames" }, notes: [note] };
}

/** What was found out about the picture and what was done with it, in a person's words. */
export function notesOnVideo(
  picture: ProbedStream,
  packets: PacketStatistics,
  video: Plan["video"],
): string[] {
  const { deinterlace, fieldOrder, matte, frameRate } = video;
  const first = fieldOrder === "bff" ? "lower" : "upper";
  const asDeclared = (deinterlace !== undefined) === isInterlaced(picture);
  return [
    ...(deinterlace === "telecine"
      ? [
          "A film made fit for television by 3:2 pulldown: its own 23.976 pictures a second are back.",
        ]
      : []),
    ...(deinterlace === "frames"
      ? [
          `Interlaced, ${first} field first${asDeclared ? "" : ", although the file says otherwise"}: made progressive.`,
        ]
      : []),
    ...(deinterlace === undefined && !asDeclared
      ? ["The file says it is interlaced, but its pictures are whole: they are left as they are."]
      : []),
    ...(matte ? [`Its transparent parts are laid upon ${matte}.`] : []),
    ...(packets.variable && deinterlace !== "telecine"
      ? [`Its frame rate varies; the result has ${rateInWords(frameRate)} pictures a second.`]
      : []),
  ];
}

function rateInWords(rate: Rational): string {
  return String(Math.round(toNumber(rate) * 1000) / 1000);
}

/**
 * MPEG streams have no index: a seek lands on any packet, and the next key frame may lie behind the
 * place that was meant. Nor is a key frame found that Matroska wrote before zero, without a time.
 * Reading begins early enough for one to come before it, in seconds. What was not looked at may have
 * key frames further apart than what was.
 */
export function seekBackOf(
  demuxer: Source["demuxer"],
  { keyframeInterval, first, end, medianDistance, partial, untimed }: PicturePackets,
): number | undefined {
  const hidden = demuxer === "matroska" && untimed > 0;
  if (demuxer !== "mpegts" && demuxer !== "mpeg" && !hidden) return undefined;
  const longest = keyframeInterval?.maxSeconds ?? (end ?? 0) - (first ?? 0);
  const unseen = partial ? GOP_PICTURES * (medianDistance ?? 0) : 0;
  return Math.ceil(Math.max(longest * SEEK_MARGIN, unseen) + 1);
}
