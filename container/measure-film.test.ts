// Shots of generated films, whose cuts and light are known to the frame.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan, Recipe } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { measureFilm } from "./measure-film.ts";
import { createPrograms, type Programs } from "./run-ffmpeg.ts";
import type { Film } from "./sample-picture.ts";
import { ffmpeg } from "./testing/clips.ts";

const MINUTE = 60_000;
const FRAMES = 216;
const FIRST_CUT = 70;
const SECOND_CUT = 147;
const SIZE = { width: 320, height: 180 };
/** Larger than what is decoded whole: only key frames are looked at then. */
const LARGE_BYTES = 100 * 1024 * 1024;

/** Diagonal waves that move along, from black to white in 0…1, over pale colours. */
const WAVES = "(0.5+0.5*sin((X+2*Y)/6+N/9))";
const GOOD = `16+219*${WAVES}`;
const DARK = `16+95*${WAVES}`;
const BRIGHT = `150+80*${WAVES}`;

let folder: string;
let programs: Programs;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-film-"));
  const path = (name: string) => execFileSync("which", [name], { encoding: "utf8" }).trim();
  programs = createPrograms({ ffmpeg: path("ffmpeg"), ffprobe: path("ffprobe") });
});
afterAll(() => rm(folder, { recursive: true }));

async function clip(name: string, luma: string, encoder: string[], filters = "null") {
  const path = join(folder, name);
  const chroma = "cb='100+56*Y/H':cr='100+56*X/W'";
  // Drawn small, since geq is slow.
  const drawn = `color=s=80x45:r=25:d=10,format=yuv444p,geq=lum='${luma}':${chroma}`;
  const source = `${drawn},scale=${SIZE.width}:${SIZE.height},format=yuv420p`;
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", source, "-vf", filters, "-frames:v", `${FRAMES}`],
    ...["-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", ...encoder, path],
  ]);
  return path;
}
const THREE = `if(lt(N,${FIRST_CUT}),${DARK},if(lt(N,${SECOND_CUT}),${GOOD},${BRIGHT}))`;

async function measured(
  path: string,
  film: Partial<Film> = {},
  video: Partial<Plan["video"]> = {},
) {
  const { size } = await stat(path);
  const work = {
    programs,
    features: {
      filters: new Set<string>(),
      encoders: new Set<string>(),
      decoders: new Set<string>(),
    },
    folder,
    signal: new AbortController().signal,
    progress: () => {},
    log: (line: string) => {
      throw new Error(line);
    },
  };
  const whole: Film = {
    options: ["-protocol_whitelist", "file"],
    source: path,
    bytes: size,
    video: { ...SAMPLE_PLAN.video, ...SIZE, frames: FRAMES, ...video },
    keyframeSeconds: 4,
    ...film,
  };
  return measureFilm(whole, { mode: "auto" }, work, "before");
}
const places = (shots: Recipe["shots"]) =>
  shots.map(({ firstFrame, frames }) => [firstFrame, frames]);
const THREE_PLACES = [
  [0, FIRST_CUT],
  [FIRST_CUT, SECOND_CUT - FIRST_CUT],
  [SECOND_CUT, FRAMES - SECOND_CUT],
];

describe("a dark, a good and a bright shot", () => {
  it(
    "have tones of their own, to the frame, where the cuts are on no key frame",
    async () => {
      const path = await clip("three.mp4", THREE, ["-g", "250", "-sc_threshold", "0"]);
      const film = await measured(path);
      expect(places(film.shots)).toEqual(THREE_PLACES);
      const [dark, good, bright] = film.shots;
      expect(dark?.gain).toBeGreaterThan(1.2);
      expect(good).toMatchObject({ gain: 1, lift: 0, gamma: 1, saturation: 1 });
      expect(bright?.lift).toBeLessThan(-0.1);
      expect(chooseRecipe({ mode: "auto" }, film)).toMatchObject({ gain: 1, shots: film.shots });
      expect((await measured(path)).shots).toEqual(film.shots);
    },
    MINUTE,
  );

  it(
    "are found by key frames alone in a film that is not decoded whole",
    async () => {
      const cut = await clip("cut.mp4", THREE, ["-g", "250", "-sc_threshold", "40"]);
      const even = await clip("even.mp4", THREE, ["-g", "40", "-sc_threshold", "0"]);
      const large = { bytes: LARGE_BYTES };
      expect(places((await measured(cut, large)).shots)).toEqual(THREE_PLACES);
      expect(places((await measured(even, large)).shots)).toEqual(THREE_PLACES);
    },
    MINUTE,
  );

  it(
    "are found on the result's frames: variable rate, a late start, 25 to 30",
    async () => {
      // Frames are taken out before and around the cuts, not at them.
      const filters = "select='not(eq(mod(n,7),3))*not(between(n,90,120))',setpts=PTS+1.2/TB";
      const path = await clip("variable.mkv", THREE, ["-g", "30"], filters);
      const [rate, frames] = [{ num: 30, den: 1 }, Math.round((250 / 25) * 30)];
      const { shots } = await measured(path, {}, { frameRate: rate, startTime: 1.2, frames });
      // At 30 frames a second the first picture of a shot, n / 25 s, is shown from round(1.2 n) on.
      expect(shots.map(({ firstFrame }) => firstFrame)).toEqual([
        0,
        84,
        Math.round(SECOND_CUT * 1.2),
      ]);
    },
    MINUTE,
  );
});

describe("one tone", () => {
  it(
    "serves one shot whose light changes slowly, however much",
    async () => {
      const slow = `16+(80+139*min(1,N/${FRAMES}))*${WAVES}`;
      const path = await clip("slow.mp4", slow, ["-g", "40"]);
      expect((await measured(path)).shots).toEqual([]);
      expect((await measured(path, { bytes: LARGE_BYTES })).shots).toEqual([]);
    },
    MINUTE,
  );

  it(
    "serves shots that need the same, and a dim scene of a film without fault",
    async () => {
      const other = `16+219*(0.5+0.5*sin((2*X-Y)/5-N/9))`;
      const alike = await clip("alike.mp4", `if(lt(N,100),${GOOD},${other})`, ["-g", "40"]);
      expect((await measured(alike)).shots).toEqual([]);
      const dim = await clip("dim.mp4", `if(between(N,100,125),${DARK},${GOOD})`, ["-g", "40"]);
      expect((await measured(dim)).shots).toEqual([]);
    },
    MINUTE,
  );

  it("serves a film too large to look for its shots, and says so", async () => {
    const path = await clip("large.mp4", THREE, ["-g", "40"]);
    const film = await measured(path, { bytes: LARGE_BYTES * 2 });
    expect(film.shots).toEqual([]);
    expect(chooseRecipe({ mode: "auto" }, film).notes.join()).toContain("too large");
  });
});
