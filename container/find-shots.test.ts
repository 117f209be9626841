// What looking for shots may take: pictures in memory, and time in which nothing else runs.

import { describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { findShots } from "./find-shots.ts";
import { measurePicture } from "./measure-picture.ts";
import { createPrograms } from "./run-ffmpeg.ts";
import type { Film } from "./sample-picture.ts";
import { canLookAtKeys, pictureSize } from "./shot-pictures.ts";

const PORTRAIT = { width: 480, height: 854 };
const LANDSCAPE = { width: 854, height: 480 };
const film = (size: typeof PORTRAIT, keys: number): Film => ({
  ...{ options: [], source: "", bytes: 1, keyframeSeconds: 1 },
  video: { ...SAMPLE_PLAN.video, ...size, frames: keys * 25 },
});

describe("looking for shots", () => {
  it("lets other work run between pictures", async () => {
    const long = film(PORTRAIT, 24);
    const size = pictureSize(long.video);
    const pictures = Array.from({ length: 24 }, (_, at) => ({
      frame: at * 25,
      bytes: new Uint8Array((size.width * size.height * 3) / 2).fill(at % 2 ? 180 : 90),
    }));
    const [first] = pictures;
    const whole = measurePicture({ ...size, patch: 0, bytes: first?.bytes ?? new Uint8Array() });
    const alike = { gain: 1, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1 };
    let [turns, over] = [0, false];
    const count = () => {
      turns++;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const found = await findShots(long, pictures, () => ({ tone: alike, notes: [] }), whole, {
      programs: createPrograms({ ffmpeg: "/nowhere", ffprobe: "/nowhere" }),
      features: { filters: new Set(), encoders: new Set(), decoders: new Set() },
      folder: "",
      signal: new AbortController().signal,
      progress: () => {},
      log: () => {},
    });
    over = true;
    expect(found.shots).toEqual([]);
    // Once for each picture, and once for each run of alike ones.
    expect(turns).toBeGreaterThanOrEqual(48);
  });

  it("takes on as many key frames as fit into memory, by their size", () => {
    expect(canLookAtKeys(film(PORTRAIT, 150))).toBe(true);
    expect(canLookAtKeys(film(PORTRAIT, 200))).toBe(false);
    expect(canLookAtKeys(film(LANDSCAPE, 200))).toBe(true);
  });
});
