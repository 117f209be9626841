// The ways to look at the two pictures, and what each needs. Pure. The left one is the original, or
// another run of the enhancement; the right one is the run that is looked at.

import { words } from "../language/words.ts";

export type View = "wipe" | "side" | "difference" | "left" | "right";
export type Side = "left" | "right";
export type Sound = Side | "off";
export type Names = Record<Side, string>;

const BOTH: readonly Side[] = ["left", "right"];

const VIEWS: readonly { value: View; needs: readonly Side[] }[] = [
  { value: "wipe", needs: BOTH },
  { value: "side", needs: BOTH },
  { value: "difference", needs: BOTH },
  { value: "left", needs: ["left"] },
  { value: "right", needs: ["right"] },
];

/** The views that are possible with the sides that can be shown, in the order they are offered. */
export function possibleViews(sides: readonly Side[]): View[] {
  return VIEWS.filter(({ needs }) => needs.every((side) => sides.includes(side))).map(
    ({ value }) => value,
  );
}

/** The wished view or, where it is not possible, the first one that is; null if none is. */
export function effectiveView(wish: View, sides: readonly Side[]): View | null {
  const possible = possibleViews(sides);
  return possible.includes(wish) ? wish : (possible[0] ?? null);
}

export function viewName(view: View, names: Names): string {
  return view === "left" || view === "right" ? names[view] : words().compare.choices.views[view];
}

/** Whether holding a key to see the left picture shows anything that the view does not. */
export function canHold(view: View | null): boolean {
  return view === "wipe" || view === "difference" || view === "right";
}

/**
 * The sides a view plays, the one that leads and is heard first. The right one alone has the left
 * one beside it unseen, so that it is there the moment it is held. The left one alone has the right
 * one beside it only to be heard: while that one is being made, it ends before the left one does.
 */
export function playedSides(view: View, sound: Sound, sides: readonly Side[]): Side[] {
  if (view === "left" && sound !== "right") return ["left"];
  const played = BOTH.filter((side) => sides.includes(side));
  return sound === "right" || (view === "right" && sound === "off") ? played.reverse() : played;
}
