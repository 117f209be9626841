// The sprite: small pictures in sheets, and the WebVTT that says which of them shows which moment
// (https://www.w3.org/TR/webvtt1/, with media fragments as players know them for thumbnails).

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part, ResultOf } from "../../protocol/job.ts";
import { putPiece } from "../objects.ts";
import type { Work } from "../work.ts";
import type { Size } from "./film.ts";
import { sizeOf } from "./raw-frames.ts";

const COLUMNS = 10;
const ROWS = 10;
/** Most tiles of a film: 40 sheets. */
export const TILES_MAX = 40 * COLUMNS * ROWS;
/** mjpeg's scale of 2…31: no blocks are seen, at about 4 kB a tile. */
const QUALITY = 4;

export type Tiles = {
  /** All tiles one after another, rgb24. */
  path: string;
  size: Size;
  /** Place of each on the film's grid of `step` seconds from its first frame. */
  places: readonly number[];
  step: number;
  /** Seconds from where the file begins, which players count from, to the first frame. */
  delay: number;
  /** Seconds from the first frame to the end of the last one. */
  duration: number;
};

/** Makes the sheets and the WebVTT, and hands them over. Null without a tile. */
export async function makeSprite(
  tiles: Tiles,
  outputUrl: string,
  work: Work,
): Promise<ResultOf<"summarise">["sprite"]> {
  const { size, step, places } = tiles;
  const count = places.length;
  if (count === 0) return null;
  const columns = Math.min(COLUMNS, count);
  const rows = Math.min(ROWS, Math.ceil(count / columns));
  await work.programs.ffmpeg({
    inputs: [
      {
        options: [
          ...["-v", "level+error", "-protocol_whitelist", "file", "-f", "rawvideo"],
          ...["-pixel_format", "rgb24", "-video_size", `${size.width}x${size.height}`],
        ],
        source: tiles.path,
      },
    ],
    output: {
      options: [
        ...["-vf", `tile=${columns}x${rows},scale=out_range=pc,format=yuvj420p`],
        ...["-c:v", "mjpeg", "-q:v", String(QUALITY), "-fps_mode", "passthrough"],
        ...["-fflags", "+bitexact", "-flags:v", "+bitexact"],
        ...["-f", "image2", "-start_number", "0"],
      ],
      path: join(work.folder, sheetName("%d")),
    },
    signal: work.signal,
  });
  const vttPath = join(work.folder, "sprite.vtt");
  await writeFile(vttPath, vttOf(tiles, columns, rows));
  const sheets: Part[] = [];
  for (let sheet = 0; sheet * columns * rows < count; sheet++) {
    sheets.push(await handOver(sheetName(String(sheet))));
  }
  return { ...size, columns, rows, step, count, vtt: await handOver("sprite.vtt"), sheets };

  async function handOver(name: string): Promise<Part> {
    const path = join(work.folder, name);
    const piece = { path, start: 0, bytes: await sizeOf(path) };
    return putPiece(outputUrl, name, piece, work.signal);
  }
}

/**
 * Each tile is shown until the next one's place, the last one until the film's end, by the clock that
 * players show. The first one stands for what comes before the picture, too.
 */
export function vttOf(
  { places, size, step, delay, duration }: Tiles,
  columns: number,
  rows: number,
): string {
  const cues = places.map((place, at) => {
    const start = at === 0 ? 0 : delay + place * step;
    const next = places[at + 1];
    const end =
      next === undefined ? Math.max(delay + duration, start + 0.001) : delay + next * step;
    const onSheet = at % (columns * rows);
    const sheet = sheetName(String(Math.floor(at / (columns * rows))));
    const x = (onSheet % columns) * size.width;
    const y = Math.floor(onSheet / columns) * size.height;
    const area = `${x},${y},${size.width},${size.height}`;
    return `${clock(start)} --> ${clock(end)}\n${sheet}#xywh=${area}\n`;
  });
  return ["WEBVTT\n", ...cues].join("\n");
}

function sheetName(number: string): string {
  return `sheet-${number}.jpg`;
}

/** WebVTT's time: hours of two or more digits. */
function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const rest = String(milliseconds % 1_000).padStart(3, "0");
  const [hours, minutes] = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60];
  return `${two(hours)}:${two(minutes)}:${two((milliseconds / 1_000) % 60)}.${rest}`;
}
