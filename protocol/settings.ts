// What a person or a program may ask of an enhancement. Parsed once, at the door; what is refused
// names the field and its range.

import * as z from "zod/mini";
import { OUTPUT_FPS_MAX } from "./limits.ts";
import { parseRational, type Rational, toNumber } from "./rational.ts";

const ranged = (name: string, min: number, max: number) =>
  z
    .number(`${name} must be a number from ${min} to ${max}`)
    .check(z.refine((v) => v >= min && v <= max, `${name} must be a number from ${min} to ${max}`));

const FPS_SENTENCE = `fps must be "source", a number from 1 to ${OUTPUT_FPS_MAX}, or a fraction such as "30000/1001"`;

/**
 * - `auto`: the recipe is chosen from measurement. Numbers given beside it are ignored.
 * - `manual`: the numbers below, absent ones neutral.
 * - `off`: no enhancement is made.
 * - `seed`: a fixed look (contrast 1.2, a little brighter), for comparison.
 */
export const SettingsSchema = z.strictObject(
  {
    mode: z.enum(["auto", "manual", "off", "seed"], {
      error: 'mode must be "auto", "manual", "off" or "seed"',
    }),
    /** Added to luma, as a share of full scale. 0 is neutral. */
    brightness: z.optional(ranged("brightness", -1, 1)),
    /** Multiplies luma about mid-grey. 1 is neutral. */
    contrast: z.optional(ranged("contrast", 0, 3)),
    /** Multiplies chroma. 1 is neutral, 0 is black and white. */
    saturation: z.optional(ranged("saturation", 0, 3)),
    /** Luma to the power of 1/gamma. 1 is neutral, above 1 lifts the dark parts. */
    gamma: z.optional(ranged("gamma", 0.1, 10)),
    /** `source`, or the frame rate of the result. Speed and sound stay as they are. */
    fps: z.optional(
      z
        .union([z.literal("source"), z.number(), z.string()], FPS_SENTENCE)
        .check(z.refine((v) => v === "source" || requestedRate(v) !== null, FPS_SENTENCE)),
    ),
  },
  "settings must be a JSON object",
);
export type Settings = z.infer<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = { mode: "auto" };

/** A parsed value, or the sentence that names the field and the range. */
export type SettingsResult = { ok: true; settings: Settings } | { ok: false; detail: string };

/** Parses settings from outside. `undefined` and an absent `mode` give automatic enhancement. */
export function parseSettings(input: unknown): SettingsResult {
  if (input === undefined || input === null) return { ok: true, settings: DEFAULT_SETTINGS };
  const withMode =
    typeof input === "object" && !Array.isArray(input) && !("mode" in input)
      ? { mode: hasManualField(input) ? "manual" : "auto", ...input }
      : input;
  const parsed = SettingsSchema.safeParse(withMode);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const issue = parsed.error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    return { ok: false, detail: `There is no setting named ${issue.keys.join(", ")}.` };
  }
  return { ok: false, detail: `${issue?.message ?? "settings must be a JSON object"}.` };
}

/** The frame rate that was asked for, or null for the source's own. */
export function requestedRate(fps: string | number | undefined): Rational | null {
  if (fps === undefined || fps === "source") return null;
  const rate = parseRational(String(fps));
  if (!rate) return null;
  const value = toNumber(rate);
  return value >= 1 && value <= OUTPUT_FPS_MAX ? rate : null;
}

function hasManualField(input: object): boolean {
  return ["brightness", "contrast", "saturation", "gamma"].some((name) => name in input);
}
