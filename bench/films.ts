// The films whose enhancement is timed: half a minute of 480p as it is, and a minute of 1080p that
// is put together from real clips, since none of them is as long and as large.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { clip } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";

export type BenchFilm = { name: string; path: string };

/** Two stretches of 30 s, scaled up, with their sound. */
export async function minuteOf1080p(folder: string): Promise<BenchFilm> {
  const path = join(folder, "minute.mp4");
  const film = { name: "60 s 1080p", path };
  if (existsSync(path)) return film;
  const half = (input: number, start: number) => {
    const cut = `trim=start=${start}:duration=30,setpts=PTS-STARTPTS`;
    const sound = `atrim=start=${start}:duration=30,asetpts=PTS-STARTPTS`;
    return [
      `[${input}:v:0]scale=1920:1080:flags=bicubic,setsar=1,fps=24,${cut}[v${input}]`,
      `[${input}:a:0]aresample=48000,aformat=channel_layouts=stereo,${sound}[a${input}]`,
    ];
  };
  const joined = "[v0][a0][v1][a1]concat=n=2:v=1:a=1[v][a]";
  await ffmpeg([
    ...["-v", "error", "-i", await clip("half a minute"), "-i", await clip("film")],
    ...["-filter_complex", [...half(0, 0), ...half(1, 20), joined].join(";")],
    ...["-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20"],
    ...["-g", "48", "-c:a", "aac", "-movflags", "+faststart", path],
  ]);
  return film;
}
