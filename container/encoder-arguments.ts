// How the picture is encoded. Pure. The same array is reported to the user, and stands verbatim in
// a bare ffmpeg command.

import type { HdrPlan, Plan, RenditionKind } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";

/**
 * Pinned because the encoders' output depends on it: the same request gives the same bytes on any
 * machine. Segments side by side fill the cores, and on a second thread x264 spends 8 % more work.
 */
const THREADS = 1;
/**
 * Seconds of the ceiling that the decoder's buffer holds, and how full it is at a segment's start.
 * A second lets a key frame be large; the fill is what a segment may spend beyond the ceiling.
 */
const BUFFER_SECONDS = 1;
const BUFFER_FILL = 0.4;
/** ffmpeg's -maxrate and -bufsize end here: no picture needs more. */
const RATE_MAX = 2_147_483_647;
/**
 * Added to the rate factor for HEVC, whose scale is another: on an HDR10 clip x265 at 20 gave SSIM
 * 0.989 where x264 at 18 gave 0.988, in 54 % of the bytes.
 */
const HEVC_CRF_OFFSET = 2;
const CRF_MAX = 51;
/** Colour of what is beyond standard range (ITU-R BT.2100), in ffmpeg's names. */
export const HDR_PRIMARIES = "bt2020";
export const HDR_MATRIX = "bt2020nc";

/** ffmpeg's video arguments from `-c:v` on. Throws an Error for a rendition that is not planned. */
export function encoderArguments(plan: Plan, rendition: RenditionKind): string[] {
  if (rendition === "sdr") return avcArguments(plan);
  if (!plan.hdr) throw new Error("no HDR rendition is planned");
  return hevcArguments(plan, plan.hdr);
}

function avcArguments(plan: Plan): string[] {
  const { gopFrames, colour } = plan.video;
  const ceiling = ceilingOf(plan);
  return [
    // Plays everywhere: 8 bit 4:2:0, High profile; the level follows from size and rate.
    ...["-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p"],
    // veryfast is the knee of speed against size.
    ...["-preset", "veryfast", "-crf", String(plan.quality.crf)],
    ...(ceiling
      ? [
          ...["-maxrate", String(ceiling.rate), "-bufsize", String(ceiling.buffer)],
          ...["-rc_init_occupancy", String(ceiling.fill)],
        ]
      : []),
    // A key frame at each group's start and nowhere else, so that segments can be cut and joined.
    ...["-g", String(gopFrames), "-keyint_min", String(gopFrames), "-sc_threshold", "0"],
    ...["-bf", "2", "-threads", String(THREADS)],
    // Tags always, since players guess differently where there are none.
    ...["-color_range", "tv", "-colorspace", colour.matrix],
    ...["-color_primaries", colour.primaries, "-color_trc", colour.transfer],
  ];
}

function hevcArguments(plan: Plan, hdr: HdrPlan): string[] {
  const { gopFrames } = plan.video;
  const ceiling = ceilingOf(plan);
  const kilobits = (bits: number) => Math.floor(bits / 1000);
  const parameters = [
    ...[`keyint=${gopFrames}`, `min-keyint=${gopFrames}`, "scenecut=0", "open-gop=0"],
    // One frame at a time: what is written does not depend on chance.
    ...[`pools=${THREADS}`, "frame-threads=1"],
    // Parameter sets in the header alone, as `hvc1` wants it, and no note on who encoded.
    ...["repeat-headers=0", "info=0", "log-level=error"],

    ...(hdr.masteringDisplay ? [`master-display=${hdr.masteringDisplay}`] : []),
    ...(hdr.contentLight ? [`max-cll=${hdr.contentLight}`] : []),
    ...(ceiling
      ? [
          ...[`vbv-maxrate=${kilobits(ceiling.rate)}`, `vbv-bufsize=${kilobits(ceiling.buffer)}`],
          `vbv-init=${BUFFER_FILL}`,
        ]
      : []),
  ];
  const crf = Math.min(CRF_MAX, plan.quality.crf + HEVC_CRF_OFFSET);
  return [
    // `hvc1` is the form that Apple's players take.
    ...["-c:v", "libx265", "-tag:v", "hvc1", "-profile:v", "main10", "-pix_fmt", "yuv420p10le"],
    // superfast: veryfast takes three times as long for 0.002 of SSIM.
    ...["-preset", "superfast", "-crf", String(crf), "-x265-params", parameters.join(":")],
    ...["-color_range", "tv", "-colorspace", HDR_MATRIX],
    ...["-color_primaries", HDR_PRIMARIES, "-color_trc", hdr.transfer],
  ];
}

/**
 * The encoder's ceiling in bits, such that all segments together keep the plan's. Each is encoded
 * apart and may spend the buffer's first fill beyond its share: the rate is lower by as much.
 */
function ceilingOf({ quality, segments, video }: Plan) {
  if (quality.maxBitrate === null) return null;
  const seconds = video.frames / toNumber(video.frameRate);
  const extra = segments.length * BUFFER_SECONDS * BUFFER_FILL;
  const wanted = Math.floor((quality.maxBitrate * seconds) / (seconds + extra));
  const rate = Math.min(RATE_MAX, wanted);
  const buffer = Math.floor(rate * BUFFER_SECONDS);
  return { rate, buffer, fill: Math.floor(buffer * BUFFER_FILL) };
}
