// What a person or a program may ask of an enhancement. Parsed once, at the door; what is refused
// names the field and its range.

import * as z from "zod/mini";
import { OUTPUT_FPS_MAX } from "./limits.ts";
import { PRESET_NAMES, PRESETS } from "./presets.ts";
import { formatRational, parseRational, type Rational, toNumber } from "./rational.ts";

const ranged = (name: string, min: number, max: number) =>
  z
    .number(`${name} must be a number from ${min} to ${max}`)
    .check(z.refine((v) => v >= min && v <= max, `${name} must be a number from ${min} to ${max}`));

const FPS_SENTENCE = `fps must be "source", a number from 1 to ${OUTPUT_FPS_MAX} with at most three decimals, or a fraction such as "30000/1001"`;

const strengthSentence = (name: string) => `${name} must be "off", "auto" or a number from 0 to 1`;
/** `off`, `auto` (chosen from measurement), or a strength of 0…1. */
const step = (name: string) =>
  z.optional(
    z
      .union([z.enum(["off", "auto"]), z.number()], strengthSentence(name))
      .check(z.refine((v) => typeof v !== "number" || (v >= 0 && v <= 1), strengthSentence(name))),
  );

const LOUDNESS_SENTENCE = 'loudness must be "off", "auto" or a number from -30 to -9 (LUFS)';
const STABILIZE_SENTENCE = "stabilize must be false or a whole number from 1 to 10";
const QUALITY_SENTENCE =
  'quality must be one of {"crf": 1 to 51}, {"ssim": 0.8 to 0.9999} and {"maxBytes": a whole number}';
const MAX_BYTES_SENTENCE = "quality.maxBytes must be a whole number, 1 or more";
const flag = (name: string) => z.optional(z.boolean(`${name} must be true or false`));

const QualitySchema = z.union(
  [
    z.strictObject({ crf: ranged("quality.crf", 1, 51) }),
    z.strictObject({ ssim: ranged("quality.ssim", 0.8, 0.9999) }),
    z.strictObject({
      maxBytes: z.int(MAX_BYTES_SENTENCE).check(z.minimum(1, MAX_BYTES_SENTENCE)),
    }),
  ],
  QUALITY_SENTENCE,
);

/**
 * - `auto`: the recipe is chosen from measurement. `parseSettings` refuses tone numbers beside it.
 * - `manual`: the numbers below, absent ones neutral.
 * - `off`: no enhancement is made.
 * - `seed`: a fixed look (contrast 1.2, a little brighter), for comparison.
 */
export const SettingsSchema = z.strictObject(
  {
    mode: z.enum(["auto", "manual", "off", "seed"], {
      error: 'mode must be "auto", "manual", "off" or "seed"',
    }),
    /**
     * The purpose these settings were made for. What it brought is left out with a note where the
     * transcoder cannot make it; what was asked for by itself is refused then.
     */
    preset: z.optional(
      z.enum(PRESET_NAMES, {
        error: `preset must be one of ${PRESET_NAMES.map((name) => `"${name}"`).join(", ")}`,
      }),
    ),
    /** How much of what the measures call for is applied in `auto`. 1 is all of it. */
    strength: z.optional(ranged("strength", 0, 1)),
    /** Added to luma, as a share of full scale. 0 is neutral. */
    brightness: z.optional(ranged("brightness", -1, 1)),
    /** Multiplies luma about mid-grey. 1 is neutral. */
    contrast: z.optional(ranged("contrast", 0, 3)),
    /** Multiplies chroma. 1 is neutral, 0 is black and white. */
    saturation: z.optional(ranged("saturation", 0, 3)),
    /** Luma to the power of 1/gamma. 1 is neutral, above 1 lifts the dark parts. */
    gamma: z.optional(ranged("gamma", 0.1, 10)),
    /** Colour temperature in kelvin. 6500 is neutral, lower is warmer. */
    temperature: z.optional(ranged("temperature", 1_000, 40_000)),
    denoise: step("denoise"),
    sharpen: step("sharpen"),
    deband: step("deband"),
    /** Smooths the path of a hand-held camera, weakly to strongly. */
    stabilize: z.optional(
      z
        .union([z.literal(false), z.int()], STABILIZE_SENTENCE)
        .check(z.refine((v) => v === false || (v >= 1 && v <= 10), STABILIZE_SENTENCE)),
    ),
    /** `source`, or the frame rate of the result. Speed and sound stay as they are. */
    fps: z.optional(
      z
        .union([z.literal("source"), z.number(), z.string()], FPS_SENTENCE)
        .check(z.refine((v) => v === "source" || requestedRate(v) !== null, FPS_SENTENCE)),
    ),
    /** How pictures between the source's are made: repeated, blended, or moved along. */
    fpsMethod: z.optional(
      z.enum(["cfr", "blend", "motion"], {
        error: 'fpsMethod must be "cfr", "blend" or "motion"',
      }),
    ),
    /**
     * What a source beyond standard range becomes: `both` and `preserve` give an HDR rendition
     * beside the ordinary one, which browsers need; `tonemap` only the latter. Where none can be
     * made, `both` does without and `preserve` is refused.
     */
    hdr: z.optional(
      z.enum(["preserve", "tonemap", "both"], {
        error: 'hdr must be "preserve", "tonemap" or "both"',
      }),
    ),
    /** `auto` copies sound that plays everywhere; `copy` and `aac` insist. */
    audio: z.optional(
      z.enum(["auto", "copy", "aac"], { error: 'audio must be "auto", "copy" or "aac"' }),
    ),
    /** Loudness of the result in LUFS; `auto` mends what is too quiet or too loud. */
    loudness: z.optional(
      z
        .union([z.enum(["off", "auto"]), z.number()], LOUDNESS_SENTENCE)
        .check(z.refine((v) => typeof v !== "number" || (v >= -30 && v <= -9), LOUDNESS_SENTENCE)),
    ),
    quality: z.optional(QualitySchema),
    /** Tags of the source that the result does without. Place and device by default. */
    privacy: z.optional(
      z.strictObject(
        { stripLocation: flag("privacy.stripLocation"), stripAll: flag("privacy.stripAll") },
        "privacy must be {stripLocation, stripAll}, each true or false",
      ),
    ),
    /** What a transparent picture is laid upon, as `#rrggbb`. Black if absent. */
    matte: z.optional(
      z
        .string("matte must be a colour such as #ffffff")
        .check(z.regex(/^#[0-9a-f]{6}$/i, "matte must be a colour such as #ffffff")),
    ),
  },
  "settings must be a JSON object",
);
export type Settings = z.infer<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = { mode: "auto" };

/** The numbers of `manual`. */
const TONES = ["brightness", "contrast", "saturation", "gamma", "temperature"] as const;

/** A parsed value, or the sentence that names the field and the range. */
export type SettingsResult = { ok: true; settings: Settings } | { ok: false; detail: string };

/**
 * Parses settings from outside. A preset is unfolded, and what is given beside it wins. Without a
 * mode, tone numbers mean `manual`, also beside a preset, and all else automatic enhancement or the
 * preset's mode. Tone numbers count in `manual` alone and `strength` in `auto`: elsewhere they are
 * refused, since nothing would come of them. Beside `off` everything is idle, and nothing refused.
 */
export function parseSettings(input: unknown): SettingsResult {
  if (input === undefined || input === null) return { ok: true, settings: DEFAULT_SETTINGS };
  const given = typeof input === "object" && !Array.isArray(input) ? input : null;
  const parsed = SettingsSchema.safeParse(given ? unfolded(given) : input);
  if (parsed.success) {
    const { data: settings } = parsed;
    const detail = idleIn(settings, given ?? {});
    return detail === null ? { ok: true, settings } : { ok: false, detail };
  }
  const issue = parsed.error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => [...issue.path, key].join("."));
    return { ok: false, detail: `There is no setting named ${names.join(", ")}.` };
  }
  return { ok: false, detail: `${issue?.message ?? "settings must be a JSON object"}.` };
}

