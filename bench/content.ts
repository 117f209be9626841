// What looking at a picture's content costs: ten minutes of 1080p through all looks and their summary,
// against one bare ffmpeg pass with the same filters, in turn.

import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { filmOf } from "../container/content/film.ts";
import { lookInput, lookOutputs } from "../container/content/look-filters.ts";
import { openBench, see } from "../container/content/testing/see.ts";
import { probeSource } from "../container/probe.ts";
import { announceClips } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";
import { minuteOf1080p } from "./films.ts";

const MINUTES = 10;
/** As worker/session/looks.ts lays them: a minute each, and a picture for the sprite every 6 s. */
const LOOK_S = 60;
const SPRITE_STEP_S = 6;
const LIMIT_MS = 10 * 60_000;
const ROUNDS = 2;

announceClips();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
const bench = await openBench();
try {
  const minute = await minuteOf1080p(folder);
  const path = join(folder, "film.mp4");
  const loop = ["-stream_loop", String(MINUTES - 1), "-i", minute.path, "-c", "copy"];
  await ffmpeg(["-v", "error", ...loop, path]);
  for (let round = 0; round < ROUNDS; round++) {
    const looks = await seconds(async () => {
      const cuts = Array.from({ length: MINUTES - 1 }, (_, at) => (at + 1) * LOOK_S);
      await see(bench, path, cuts, SPRITE_STEP_S, () => {}, LIMIT_MS);
    });
    const bare = await seconds(() => onePass(path));
    const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
    const times = `${looks.toFixed(1)} s of looks, ${bare.toFixed(1)} s of bare ffmpeg`;
    console.log(`${MINUTES} min of 1080p: ${(looks / bare).toFixed(2)} × (${times}; ${machine})`);
  }
} finally {
  await bench.gateway.close();
  rmSync(folder, { recursive: true, force: true });
}

async function onePass(path: string): Promise<void> {
  const source = await bench.gateway.source(path);
  const signal = new AbortController().signal;
  const work = { ...bench, folder, signal, progress: () => {}, log: () => {} };
  const { probed, picture } = await probeSource(source, work);
  const film = filmOf(probed, picture, undefined, bench.features);
  const whole = { from: null, to: null };
  const outputs = lookOutputs(film, whole, SPRITE_STEP_S * 1_000_000, true, (name) =>
    join(folder, `${name}.out`),
  );
  const input = [...lookInput(film, source, null), "-i", source.url];
  await ffmpeg(["-y", ...input, ...outputs, join(folder, "small.raw")]);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
