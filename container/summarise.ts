// Job `summarise`: reads what the looks of a film left, one look after another, and makes one
// content of it, and the sprite. Only one look's numbers are in memory at a time; small pictures
// wait on the disk. Throws JobFailure `timeout` where no look came as far as a single frame.

import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobOf, ResultOf, Stored } from "../protocol/job.ts";
import { MICRO } from "./content/film.ts";
import { gatherer } from "./content/gather.ts";
import { LOOK_FILES, type LookFile, LookFileSchema } from "./content/look-file.ts";
import { framesOf } from "./content/raw-frames.ts";
import { makeSprite, TILES_MAX } from "./content/sprite.ts";
import { JobFailure } from "./job-failure.ts";
import { joinObjects } from "./objects.ts";
import type { Work } from "./work.ts";

/** Of the work, for its progress: the rest are the sheets. */
const READ = 0.9;

export async function summarise(
  job: JobOf<"summarise">,
  work: Work,
): Promise<ResultOf<"summarise">> {
  const all = { path: join(work.folder, "all-tiles.raw"), places: [] as number[] };
  await writeFile(all.path, "");
  let film: LookFile["film"] | null = null;
  let gathered: ReturnType<typeof gatherer> | null = null;
  let isUnseen = false;
  for (const [at, files] of job.looks.entries()) {
    const text = await fetched(files, "frames");
    if (text === null) continue;
    const look = LookFileSchema.parse(JSON.parse(await readFile(text, "utf8")));
    film ??= look.film;
    gathered ??= gatherer(film, job.spriteStep);
    gathered.addLook(look);
    isUnseen ||= look.unseen.length > 0;
    await takeTiles(files, look, film, gathered);
    await takePatches(files, film, gathered);
    work.progress((READ * (at + 1)) / job.looks.length);
  }
  const picture = gathered?.finish() ?? null;
  if (picture === null || film === null || gathered === null) {
    // Without a frame nothing is known of a film that time did not suffice for.
    if (isUnseen) throw new JobFailure("timeout");
    return { kind: "summarise", picture: null, sprite: null };
  }
  const duration = gathered.end() - film.startUs / MICRO;
  const delay = film.delayUs / MICRO;
  const tiles = { ...all, size: film.tile, step: job.spriteStep, delay, duration };
  return { kind: "summarise", picture, sprite: await makeSprite(tiles, job.output.url, work) };

  async function takeTiles(
    files: readonly Stored[],
    look: LookFile,
    { tile, startUs }: LookFile["film"],
    into: ReturnType<typeof gatherer>,
  ): Promise<void> {
    const path = await fetched(files, "tiles");
    if (path === null) return;
    let at = 0;
    for await (const bytes of framesOf(path, tile.width * tile.height * 3)) {
      const time = look.tileTimes[at++];
      if (time === undefined || all.places.length === TILES_MAX) break;
      const place = Math.max(0, Math.floor((time - startUs) / MICRO / job.spriteStep + 1e-9));
      into.addTile(bytes, place);
      all.places.push(place);
      await appendFile(all.path, bytes);
    }
  }

  async function takePatches(
    files: readonly Stored[],
    { patch }: LookFile["film"],
    into: ReturnType<typeof gatherer>,
  ): Promise<void> {
    const path = await fetched(files, "patches");
    if (path === null) return;
    for await (const bytes of framesOf(path, patch.width * patch.height)) {
      into.addPatch(Uint8Array.from(bytes));
    }
  }

  /** A look's file on the disk, in place of the one before it; null if it left none. */
  async function fetched(
    files: readonly Stored[],
    name: keyof typeof LOOK_FILES,
  ): Promise<string | null> {
    const file = files.find((stored) => stored.path.endsWith(`/${LOOK_FILES[name]}`));
    if (file === undefined) return null;
    const path = join(work.folder, LOOK_FILES[name]);
    await joinObjects(job.partsUrl, [file], path, work.signal);
    return path;
  }
}
