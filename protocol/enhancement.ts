// The plan of an enhancement: what `analyse` decides once and every later job only carries out. It
// depends on the source and the settings alone, so that the same request gives the same frames.

import * as z from "zod/mini";
import { RationalSchema } from "./rational.ts";

/**
 * Tone and colour of a stretch of the film. Luma y in 0…1 of legal range becomes
 * clip(y × gain + lift)^(1/gamma); chroma is multiplied by saturation. `red` and `blue` are gains of
 * these channels against green, such that grey moves by them and keeps its luma. Neutral: 1, 0, 1,
 * 1, 1, 1.
 */
export const ToneSchema = z.object({
  gain: z.number(),
  lift: z.number(),
  gamma: z.number(),
  saturation: z.number(),
  red: z.number(),
  blue: z.number(),
});
export type Tone = z.infer<typeof ToneSchema>;

/** The exact parameters that are applied, whoever chose them. */
export const RecipeSchema = z.extend(ToneSchema, {
  /**
   * Where shots differ: the tone of each, without a gap, in frame numbers of the result; the
   * recipe's own tone is then that of the longest. Empty where one tone serves the whole film.
   */
  shots: z.array(z.extend(ToneSchema, { firstFrame: z.int(), frames: z.int() })),
  /** Strengths in 0…1; 0 leaves the step out. */
  denoise: z.number(),
  deblock: z.number(),
  sharpen: z.number(),
  deband: z.number(),
  /** 0 leaves the camera's path as it is; 1…10 smooths it, weakly to strongly. */
  stabilize: z.int(),
  /** Where the sound's loudness is changed: to `target` LUFS, which takes `gain` dB. */
  loudness: z.nullable(z.object({ target: z.number(), gain: z.number() })),
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
  /**
   * Mean chroma (−1…1 each) per luma of what should be grey; 0, 0 is free of a cast, or nothing is
   * surely grey.
   */
  cast: z.object({ blue: z.number(), red: z.number() }),
  /** Standard deviation of the noise of luma, in the measure of luma. */
  noise: z.number(),
  /** Steepness of the edges, 0 (none) … 1 (as steep as pixels allow). */
  sharpness: z.number(),
  /** How much larger steps are at the borders of 8 × 8 blocks than inside, 0 (no blocks) and up. */
  blockiness: z.number(),
});
export type PictureMeasures = z.infer<typeof PictureMeasuresSchema>;

/** Measures of a sound track, after EBU R 128 and ITU-R BS.1770-4. Null where it is silent. */
export const SoundMeasuresSchema = z.object({
  /** Integrated loudness in LUFS. */
  loudness: z.nullable(z.number()),
  /** Loudness range in LU. */
  range: z.nullable(z.number()),
  /** True peak in dBTP. */
  truePeak: z.nullable(z.number()),
  /** Seconds that were listened to; of a long track, runs all over it. */
  seconds: z.number(),
});
export type SoundMeasures = z.infer<typeof SoundMeasuresSchema>;

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
  /** Change of level in dB, with peaks kept below −1.5 dBTP; 0 leaves it as it is. */
  gain: z.number(),
});
export type AudioPlan = z.infer<typeof AudioPlanSchema>;

/** What a source beyond standard range is, and what its own rendition must carry. */
export const HdrPlanSchema = z.object({
  transfer: z.enum(["smpte2084", "arib-std-b67"]),
  /** As x265 writes it: `G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min)`; null where the source has none. */
  masteringDisplay: z.nullable(z.string()),
  /** `MaxCLL,MaxFALL` in cd/m²; null where the source has none. */
  contentLight: z.nullable(z.string()),
});
export type HdrPlan = z.infer<typeof HdrPlanSchema>;

/** `sdr` plays everywhere; `hdr` keeps what the source has beyond it. */
export const RenditionKindSchema = z.enum(["sdr", "hdr"]);
export type RenditionKind = z.infer<typeof RenditionKindSchema>;

export const QualityPlanSchema = z.object({
  crf: z.number(),
  /** Ceiling of the picture's bit rate in bits per second, where a size must not be passed. */
  maxBitrate: z.nullable(z.int()),
  /** What was asked for, and what the chosen rate factor gave on samples. */
  search: z.nullable(
    z.object({
      asked: z.enum(["ssim", "maxBytes"]),
      target: z.number(),
      expected: z.number(),
    }),
  ),
});
export type QualityPlan = z.infer<typeof QualityPlanSchema>;

