// Clips for tests: generated ones always, and real ones from the folder that MEDIA_DIR names.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** The packets of a film of some minutes, as JSON, take tens of megabytes. */
const OUTPUT = { maxBuffer: 256 * 1024 * 1024 };

const run = promisify(execFile);

/** Runs ffmpeg and gives what it printed; stdout and stderr apart. Errors of the run are thrown. */
export async function ffmpeg(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run("ffmpeg", ["-hide_banner", "-nostdin", "-y", ...args], OUTPUT);
}

/** ffprobe's JSON of the file. */
export async function ffprobe(path: string, ...args: string[]) {
  const { stdout } = await run("ffprobe", ["-v", "error", "-of", "json", ...args, path], OUTPUT);
  return JSON.parse(stdout);
}

/** Path of a real clip, or null, said aloud once, where there are none. */
export function realClip(name: string): string | null {
  const folder = process.env.MEDIA_DIR;
  if (!folder) {
    if (!said) console.warn("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");
    said = true;
    return null;
  }
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`MEDIA_DIR holds no ${name}`);
  return path;
}
let said = false;

/** Frames by their time and content, one `pts hash` a line. */
export async function frameHashes(args: readonly string[]): Promise<string[]> {
  const { stdout } = await ffmpeg([...args, "-f", "framemd5", "-"]);
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").map((field) => field.trim()))
    .map(([, , pts, , , hash]) => `${pts} ${hash}`);
}

/** White for 0.1 s and a beep as long, once a second: where picture and sound belong together. */
export const flashes = (rate: string, seconds: number) =>
  `color=black:s=160x90:r=${rate}:d=${seconds},drawbox=c=white:t=fill:enable='lt(mod(t,1),0.1)'`;
export const beeps = (seconds: number) =>
  `aevalsrc=exprs='if(lt(mod(t,1),0.1),0.8*sin(2*PI*1000*t),0)':s=48000:d=${seconds}`;

/** Seconds at which flashes and beeps begin in the file. */
export async function flashesAndBeeps(
  path: string,
): Promise<{ flashes: number[]; beeps: number[] }> {
  const { stderr } = await ffmpeg([
    ...["-copyts", "-i", path, "-vf", "negate,blackdetect=d=0.02:pix_th=0.3"],
    ...["-af", "silencedetect=n=-30dB:d=0.2", "-f", "null", "-"],
  ]);
  const times = (pattern: RegExp) => [...stderr.matchAll(pattern)].map((match) => Number(match[1]));
  return { flashes: times(/black_start:([\d.]+)/g), beeps: times(/silence_end: ([\d.]+)/g) };
}
