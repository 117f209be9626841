// The clips that are uploaded: real ones from MEDIA_DIR, or without it a set made with ffmpeg that
// has the same traits. What a result must be like is read from the clip itself, never from its name.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ffmpeg } from "./ffmpeg.ts";

/** Changes when a recipe below does, so that no clip of an older recipe is taken. */
const GENERATION = 2;

const folder = join(tmpdir(), `reelight-clips-${GENERATION}`);

export type Trait =
  | "plain"
  | "webm"
  | "speech"
  | "rotated"
  | "odd size"
  | "wide pixels"
  | "two sound tracks"
  | "noisy"
  | "half a minute"
  | "film"
  | "variable rate";

const REAL: Record<Exclude<Trait, "two sound tracks" | "variable rate">, string> = {
  plain: "flower.mp4",
  webm: "flower.webm",
  speech: "friday.mp4",
  rotated: "rotate-bbb.mp4",
  "odd size": "vp9-odd.webm",
  "wide pixels": "sar2x1.mp4",
  noisy: "cockatoo.mp4",
  "half a minute": "bbb-480p-30s.mp4",
  film: "tears-of-steel.webm",
};

/** Path of the clip with that trait. */
export async function clip(trait: Trait): Promise<string> {
  const media = process.env.MEDIA_DIR;
  if (!media) return await made(trait);
  if (trait === "variable rate") return await made(trait);
  if (trait === "two sound tracks") return await secondSound(await clip("plain"));
  const path = join(media, REAL[trait]);
  if (!existsSync(path)) throw new Error(`MEDIA_DIR holds no ${REAL[trait]}`);
  return path;
}

/** Said once, so that nobody takes made clips for real ones. */
export function announceClips(): void {
  if (!process.env.MEDIA_DIR) console.log("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");
}

type Recipe = {
  size?: string;
  rate?: number;
  seconds: number;
  sounds?: number;
  options?: string[];
};

const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
const VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"];
const VP8 = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"];

const MADE: Record<Trait, Recipe & { ending?: "webm" }> = {
  plain: { seconds: 5 },
  webm: { seconds: 5, ending: "webm", options: [...VP8, "-c:a", "libvorbis"] },
  speech: { seconds: 4, size: "640x480", rate: 60 },
  rotated: { seconds: 2, size: "640x360", rate: 24 },
  "odd size": {
    ...{ seconds: 1, size: "164x124", sounds: 0, ending: "webm" },
    options: [...VP9, "-vf", "format=yuv444p,crop=161:121:exact=1,format=yuv420p"],
  },
  "wide pixels": { seconds: 3, size: "320x360", sounds: 0, options: [...H264, "-vf", "setsar=2"] },
  "two sound tracks": { seconds: 3, sounds: 2 },
  noisy: { seconds: 4, rate: 20, options: [...H264, "-vf", "noise=alls=12:allf=t"] },
  "half a minute": { seconds: 30, size: "854x480", rate: 24 },
  film: { seconds: 20, rate: 24, ending: "webm", options: [...VP8, "-c:a", "libvorbis"] },
  "variable rate": {
    ...{ seconds: 5, rate: 30, sounds: 0 },
    options: [...H264, "-vf", "select='lt(mod(n,20),8)+not(mod(n,3))'", "-fps_mode", "vfr"],
  },
};

async function made(trait: Trait): Promise<string> {
  const { ending = "mp4", seconds, size = "640x360", rate = 30, sounds = 1, options } = MADE[trait];
  const picture = `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`;
  const tones = Array.from({ length: sounds }, (_, index) => [
    ...["-f", "lavfi", "-i", `sine=frequency=${330 * (index + 1)}:duration=${seconds}`],
  ]).flat();
  const maps = Array.from({ length: sounds + 1 }, (_, index) => ["-map", `${index}`]).flat();
  const inputs = ["-f", "lavfi", "-i", picture, ...tones];
  const path = await madeOnce(`${trait.replaceAll(" ", "-")}.${ending}`, (target) =>
    ffmpeg(["-v", "error", ...inputs, ...maps, ...(options ?? H264), target]),
  );
  return trait === "rotated" ? quarterTurned(path) : path;
}

/**
 * A clip with a white flash and a beep at the start of each second, by which the distance of sound
 * and picture can be measured in a result.
 */
export async function flashAndBeep(rate: number, seconds: number): Promise<string> {
  const on = "lt(mod(t,1),0.1)";
  const picture = `color=black:size=320x180:rate=${rate}:duration=${seconds},drawbox=color=white:t=fill:enable='${on}'`;
  const sound = `aevalsrc='0.8*sin(2*PI*1000*t)*${on}':sample_rate=48000:duration=${seconds}`;
  const inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound];
  return await madeOnce(`flash-and-beep-${rate}-${seconds}.mp4`, (target) =>
    ffmpeg(["-v", "error", ...inputs, ...H264, target]),
  );
}

/**
 * HEVC, which Chromium does not decode. The frames can be told by looking at them: frame n shows a
 * white bar, a share 1/`frames` of the picture wide, that has come n times as far.
 */
export async function countedFrames(rate: number, frames: number): Promise<string> {
  const black = `color=black:size=${frames * 4}x96:rate=${rate}:duration=${frames / rate}`;
  const bar = "format=gray,geq=lum='if(eq(floor(X/4)\\,N)\\,235\\,16)',format=yuv420p";
  const hevc = ["-c:v", "libx265", "-preset", "ultrafast", "-crf", "15", "-tag:v", "hvc1"];
  return await madeOnce(`counted-${rate}-${frames}.mp4`, (target) =>
    ffmpeg(["-v", "error", "-f", "lavfi", "-i", `${black},${bar}`, ...hevc, target]),
  );
}

/** The clip with its own sound and another one. */
function secondSound(path: string): Promise<string> {
  const tone = ["-f", "lavfi", "-i", "sine=frequency=660:duration=5"];
  const maps = ["-map", "0:v", "-map", "0:a", "-map", "1"];
  return madeOnce(`two-sounds-${basename(path)}`, (target) =>
    ffmpeg(["-v", "error", "-i", path, ...tone, ...maps, "-c", "copy", "-c:a:1", "aac", target]),
  );
}

/** Makes a file once for all runs. It appears under its name when it is whole. */
async function madeOnce(name: string, make: (path: string) => Promise<unknown>): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = join(folder, `unfinished-${process.pid}-${name}`);
  await make(unfinished);
  renameSync(unfinished, path);
  return path;
}

/**
 * The same movie with the matrix of a phone held upright in its video's track header. Builds of
 * ffmpeg differ in the option for it, so the nine numbers are written here (ISO/IEC 14496-12 §8.3.2).
 */
function quarterTurned(path: string): Promise<string> {
  return madeOnce(`turned-${basename(path)}`, async (target) => {
    const bytes = readFileSync(path);
    const header = bytes.indexOf("tkhd");
    if (header < 0 || bytes[header + 4] !== 0) throw new Error("no track header of version 0");
    const height = bytes.readUInt32BE(header + 84);
    const matrix = [0, 0x10000, 0, -0x10000, 0, 0, height, 0, 0x40000000];
    for (const [place, value] of matrix.entries()) {
      bytes.writeInt32BE(value | 0, header + 44 + place * 4);
    }
    writeFileSync(target, bytes);
  });
}
