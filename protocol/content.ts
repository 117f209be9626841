// What pictures and sound show when they are decoded. Times are seconds of the file's own clock,
// shares 0…1 of what is there, luma 0…1 from black to white, levels as named.

import * as z from "zod/mini";
import { SeriesSchema } from "./packets.ts";

const number = z.nullable(z.number());

/** Most stretches and scenes that are listed; the counts beside them count all. */
export const RANGES_MAX = 500;
export const SCENES_MAX = 2_000;
/** Bars of a histogram. */
export const HISTOGRAM_BARS = 64;

/** Of stretches, those that are not listed too; rows of before have none. */
const count = z.optional(z.int());

const RangesSchema = z
  .array(z.object({ start: z.number(), end: z.number() }))
  .check(z.maxLength(RANGES_MAX));

/**
 * Why a stretch was not seen: it cannot be decoded, or the time for looking at it was over. Only the
 * first is the file's fault.
 */
export const LOST_REASONS = ["damaged", "out_of_time"] as const;
export type LostReason = (typeof LOST_REASONS)[number];

const LostSchema = z
  .array(
    z.object({
      start: z.number(),
      end: z.number(),
      // Rows of before name none: all of it was told as damage then.
      reason: z._default(z.enum(LOST_REASONS), "damaged"),
    }),
  )
  .check(z.maxLength(RANGES_MAX));

/** Shares of samples, from the lowest value to the highest; together 1. */
const HistogramSchema = z.array(z.number()).check(z.length(HISTOGRAM_BARS));

const SpreadSchema = z.object({ min: number, mean: number, max: number });

export const PictureContentSchema = z.object({
  index: z.int(),
  /** Frames that were decoded, and stretches that were not, with why. */
  frames: z.int(),
  lost: LostSchema,
  lostCount: count,
  sceneCount: z.int(),
  /** First frame of each scene but the first one, and how hard the cut is, 0…100. */
  scenes: z.array(z.object({ at: z.number(), score: z.number() })).check(z.maxLength(SCENES_MAX)),
  black: RangesSchema,
  blackCount: count,
  frozen: RangesSchema,
  frozenCount: count,
  scan: z.object({
    verdict: z.enum(["progressive", "interlaced", "telecine", "unknown"]),
    /** Frames by what they look like (idet). */
    topFirst: z.int(),
    bottomFirst: z.int(),
    progressive: z.int(),
    undetermined: z.int(),
    repeatedFields: z.int(),
  }),
  /** Bars around the picture: what is inside of them, in pixels of the decoded picture. */
  letterbox: z.nullable(z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })),
  luma: z.object({
    histogram: HistogramSchema,
    mean: z.number(),
    p1: z.number(),
    p5: z.number(),
    p50: z.number(),
    p95: z.number(),
    p99: z.number(),
    /**
     * Shares of pixels at the ends of the legal range. The upper end of PQ is 10 000 cd/m²: what
     * was cut off below that, as most displays and masters do, is not in it.
     */
    clippedShadows: z.number(),
    clippedHighlights: z.number(),
    /** Share of pixels outside of the legal range. */
    illegal: z.number(),
    /**
     * The same percentiles of an HDR picture brought to ordinary range, as the enhancement does it:
     * its own codes are no shares of white. Null for others.
     */
    toneMapped: z._default(
      z.nullable(z.object({ p5: z.number(), p50: z.number(), p95: z.number() })),
      null,
    ),
    /** Mean of each step. */
    series: SeriesSchema,
  }),
  chroma: z.object({
    histogramBlue: HistogramSchema,
    histogramRed: HistogramSchema,
    /** Mean distance from grey, 0…1. */
    saturation: z.number(),
    /** Mean offset of what should be grey, −1…1: red − cyan and blue − yellow. */
    castRed: z.number(),
    castBlue: z.number(),
  }),
  /** The colours that cover most, most first: `#rrggbb` and their share. */
  palette: z.array(z.object({ colour: z.string(), share: z.number() })).check(z.maxLength(8)),
  /** As the enhancement measures them (PictureMeasures). */
  noise: number,
  sharpness: number,
  blockiness: number,
  /** ITU-T P.910, of the picture scaled to `measuredWidth` × `measuredHeight`. */
  spatialInformation: SpreadSchema,
  temporalInformation: SpreadSchema,
  measuredWidth: z.int(),
  measuredHeight: z.int(),
  flicker: z.object({
    /** Mean change of brightness from frame to frame that goes up and down again, 0…1. */
    mean: z.number(),
    /** Seconds with more than three flashes (ITU-R BT.1702, on the whole picture's mean). */
    flashes: RangesSchema,
  }),
  /** How much the whole picture trembles, in shares of its width; null where nothing was found. */
  shake: number,
  /** 64-bit perceptual hashes in hexadecimal, one a step. */
  hashes: z.object({
    start: z.number(),
    step: z.number(),
    values: z.array(z.string()).check(z.maxLength(600)),
  }),
});
export type PictureContent = z.infer<typeof PictureContentSchema>;

export const SoundContentSchema = z.object({
  index: z.int(),
  seconds: z.number(),
  /** Sound that could not be decoded was left out. */
  damaged: z.boolean(),
  /** EBU R128: LUFS, LU, dBTP. Null for what is too short or silent throughout. */
  loudness: number,
  loudnessRange: number,
  truePeak: number,
  /** dBFS. */
  samplePeak: number,
  rms: number,
  /** −1…1. */
  dcOffset: number,
  /** Samples in runs at full scale. */
  clippedSamples: z.number(),
  silence: RangesSchema,
  silenceCount: count,
  /** Channels without any sound, counted from 0. */
  deadChannels: z.array(z.int()),
  /** Two channels that are the same; null where there are not two. */
  dualMono: z.nullable(z.boolean()),
  /** Correlation of left and right, −1…1; null where there are not two. */
  phase: number,
  /** Short-term loudness (3 s) in LUFS at each step; null in silence. */
  series: SeriesSchema,
  /** Highest sample of each step, 0…1. */
  waveform: SeriesSchema,
});
export type SoundContent = z.infer<typeof SoundContentSchema>;

/** Small pictures all over the film, in sheets; `sprite.vtt` tells which is where. */
export const SpriteSchema = z.object({
  width: z.int(),
  height: z.int(),
  columns: z.int(),
  rows: z.int(),
  /** Seconds from one to the next, and how many there are. */
  step: z.number(),
  count: z.int(),
});
export type Sprite = z.infer<typeof SpriteSchema>;
