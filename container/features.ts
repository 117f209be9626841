// What the ffmpeg at hand can do, and what follows where it cannot. What every result needs is
// checked before the service listens. The rest belongs to single steps: asked for by a person, a
// step that cannot be made is refused by name; wanted by `auto` or a preset, it is left out or
// replaced, and a note says so. Pure.

import type { Recipe } from "../protocol/enhancement.ts";
import { PRESETS } from "../protocol/presets.ts";
import { requestedRate, type Settings } from "../protocol/settings.ts";

type Kind = "filters" | "encoders" | "decoders";
/** Names of what ffmpeg lists, by kind. */
export type Features = Record<Kind, ReadonlySet<string>>;
type Needs = Partial<Record<Kind, readonly string[]>>;

/** Without these no result can be made. ffmpeg has all but x264 itself, under the LGPL. */
const NEEDED: Needs = {
  filters: [
    ...["scale", "format", "setsar", "crop", "fps", "tpad", "trim", "setpts", "settb", "select"],
    ...["split", "concat", "vstack", "showinfo", "metadata", "ssim", "lutyuv", "colorcorrect"],
    ...["aresample", "aformat", "asetpts", "anullsrc", "volume", "alimiter", "ebur128"],
    ...["atrim", "silencedetect", "sidedata", "extractplanes", "transpose", "hflip", "vflip"],
    "tile",
  ],
  encoders: ["libx264", "aac", "png", "mjpeg", "rawvideo", "pcm_f32le"],
};

/** Steps that not every build can make, and what each needs. */
const STEPS = {
  denoise: { filters: ["hqdn3d"] },
  deblock: { filters: ["deblock"] },
  sharpen: { filters: ["smartblur"] },
  deband: { filters: ["gradfun"] },
  stabilize: { filters: ["vidstabdetect", "vidstabtransform"] },
  blend: { filters: ["framerate"] },
  motion: { filters: ["minterpolate"] },
  deinterlace: { filters: ["bwdif", "estdif", "idet", "setfield", "separatefields"] },
  telecine: { filters: ["fieldmatch", "decimate"] },
  "tone mapping": { filters: ["zscale", "tonemap", "setparams"] },
  "HDR rendition": { encoders: ["libx265"] },
  transparency: { filters: ["overlay"], decoders: ["libvpx-vp9", "libvpx"] },
} as const satisfies Record<string, Needs>;
export type Step = keyof typeof STEPS;
const STEP_NAMES = Object.keys(STEPS).filter((name): name is Step => Object.hasOwn(STEPS, name));

/** The names in one of ffmpeg's lists (`-filters`, `-encoders`, `-decoders`). */
export function namesIn(list: string): Set<string> {
  // Flags, a name, and what it is; the number of flags differs between versions. The legend above
  // the list has `=` for a name.
  const names = [...list.matchAll(/^ [A-Z.|]{2,6} +(\S+) /gm)].map(([, name]) => name ?? "=");
  return new Set(names.filter((name) => name !== "="));
}

/** What is missing of what every result needs; empty where the service can work. */
export function missingNeeded(features: Features): string[] {
  return missingOf(NEEDED, features);
}

/** What is missing for single steps, for the operator. */
export function missingOptional(features: Features): string[] {
  return [...new Set(STEP_NAMES.flatMap((step) => missingFor(step, features)))];
}

/** What this ffmpeg lacks for a step; empty where it can be made. */
export function missingFor(step: Step, features: Features): string[] {
  return missingOf(STEPS[step], features);
}

/**
 * The sentence that refuses settings, or null where all that was asked for can be made. What a
 * preset brought is not refused: `withoutUnmet` leaves it out.
 */
export function unmetBy(settings: Settings, features: Features): string | null {
  for (const wish of wishes(settings)) {
    const missing = missingFor(wish.step, features);
    if (missing.length === 0 || fromPreset(settings, wish.field)) continue;
    return `${wish.field} ${describe(wish.value)} ${needs(missing)}: set it to ${describe(wish.instead)}.`;
  }
  return null;
}

/** The settings without what a preset brought and cannot be made, and a note on each such step. */
export function withoutUnmet(
  settings: Settings,
  features: Features,
): { settings: Settings; notes: string[] } {
  const unmet = wishes(settings).filter(
    ({ step, field }) => missingFor(step, features).length > 0 && fromPreset(settings, field),
  );
  return {
    settings: {
      ...settings,
      ...Object.fromEntries(unmet.map(({ field, instead }) => [field, instead])),
    },
    notes: unmet.map(
      ({ step, field }) => `Left out: ${field} ${needs(missingFor(step, features))}.`,
    ),
  };
}

/** The recipe without steps that cannot be made, and a note on each that it wanted. */
export function makeable(recipe: Recipe, features: Features): Recipe {
  const steps = (["denoise", "deblock", "sharpen", "deband", "stabilize"] as const).filter(
    (step) => recipe[step] > 0 && missingFor(step, features).length > 0,
  );
  if (steps.length === 0) return recipe;
  const notes = steps.map((step) => `Left out: ${step} ${needs(missingFor(step, features))}.`);
  return {
    ...recipe,
    ...Object.fromEntries(steps.map((step) => [step, 0])),
    notes: [...recipe.notes, ...notes],
  };
}

/** The end of a sentence on something that cannot be made here. */
export function needs(missing: readonly string[]): string {
  return `needs ${missing.join(" and ")}, which the ffmpeg of this service lacks`;
}

type Wish = {
  field: "denoise" | "sharpen" | "deband" | "stabilize" | "fpsMethod" | "hdr";
  step: Step;
  value: string | number;
  /** What to ask for instead. */
  instead: string | false;
};

/** The steps that settings insist on. `both`, the ordinary wish for HDR, does without if it must. */
function wishes(settings: Settings): Wish[] {
  const { fps, fpsMethod, stabilize, hdr } = settings;
  const strengths = (["denoise", "sharpen", "deband"] as const).flatMap((field): Wish[] => {
    const value = settings[field];
    return typeof value === "number" && value > 0
      ? [{ field, step: field, value, instead: "off" }]
      : [];
  });
  return [
    ...strengths,
    ...(stabilize
      ? [{ field: "stabilize", step: "stabilize", value: stabilize, instead: false } as const]
      : []),
    ...(requestedRate(fps) && (fpsMethod === "blend" || fpsMethod === "motion")
      ? [{ field: "fpsMethod", step: fpsMethod, value: fpsMethod, instead: "cfr" } as const]
      : []),
    ...(hdr === "preserve"
      ? [{ field: "hdr", step: "HDR rendition", value: hdr, instead: "tonemap" } as const]
      : []),
  ];
}

function fromPreset(settings: Settings, field: Wish["field"]): boolean {
  return settings.preset !== undefined && PRESETS[settings.preset][field] === settings[field];
}

function missingOf(wanted: Needs, features: Features): string[] {
  return (["filters", "encoders", "decoders"] as const).flatMap((kind) =>
    (wanted[kind] ?? []).filter((name) => !features[kind].has(name)),
  );
}

function describe(value: string | number | false): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
