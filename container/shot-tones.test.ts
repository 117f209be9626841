import { describe, expect, it } from "vitest";
import type { Tone } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import {
  joinAlike,
  type Toned,
  toneDifference,
  toneOfShot,
  withoutRareFaults,
  withShots,
} from "./shot-tones.ts";

const tone = (fields: Partial<Tone> = {}): Tone => {
  return { gain: 1, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1, ...fields };
};
/** Runs one after another. */
const runs = (...of: [frames: number, tone: Partial<Tone>][]): Toned[] => {
  let firstFrame = 0;
  return of.map(([frames, fields]) => {
    firstFrame += frames;
    return { firstFrame: firstFrame - frames, frames, tone: tone(fields) };
  });
};
/** Two runs as one, with the longer one's tone. */
const join = (a: Toned, b: Toned): Toned => {
  return {
    ...(a.frames < b.frames ? b : a),
    firstFrame: a.firstFrame,
    frames: a.frames + b.frames,
  };
};
const lengths = (of: Toned[]) => of.map(({ frames }) => frames);
const LIMITS = { framesMin: 12, most: 200 };

describe("tones of neighbours", () => {
  it("differ where a step between them would be seen", () => {
    expect(toneDifference(tone(), tone({ gain: 1.01 }))).toBeLessThan(1);
    expect(toneDifference(tone(), tone({ gain: 1.35 }))).toBeGreaterThan(1);
    expect(toneDifference(tone(), tone({ gamma: 1.25 }))).toBeGreaterThan(1);
    expect(toneDifference(tone(), tone({ blue: 1.08 }))).toBeGreaterThan(1);
  });

  it("are kept apart, and joined where nobody could tell", async () => {
    const film = runs([50, { gain: 1.3 }], [50, { gain: 1.31 }], [50, {}], [50, { gamma: 0.8 }]);
    expect(lengths(await joinAlike(film, join, LIMITS))).toEqual([100, 50, 50]);
    expect(
      await joinAlike(runs([50, {}], [9, {}], [50, { gain: 1.005 }]), join, LIMITS),
    ).toHaveLength(1);
    expect(await joinAlike([], join, LIMITS)).toEqual([]);
  });

  it("are not kept for what is shorter than half a second", async () => {
    const film = runs([50, {}], [11, { gain: 1.35 }], [50, { gamma: 0.8 }]);
    const joined = await joinAlike(film, join, LIMITS);
    expect(lengths(joined).reduce((a, b) => a + b)).toBe(111);
    expect(joined.map((run) => run.tone.gain)).toEqual([1, 1]);
  });

  it("are at most as many as are allowed, and those that differ most", async () => {
    const film = runs([50, {}], [50, { gain: 1.1 }], [50, { gain: 1.35 }], [50, {}]);
    expect(lengths(await joinAlike(film, join, { framesMin: 12, most: 3 }))).toEqual([100, 50, 50]);
    const many = runs(
      ...Array.from({ length: 300 }, (_, at): [number, Partial<Tone>] => [
        20,
        { gain: 1 + 0.3 * (at % 2) },
      ]),
    );
    expect(await joinAlike(many, join, LIMITS)).toHaveLength(200);
  });
});

describe("the tone of a shot", () => {
  const dark = tone({ gain: 1.35 });
  const bright = tone({ gamma: 0.8 });
  const chosen = (own: Tone, film: Tone) =>
    toneOfShot({ tone: own, notes: [] }, { tone: film, notes: [] }).tone;

  it("is its own where its range is too dark or flat, in a film without fault too", () => {
    expect(chosen(dark, tone())).toEqual(dark);
  });

  it("is none for a shot without a fault, whatever the film needs", () => {
    expect(chosen(tone(), dark)).toEqual(tone());
    expect(chosen(tone(), bright)).toEqual(tone());
  });

  it("is the film's where the shot fills its range: a bright sky is bright", () => {
    expect(chosen(bright, tone())).toEqual(tone());
    expect(chosen(bright, tone({ gamma: 0.9 }))).toEqual(tone({ gamma: 0.9 }));
    expect(chosen(bright, dark)).toEqual(bright);
  });

  it("is left alone where a film without fault has a dim scene, not where much of it is dim", () => {
    const gains = (film: Tone, ...of: [frames: number, tone: Partial<Tone>][]) =>
      withoutRareFaults(
        runs(...of).map((run) => ({ ...run, notes: [] })),
        { tone: film, notes: [] },
      ).map((run) => run.tone.gain);
    expect(gains(tone(), [900, {}], [100, { gain: 1.35 }])).toEqual([1, 1]);
    expect(gains(tone({ red: 0.95 }), [900, {}], [100, { gain: 1.35 }])).toEqual([1, 1]);
    expect(gains(tone(), [700, {}], [300, { gain: 1.35 }])).toEqual([1, 1.35]);
    expect(gains(dark, [900, {}], [100, { gain: 1.35 }])).toEqual([1, 1.35]);
  });
});

describe("a recipe with shots", () => {
  const { recipe } = SAMPLE_PLAN;

  it("has the tone of the longest", () => {
    const shots = [
      { ...tone({ gain: 1.35 }), firstFrame: 0, frames: 40 },
      { ...tone({ gamma: 0.8 }), firstFrame: 40, frames: 60 },
    ];
    const made = withShots(recipe, { shots });
    expect(made).toMatchObject({ gain: 1, gamma: 0.8, shots });
    expect(made).not.toHaveProperty("frames");
  });

  it("is itself without shots, with what is to be said of them", () => {
    expect(withShots(recipe, { shots: [] })).toEqual(recipe);
    const { notes } = withShots(recipe, { shots: [], shotNotes: ["Too large."] });
    expect(notes).toEqual([...recipe.notes, "Too large."]);
  });
});
