// The judge of the corpus, judged: what is wrong with a file is found, and nothing else.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ffmpeg } from "../testing/clips.ts";
import type { Case } from "./case.ts";
import { checkResult } from "./check-result.ts";

/** Saturated colours would hide a wrong range. */
const MUTED =
  "testsrc2=s=160x90:r=25:d=1,format=gbrp,lutrgb=r=40+val*0.6:g=40+val*0.6:b=40+val*0.6";
const TEST: Case = { name: "source.mp4" };
const TAGS = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];
const ENCODE = [
  ...["-c:v", "libx264", "-profile:v", "high", "-preset", "ultrafast", "-x264-params", "8x8dct=1"],
  ...["-crf", "12", "-pix_fmt", "yuv420p", "-color_range", "tv", ...TAGS],
];
const FINISH = ["-c:a", "copy", "-movflags", "+faststart"];

let folder: string;
let source: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-judge-"));
  source = join(folder, "source.mp4");
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", MUTED],
    ...["-f", "lavfi", "-i", "sine=440:d=1", ...ENCODE, "-c:a", "aac"],
    ...["-metadata:s:a:0", "language=deu", source],
  ]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Names of the checks that a result fails which these arguments make of the source. */
async function faults(test: Case, ...args: string[]): Promise<string[]> {
  const result = join(folder, "result.mp4");
  await ffmpeg(["-v", "error", "-i", source, ...args, result]);
  const checks = await checkResult(test, source, result, true);
  return checks.filter(({ right }) => !right).map(({ name }) => name);
}

describe("the judge of the corpus", () => {
  it("finds nothing wrong with a plain encode", async () => {
    expect(await faults(TEST, ...ENCODE, ...FINISH)).toEqual([]);
  });

  it.each([
    ["a mirrored picture", ["-vf", "hflip"], ["looks like its source"]],
    ["a frame late", ["-vf", "tpad=start=1,trim=end_frame=25"], ["each frame in its place"]],
    ["a range that was only named", ["-vf", "scale=out_range=pc,setparams=range=tv"], ["looks"]],
    ["a matrix that was only named", ["-colorspace", "smpte170m"], ["colour tags"]],
    ["a green picture", ["-vf", "lutyuv=u=100:v=100"], ["no colour cast"]],
    ["half the speed", ["-vf", "setpts=2*PTS", "-r", "25"], ["duration", "frames"]],
    ["no sound", ["-an"], ["sound tracks"]],
    ["sound that stops", ["-filter_complex", "[0:a]atrim=end=0.6", "-c:a", "aac"], ["sound ends"]],
    ["4:4:4", ["-profile:v", "high444", "-pix_fmt", "yuv444p"], ["H.264 High"]],
    [
      "what is wrong beside the picture",
      [
        ...["-vf", "setsar=2", "-metadata:s:a:0", "language=fra"],
        ...["-metadata", "location=+51.5-000.1/", "-movflags", "-faststart"],
      ],
      ["square pixels", "languages", "no place", "index first"],
    ],
  ])("finds %s", async (_, args, names) => {
    const mapped = args.includes("-filter_complex") ? ["-map", "0:v"] : [];
    const sound = args.includes("-c:a") ? [] : ["-c:a", "copy"];
    const found = await faults(
      TEST,
      ...[...mapped, ...ENCODE, ...sound, "-movflags", "+faststart", ...args],
    );
    for (const name of names) expect(found.join("; ")).toContain(name);
  });

  it("finds a picture that was turned the wrong way", async () => {
    const turned: Case = { ...TEST, upright: "transpose=clock" };
    expect(await faults(turned, ...ENCODE, "-vf", "transpose=cclock", ...FINISH)).toContain(
      "looks like its source",
    );
  });

  it("finds fields that still show", async () => {
    const combed: Case = { ...TEST, deinterlace: "tff" };
    const fields = "framerate=50,gblur=3,rotate=a=t*2,tinterlace=interleave_top,setfield=prog";
    expect(await faults(combed, ...ENCODE, "-vf", fields, ...FINISH)).toContain("not combed");
  });
});
