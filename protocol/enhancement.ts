// The plan of an enhancement: what `analyse` decides once and every later job only carries out. It
// depends on the source and the settings alone, so that the same request gives the same frames.

import * as z from "zod/mini";
import { RationalSchema } from "./rational.ts";

/**
 * The exact parameters that are applied, whoever chose them. Luma y in 0…1 of legal range becomes
 * clip(y × gain + lift)^(1/gamma); chroma is multiplied by saturation. Neutral: 1, 0, 1, 1.
 */
export const RecipeSchema = z.object({
  gain: z.number(),
  lift: z.number(),
  gamma: z.number(),
  saturation: z.number(),
  /** Why each step is there or was left out, in a person's words. */
  notes: z.array(z.string()),
});
export type Recipe = z.infer<typeof RecipeSchema>;

/** Measures of the picture: luma in 0…1 of legal range, over all sampled frames together. */
export const PictureMeasuresSchema = z.object({
  frames: z.int(),
  mean: z.number(),
  /** Luma below which 0.1, 1, 10, 50, 90, 99 and 99.9 % of all pixels lie. */
  percentiles: z.object({
    p0_1: z.number(),
    p1: z.number(),
    p10: z.number(),
    p50: z.number(),
    p90: z.number(),
    p99: z.number(),
    p99_9: z.number(),
  }),
  /** Share of pixels at the ends of the legal range. */
  clippedShadows: z.number(),
  clippedHighlights: z.number(),
  /** Mean distance of chroma from grey, 0…1. */
  saturation: z.number(),
});
export type PictureMeasures = z.infer<typeof PictureMeasuresSchema>;

/** One sound track of the result. `copy` keeps the source's packets, `aac` encodes them afresh. */
export const AudioPlanSchema = z.object({
  streamIndex: z.int(),
  method: z.enum(["copy", "aac"]),
  /** RFC 6381 codec string for playlists. */
  codec: z.string(),
  channels: z.int(),
  bitrate: z.int(),
  language: z.nullable(z.string()),
  title: z.nullable(z.string()),
});
export type AudioPlan = z.infer<typeof AudioPlanSchema>;

export const PlanSchema = z.object({
  recipe: RecipeSchema,
  before: PictureMeasuresSchema,
  video: z.object({
    streamIndex: z.int(),
    /** Demuxer's name of the codec, for the decoder's allow-list. */
    codec: z.string(),
    width: z.int(),
    height: z.int(),
    frameRate: RationalSchema,
    /** Source time in seconds of the result's first frame. */
    startTime: z.number(),
    /** Frames of the whole result. Its duration is frames ÷ frameRate. */
    frames: z.int(),
    gopFrames: z.int(),
    /** Colour written into the result, in ffmpeg's names. */
    colour: z.object({
      primaries: z.string(),
      transfer: z.string(),
      matrix: z.string(),
      sourceRange: z.enum(["tv", "pc"]),
      guessed: z.boolean(),
    }),
    /** Set where the source is interlaced: marked frames are made progressive. */
    deinterlace: z.optional(z.boolean()),
    /** Set where the source is beyond standard range: it is tone-mapped to BT.709. */
    dynamicRange: z.optional(z.enum(["HDR10", "HLG"])),
    /** Set where a seek does not land on a key frame: how long before a segment reading begins. */
    seekBackSeconds: z.optional(z.number()),
    /** Set where the decoder has to know which build of x264 made the source. */
    x264Build: z.optional(z.int()),
  }),
  /** The segment grid, without a gap: frame numbers of the result. */
  segments: z.array(z.object({ firstFrame: z.int(), frames: z.int() })).check(z.minLength(1)),
  audio: z.array(AudioPlanSchema),
});
export type Plan = z.infer<typeof PlanSchema>;

/** What was done and what it changed, measured on the finished file. */
export const ReportSchema = z.object({
  /** ffmpeg's exact video arguments, from `-c:v` on. */
  encoder: z.array(z.string()),
  before: PictureMeasuresSchema,
  after: PictureMeasuresSchema,
  width: z.int(),
  height: z.int(),
  frameRate: RationalSchema,
  frames: z.int(),
  duration: z.number(),
  bytes: z.number(),
  notes: z.array(z.string()),
});
export type Report = z.infer<typeof ReportSchema>;