/** The sentence about a number of which nothing would come in that mode; null if there is none. */
function idleIn(settings: Settings, input: object): string | null {
  const { mode } = settings;
  if (mode === "off") return null;
  if (mode !== "auto" && "strength" in input) return noEffect("strength", mode, "auto");
  if (mode === "manual") return null;
  // Beside `auto` what a preset brings is refused too: its look would be lost without a word.
  const tone = TONES.find((name) =>
    mode === "auto" ? settings[name] !== undefined : name in input,
  );
  return tone ? noEffect(tone, mode, "manual") : null;
}

function noEffect(name: string, mode: Settings["mode"], instead: Settings["mode"]): string {
  return `${name} has no effect in ${mode}: set mode to ${instead}.`;
}

function unfolded(input: object): object {
  const name = PRESET_NAMES.find((preset) => "preset" in input && input.preset === preset);
  const given = name ? { ...PRESETS[name], ...input } : input;
  if ("mode" in input) return given;
  const toned = TONES.some((tone) => tone in input);
  return toned ? { ...given, mode: "manual" } : { mode: "auto", ...given };
}

/**
 * One text for all settings that ask for the same result: what is absent or neutral is left out, in
 * a fixed order, and what can be written in two ways is written in one. `preset` and `preserve` stay:
 * they decide what is refused where a step cannot be made.
 */
export function canonicalSettings(settings: Settings): string {
  const { fps, privacy, matte, ...fields } = settings;
  const rate = requestedRate(fps);
  const entries = Object.entries({
    ...fields,
    fps: rate ? formatRational(rate) : undefined,
    // Place and device go by default, and what strips all strips them too.
    privacy: privacy?.stripAll ? "all" : privacy?.stripLocation === false ? "none" : undefined,
    matte: matte?.toLowerCase(),
  }).filter(([name, value]) => value !== undefined && JSON.stringify(value) !== NEUTRAL[name]);
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Values that say the same as their absence, as JSON. */
const NEUTRAL: Record<string, string> = {
  // It brings no step.
  preset: '"auto"',
  strength: "1",
  brightness: "0",
  contrast: "1",
  saturation: "1",
  gamma: "1",
  temperature: "6500",
  stabilize: "false",
  fpsMethod: '"cfr"',
  hdr: '"both"',
  audio: '"auto"',
  matte: '"#000000"',
};

/** The frame rate that was asked for, or null for the source's own. */
export function requestedRate(fps: string | number | undefined): Rational | null {
  if (fps === undefined || fps === "source") return null;
  const rate = parseRational(String(fps));
  if (!rate) return null;
  const value = toNumber(rate);
  return value >= 1 && value <= OUTPUT_FPS_MAX ? rate : null;
}
