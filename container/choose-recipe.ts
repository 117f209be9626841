// The recipe that the settings ask for. Pure. In `auto` it is chosen from the measures; what a
// person set always wins.

import type { PictureMeasures, Recipe, Tone } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { isNeutralTone, manualTone, NEUTRAL_TONE, SEED_TONE } from "../protocol/tone.ts";
import { chooseSteps, type Steps, settleSteps } from "./choose-steps.ts";
import { chooseTone, isBlack } from "./choose-tone.ts";
import type { MeasuredFilm } from "./measure-film.ts";
import { withShots } from "./shot-tones.ts";

const NO_STEPS: Steps = { denoise: 0, deblock: 0, sharpen: 0, deband: 0 };
const NEUTRAL: Recipe = {
  ...NEUTRAL_TONE,
  ...NO_STEPS,
  shots: [],
  stabilize: 0,
  loudness: null,
  notes: [],
};

/** Whether the recipe for these settings depends on what the picture shows. */
export function isMeasured({ mode, denoise, sharpen, deband }: Settings): boolean {
  return mode === "auto" || [denoise, sharpen, deband].includes("auto");
}

/**
 * What is in the settings, else from the measures of the whole film and of its shots: null will do for
 * settings that do not ask for them. Throws for others.
 */
export function chooseRecipe(settings: Settings, measured: MeasuredFilm | null): Recipe {
  switch (settings.mode) {
    case "auto":
      if (!measured) throw new Error("an automatic recipe without measures");
      return withShots(automatic(settings, measured), measured);
    case "manual":
      return byHand(settings, manualTone(settings), measured, "Set by hand.");
    case "seed": {
      const note = "A fixed look for comparison: contrast 1.2, brighter.";
      return byHand(settings, SEED_TONE, measured, note);
    }
    case "off":
      return { ...NEUTRAL, notes: ["Enhancement is off: the picture is kept as it is."] };
    default:
      return settings.mode satisfies never;
  }
}

function automatic(settings: Settings, { before, shots, scaled }: MeasuredFilm): Recipe {
  const { tone, notes } = chooseTone(settings, before);
  const chosen = chooseSteps(before, tone, scaled);
  const steps = settleSteps(settings, chosen.steps, true);
  return {
    ...NEUTRAL,
    ...tone,
    ...steps,
    stabilize: settings.stabilize || 0,
    // Where shots have tones of their own, what was chosen for all together is applied nowhere.
    notes: [
      ...(shots.length > 0 ? [] : [...leftAlone(before, tone, steps), ...notes]),
      ...told(settings, chosen.notes, steps),
    ],
  };
}

/** A tone that was given, and of the steps those that were asked for. */
function byHand(
  settings: Settings,
  tone: Tone,
  measured: MeasuredFilm | null,
  note: string,
): Recipe {
  if (!measured && isMeasured(settings)) throw new Error("automatic steps without measures");
  const chosen = measured ? chooseSteps(measured.before, tone).steps : NO_STEPS;
  const steps = settleSteps(settings, chosen, false);
  return {
    ...NEUTRAL,
    ...tone,
    ...steps,
    stabilize: settings.stabilize || 0,
    notes: [note],
  };
}

/** "No change needed" is an answer, and so is that of tone alone. */
function leftAlone(before: PictureMeasures, tone: Tone, steps: Steps): string[] {
  if (!isNeutralTone(tone) || isBlack(before)) return [];
  const [low, high, middle] = [
    before.percentiles.p0_1,
    before.percentiles.p99_9,
    before.percentiles.p50,
  ].map((luma) => `${Math.round(luma * 100)} %`);
  const what = Object.values(steps).some((step) => step > 0) ? "change of tone" : "change";
  return [
    `No ${what} needed: brightness runs from ${low} to ${high} with its middle at ${middle}.`,
  ];
}

/** Why each step is there, or was set or left out by hand. */
function told(settings: Settings, reasons: Partial<Record<keyof Steps, string>>, steps: Steps) {
  const names = ["deblock", "denoise", "sharpen", "deband"] as const;
  return names.flatMap((name) => {
    const asked = name === "deblock" ? "auto" : (settings[name] ?? "auto");
    if (asked !== "auto") return [`Set by hand: ${name} ${steps[name]}.`];
    return reasons[name] === undefined ? [] : [reasons[name]];
  });
}