export const PlanSchema = z.object({
  recipe: RecipeSchema,
  /** What the recipe was chosen by; null where it does not depend on the picture. */
  before: z.nullable(PictureMeasuresSchema),
  /** The strength with which the tones of shots were chosen; null where nobody looked for shots. */
  autoStrength: z.nullable(z.number()),
  /** Of the first sound track of the result; null without sound. */
  soundBefore: z.nullable(SoundMeasuresSchema),
  /** SHA-256 of that track's packets, where it is to be copied and was heard whole. */
  soundDigest: z.nullable(z.string()),
  sourceBytes: z.number(),
  video: z.object({
    streamIndex: z.int(),
    /** Demuxer's name of the codec, for the decoder's allow-list. */
    codec: z.string(),
    width: z.int(),
    height: z.int(),
    frameRate: RationalSchema,
    /** How pictures between those of the source are made: repeated, blended, or by motion. */
    fpsMethod: z.enum(["cfr", "blend", "motion"]),
    /** The source's own rate. */
    sourceRate: RationalSchema,
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
    /** Set where the result's size is another one than the source's, as of pixels not square. */
    scaled: z.optional(z.literal(true)),
    /** Bits of a sample of the source. */
    bitDepth: z.int(),
    /**
     * `frames`: interlaced pictures are made progressive. `telecine`: 3:2 pulldown is undone, back
     * to 24000/1001.
     */
    deinterlace: z.optional(z.enum(["frames", "telecine"])),
    /** Set with it: which field of a picture comes first, as its lines show; flags may be wrong. */
    fieldOrder: z.optional(z.enum(["tff", "bff"])),
    /** Set where the source has transparency: `#rrggbb` that it is laid upon. */
    matte: z.optional(z.string()),
    /** Set where the source is beyond standard range: it is tone-mapped to BT.709. */
    dynamicRange: z.optional(z.enum(["HDR10", "HLG"])),
    /** Set where its mastering data makes no sense: tone mapping does without. */
    masteringIgnored: z.optional(z.literal(true)),
    /** Set where a seek does not land on a key frame: how long before a segment reading begins. */
    seekBackSeconds: z.optional(z.number()),
    /** Set where the decoder has to know which build of x264 made the source. */
    x264Build: z.optional(z.int()),
  }),
  quality: QualityPlanSchema,
  /** Set where a second rendition is made beyond standard range. */
  hdr: z.nullable(HdrPlanSchema),
  /** The segment grid, without a gap: frame numbers of the result. */
  segments: z.array(z.object({ firstFrame: z.int(), frames: z.int() })).check(z.minLength(1)),
  audio: z.array(AudioPlanSchema),
  /** Text subtitles of the result, in order. */
  subtitles: z.array(
    z.object({
      streamIndex: z.int(),
      language: z.nullable(z.string()),
      title: z.nullable(z.string()),
    }),
  ),
  /** In seconds of the result. */
  chapters: z.array(
    z.object({ start: z.number(), end: z.number(), title: z.nullable(z.string()) }),
  ),
  /** The container's tags that the result keeps. */
  tags: z.record(z.string(), z.string()),
  /** What the source has and the result has not, and what was guessed, in a person's words. */
  notes: z.array(z.string()),
});
export type Plan = z.infer<typeof PlanSchema>;

/**
 * How faithful an encode is to the frames it was given: SSIM of luma on samples, decoded from what
 * was written and compared with the filtered, uncompressed frames.
 */
export const FidelitySchema = z.object({
  frames: z.int(),
  mean: z.number(),
  lowest: z.number(),
});
export type Fidelity = z.infer<typeof FidelitySchema>;

/** What was done and what it changed, measured on the finished file. */
export const ReportSchema = z.object({
  /** ffmpeg's exact video arguments, from `-c:v` on. */
  encoder: z.array(z.string()),
  before: PictureMeasuresSchema,
  after: PictureMeasuresSchema,
  /** Of the first sound track; null without sound. */
  sound: z.nullable(z.object({ before: SoundMeasuresSchema, after: SoundMeasuresSchema })),
  fidelity: FidelitySchema,
  quality: QualityPlanSchema,
  width: z.int(),
  height: z.int(),
  frameRate: RationalSchema,
  frames: z.int(),
  duration: z.number(),
  bytes: z.number(),
  sourceBytes: z.number(),
  notes: z.array(z.string()),
});
export type Report = z.infer<typeof ReportSchema>;
