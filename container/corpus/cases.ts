// The generated half of the corpus: one small clip for each way in which files differ.

import type { Case } from "./case.ts";
import { ALPHA, COLOURS } from "./colour-cases.ts";
import { CONTAINERS, REFUSED, STREAMS } from "./file-cases.ts";
import { ORIENTATION, SCANS, SIZES } from "./shape-cases.ts";
import { RATES, TIMES } from "./time-cases.ts";

/** Every generated clip. */
export const GENERATED: readonly Case[] = [
  ...ORIENTATION,
  ...SIZES,
  ...TIMES,
  ...RATES,
  ...SCANS,
  ...COLOURS,
  ...ALPHA,
  ...STREAMS,
  ...CONTAINERS,
  ...REFUSED,
];

/** In `npm test`, where time is short, another test of its kind stands for each of these. */
const STOOD_FOR = new Set([
  ...["turned-180.mp4", "turned-270.mp4", "turned-upside-down-in-a-mirror.mp4"],
  ...["turned-90-mirrored.mp4", "pixels-64-45.mkv", "pixels-1-3.mp4", "odd-161x121.webm"],
  ...["odd-33x17-444.mp4", "tiny-2x2.mkv", "wide-320x6.mp4", "variable-freeze.mp4"],
  ...["late-sound.mp4", "no-duration.webm", "no-first-key-frame.ts", "two-frames.mkv"],
  ...["rate-1.mp4", "rate-12_5.avi", "rate-120.mp4", "from-24-to-30.mp4", "from-30-to-12.5.mp4"],
  ...["from-24000_1001-to-60.mp4", "fields-tff.mp4", "fields-mpeg2.mpg", "telecine-flagged.mpg"],
  ...["colour-709.mp4", "colour-601-ntsc.mp4", "colour-full-range.mkv", "colour-unknown-sd.mp4"],
  ...["colour-444.mp4", "colour-hlg.mp4", "colour-pq.mkv", "alpha-vp9.webm"],
  ...["alpha-animation-on-green.mov", "sounds-deu-jpn.mp4", "sorenson.flv", "msmpeg4.avi"],
  ...["turned-mirrored.mp4", "tiny-17x33.webm", "variable-dropped.mp4", "fragments.mp4"],
  ...["from-60-to-24000_1001.mp4", "fields-dv.avi", "colour-444-12-bit.mp4", "colour-mjpeg.avi"],
  ...["sound-broken.mp4", "cover-art.mp4", "mpeg1.mpg", "dnxhr.mov", "av1.mkv", "encrypted.mp4"],
  ...["sound-alone.mp4", "a-day-long.mp4", "65-streams.mp4"],
  ...["h263.mov", "mjpeg.mov", "raw.avi", "archive.mkv", "hevc.mp4", "40-megapixels.mp4"],
]);

/** The generated clips that `npm test` runs. */
export const QUICK = GENERATED.filter(({ name }) => !STOOD_FOR.has(name));
