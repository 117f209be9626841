// A plan for other settings, from what another one knows of the same film. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { requestedRate, type Settings } from "../protocol/settings.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { type Features, makeable } from "./features.ts";
import { gopFramesAt, gridOf } from "./grid.ts";
import { MATTE } from "./plan-video.ts";

/**
 * The picture's part of the plan, as if these settings had been given at first; sound is left as it
 * is. Measures of single shots are not in a plan: shots keep the tones they have where these were
 * chosen with the same strength, else the film's one tone stands for them. Throws where the settings
 * ask for measures and the plan has none.
 */
export function replan(plan: Plan, settings: Settings, features: Features): Plan {
  const { frameRate, frames, sourceRate, matte } = plan.video;
  const rate = requestedRate(settings.fps) ?? sourceRate;
  const moved = (frame: number) => Math.round((frame / toNumber(frameRate)) * toNumber(rate));
  const video = {
    ...plan.video,
    frameRate: rate,
    frames: Math.max(1, moved(frames)),
    gopFrames: gopFramesAt(rate),
    fpsMethod: settings.fpsMethod ?? "cfr",
    ...(matte === undefined ? {} : { matte: settings.matte ?? MATTE }),
  };
  const known = settings.mode === "auto" && (settings.strength ?? 1) === plan.autoStrength;
  const shots = (known ? plan.recipe.shots : []).map((shot) => {
    const firstFrame = moved(shot.firstFrame);
    return { ...shot, firstFrame, frames: moved(shot.firstFrame + shot.frames) - firstFrame };
  });
  const { before } = plan;
  const measured = before && { before, shots, scaled: video.scaled === true };
  const recipe = chooseRecipe(settings, measured);
  return {
    ...plan,
    recipe: makeable(recipe, features),
    video,
    segments: gridOf(video),
  };
}
