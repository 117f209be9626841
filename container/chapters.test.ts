// Chapters as an MP4 gives them back, through ffmpeg's own muxer and demuxer.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { chaptersFile, joinArguments } from "./assemble.ts";
import { carriedOf } from "./carried.ts";
import { ffmpeg, ffprobe } from "./testing/clips.ts";
import { chapterFaults } from "./verify-result.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-chapters-"));
  const source = "color=red:s=64x64:r=5:d=10";
  await ffmpeg(["-v", "error", "-f", "lavfi", "-i", source, join(folder, "picture.mp4")]);
});
afterAll(() => rm(folder, { recursive: true }));

const chapter = (start: number, end: number, title?: string) => ({
  start_time: String(start),
  end_time: String(end),
  tags: title ? { title } : {},
});

it.each([
  ["one without a title", [chapter(0, 1, "A"), chapter(1, 2), chapter(2, 3, "C")]],
  ["none with a title", [chapter(0, 1), chapter(1, 2)]],
  ["a late beginning", [chapter(2, 3, "A"), chapter(5, 6, "B")]],
  ["disorder and overlaps", [chapter(4, 9, "C"), chapter(0, 5, "A"), chapter(3, 3.0001, "B")]],
  [
    "signs and long names",
    [chapter(0, 1, "a=b; #c \\ \u201eü\u201c 🎬"), chapter(1, 2, "ü".repeat(300))],
  ],
])("chapters come back as they were planned: %s", async (_, chapters) => {
  const picture = { index: 0, codec_type: "video" };
  const probed = { streams: [picture], chapters };
  const carried = carriedOf(probed, picture, { mode: "auto" }, SAMPLE_PLAN.video);
  const plan = { ...SAMPLE_PLAN, audio: [], subtitles: [], chapters: carried.chapters };
  const [list, path] = [join(folder, "chapters.txt"), join(folder, "result.mp4")];
  await writeFile(list, chaptersFile(plan.chapters));
  const inputs = ["-i", join(folder, "picture.mp4"), "-f", "ffmetadata", "-i", list];
  await ffmpeg(["-v", "error", ...inputs, ...joinArguments(plan, []), path]);
  expect(plan.chapters.length).toBeGreaterThan(1);
  expect(chapterFaults(await ffprobe(path, "-show_chapters"), plan)).toEqual([]);
});
