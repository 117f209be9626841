// From Automatic to manual: a person moves one of its numbers, and all else stays as it chose. Pure.

import { words } from "../language/words.ts";
import { type SettingsDraft, STEPS, type StepName } from "../settings/settings-draft.ts";
import type { KnownRecipe } from "./live-tone.ts";

/** The draft with these numbers by hand, and with the steps that Automatic took. */
export function takenOver(
  draft: SettingsDraft,
  { settings, recipe }: KnownRecipe,
  values: SettingsDraft["values"],
): SettingsDraft {
  const step = (name: StepName): string => {
    // What was asked for stays, in the words of manual, where to leave out is to say nothing.
    if (draft.steps[name] !== "") return draft.steps[name] === "off" ? "" : draft.steps[name];
    const measured = settings[name] === undefined || settings[name] === "auto";
    if (!measured) return "auto";
    return recipe[name] === 0 ? "" : String(recipe[name]);
  };
  const [denoise, sharpen, deband] = STEPS.map(step);
  const target = recipe.loudness ? String(recipe.loudness.target) : "";
  return {
    ...draft,
    preset: "",
    mode: "manual",
    values,
    steps: { denoise: denoise ?? "", sharpen: sharpen ?? "", deband: deband ?? "" },
    loudness: draft.loudness === "" ? target : draft.loudness === "off" ? "" : draft.loudness,
  };
}

/** What became of Automatic's choice, for the person who has just changed it. */
export function takenOverWords({ steps }: SettingsDraft, { recipe }: KnownRecipe): string {
  const { takenOver: text, work } = words().settings;
  const kept = STEPS.filter((name) => steps[name] !== "").map((name) =>
    steps[name] === "auto" ? work.steps[name] : work.stepOf(work.steps[name], steps[name]),
  );
  const sentences = [
    text.begun,
    ...(kept.length > 0 ? [text.kept(kept)] : []),
    ...(recipe.deblock > 0 ? [text.noDeblock] : []),
    ...(recipe.shots.length > 1 ? [text.oneTone] : []),
  ];
  return sentences.join(" ");
}

/** What stands on the sliders while Automatic is chosen. `exact` as in `SetByHand`. */
export function chosenWords({ recipe }: KnownRecipe, exact: boolean): string {
  const { chosen } = words().settings;
  const { shots } = recipe;
  return [
    shots.length > 1 ? chosen.shots(shots.length) : chosen.film,
    ...(exact ? [] : [chosen.nearest]),
    chosen.move,
  ].join(" ");
}
