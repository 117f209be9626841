// The ways to look at original and enhanced picture, and what each needs. Pure.

export type View = "wipe" | "side" | "original" | "enhanced";
export type Side = "original" | "enhanced";
export type Sound = Side | "off";

export const VIEWS: readonly { value: View; name: string; needs: readonly Side[] }[] = [
  { value: "wipe", name: "Wipe", needs: ["original", "enhanced"] },
  { value: "side", name: "Side by side", needs: ["original", "enhanced"] },
  { value: "original", name: "Original", needs: ["original"] },
  { value: "enhanced", name: "Enhanced", needs: ["enhanced"] },
];

/** The views that are possible with the sides that can be shown. */
export function possibleViews(sides: readonly Side[]) {
  return VIEWS.filter(({ needs }) => needs.every((side) => sides.includes(side)));
}

/** The wished view or, where it is not possible, the first one that is; null if none is. */
export function effectiveView(wish: View, sides: readonly Side[]): View | null {
  const possible = possibleViews(sides).map(({ value }) => value);
  return possible.includes(wish) ? wish : (possible[0] ?? null);
}

/** The sides a view plays, the one that leads and is heard first. */
export function playedSides(view: View, sound: Sound): Side[] {
  if (view === "original" || view === "enhanced") return [view];
  return sound === "enhanced" ? ["enhanced", "original"] : ["original", "enhanced"];
}
