import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings, type Settings } from "../protocol/settings.ts";
import { NEUTRAL_RECIPE } from "../protocol/testing/samples.ts";
import {
  type Features,
  makeable,
  missingNeeded,
  missingOptional,
  namesIn,
  unmetBy,
  withoutUnmet,
} from "./features.ts";

const listed = (kind: string) =>
  namesIn(spawnSync("ffmpeg", ["-hide_banner", kind], { encoding: "utf8" }).stdout);
const FULL: Features = {
  filters: listed("-filters"),
  encoders: listed("-encoders"),
  decoders: listed("-decoders"),
};
const without = (...names: string[]): Features => ({
  filters: new Set([...FULL.filters].filter((name) => !names.includes(name))),
  encoders: new Set([...FULL.encoders].filter((name) => !names.includes(name))),
  decoders: new Set([...FULL.decoders].filter((name) => !names.includes(name))),
});
const settingsOf = (input: unknown): Settings => {
  const parsed = parseSettings(input);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.settings;
};

describe("what ffmpeg lists", () => {
  it("is read from this ffmpeg, filters with any number of inputs among them", () => {
    expect(FULL.filters).toContain("scale");
    expect(FULL.filters).toContain("concat");
    expect(FULL.filters).toContain("nullsink");
    expect(FULL.encoders).toContain("libx264");
    expect(FULL.decoders).toContain("h264");
    expect(FULL.filters).not.toContain("=");
    expect(missingNeeded(FULL)).toEqual([]);
  });

  it("is read from versions with fewer flags", () => {
    const list = "Filters:\n  T. = Timeline support\n  | = Source\n .. scale   V->V  Scale it.\n";
    expect([...namesIn(list)]).toEqual(["scale"]);
  });
});

describe("what filters and encoders are asked for", () => {
  const NONE: Features = { filters: new Set(), encoders: new Set(), decoders: new Set() };
  const asked = new Set([...missingNeeded(NONE), ...missingOptional(NONE)]);

  it("holds all that the jobs write into their graphs and options", async () => {
    const files = await Promise.all(
      (await readdir(import.meta.dirname, { recursive: true }))
        .filter((name) => name.endsWith(".ts") && !/test|corpus|agreement/.test(name))
        .map((name) => readFile(join(import.meta.dirname, name), "utf8")),
    );
    // Names that are filters of this ffmpeg, at the start of a string or behind a comma or bracket
    // and in front of arguments; those that are options of others too are left out.
    const text = files.join("\n").replaceAll(/^ *(\/\/|\/?\*).*$/gm, "");
    const used = [...text.matchAll(/["`,\]]([a-z][a-z0-9]+)=(?!>|=)/g)].map(
      ([, name]) => name ?? "",
    );
    const options = new Set(["noise"]);
    const bare = ["hflip", "vflip", "separatefields", "idet", "tile", "mjpeg", "pcm_f32le"];
    const filters = used.filter((name) => FULL.filters.has(name) && !options.has(name));
    expect(filters).toContain("silencedetect");
    expect([...filters, ...bare].filter((name) => !asked.has(name))).toEqual([]);
  });
});

describe("what is missing", () => {
  it("is named: what nothing goes without, and what single steps need", () => {
    expect(missingNeeded(without("libx264", "fps", "vidstabdetect"))).toEqual(["fps", "libx264"]);
    const all = missingOptional(FULL);
    expect(missingOptional(without("vidstabdetect", "libx265"))).toEqual([
      "vidstabdetect",
      "libx265",
      ...all,
    ]);
  });

  it.each([
    [{ stabilize: 5 }, "vidstabtransform", "stabilize 5 needs vidstabtransform"],
    [{ denoise: 0.4 }, "hqdn3d", "denoise 0.4 needs hqdn3d"],
    [{ fps: 50, fpsMethod: "motion" }, "minterpolate", 'fpsMethod "motion" needs minterpolate'],
    [{ fps: 50, fpsMethod: "blend" }, "framerate", 'fpsMethod "blend" needs framerate'],
    [{ hdr: "preserve" }, "libx265", 'hdr "preserve" needs libx265'],
    [{ deband: 0.5, denoise: 0.5 }, "gradfun", "deband 0.5 needs gradfun"],
  ])("refuses %j without %s, by name and with a way out", (input, name, words) => {
    expect(unmetBy(settingsOf(input), FULL)).toBeNull();
    const sentence = unmetBy(settingsOf(input), without(name));
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/: set it to .+\.$/);
  });

  it.each([
    [{}, "hqdn3d"],
    [{ denoise: "auto" }, "hqdn3d"],
    [{ denoise: 0 }, "hqdn3d"],
    [{ stabilize: false }, "vidstabdetect"],
    [{ fpsMethod: "motion" }, "minterpolate"],
    [{ hdr: "both" }, "libx265"],
  ])("does not refuse %j without %s", (input, name) => {
    expect(unmetBy(settingsOf(input), without(name))).toBeNull();
  });

  it("leaves out what a preset brought, with a note, and refuses what is asked beside it", () => {
    const bare = without("vidstabdetect", "hqdn3d");
    const settings = settingsOf({ preset: "old-footage" });
    expect(settings.stabilize).toBe(3);
    expect(unmetBy(settings, bare)).toBeNull();
    const { settings: left, notes } = withoutUnmet(settings, bare);
    expect(left).toEqual({ ...settings, stabilize: false, denoise: "off" });
    expect(notes).toEqual([
      "Left out: denoise needs hqdn3d, which the ffmpeg of this service lacks.",
      "Left out: stabilize needs vidstabdetect, which the ffmpeg of this service lacks.",
    ]);
    expect(unmetBy(settingsOf({ preset: "old-footage", stabilize: 5 }), bare)).toContain("5");
    expect(withoutUnmet(settings, FULL)).toEqual({ settings, notes: [] });
  });

  it("takes steps out of a recipe that wanted them, with a note, and touches nothing else", () => {
    const wanted = { ...NEUTRAL_RECIPE, gain: 1.1, denoise: 0.5, deband: 0.3, notes: ["Noisy."] };
    expect(makeable(wanted, FULL)).toBe(wanted);
    const recipe = makeable(wanted, without("hqdn3d", "smartblur"));
    expect(recipe).toMatchObject({ gain: 1.1, denoise: 0, deband: 0.3 });
    expect(recipe.notes).toEqual([
      "Noisy.",
      "Left out: denoise needs hqdn3d, which the ffmpeg of this service lacks.",
    ]);
  });
});
