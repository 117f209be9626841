// The sound of the result: its level, its packets, its place on the picture's clock. What is about
// the finished file goes the whole way; the rest ends with the sound's own job.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { base, finish, jobId } from "./testing/chain.ts";
import { beeps, ffmpeg, ffprobe, flashes, flashesAndBeeps, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

const SYNC_SECONDS = 0.04;
const SECONDS = 6;
const AUTO: Settings = { mode: "auto" };
const FLASHES = flashes("25", SECONDS);
const BEEPS = beeps(SECONDS);
const PICTURE = "testsrc2=s=160x90:r=25:d=4";
const X264 = ["-c:v", "libx264", "-preset", "ultrafast"];

const here = withService();
const { analyse, clip } = here;

const lavfi = (...graphs: string[]) => graphs.flatMap((graph) => ["-f", "lavfi", "-i", graph]);
/** Noise that swells twice a second, as speech does, changed by so many dB. */
const voice = (level: number) =>
  `anoisesrc=c=pink:d=4:seed=7,volume='${10 ** (level / 20)}*(1+0.8*sin(4*PI*t))':eval=frame`;

/** The plan of the clip, and its first sound track as a file. */
async function soundOf(path: string, settings: Settings): Promise<{ plan: Plan; file: string }> {
  const plan = await analyse(path, settings);
  const job = base(await here.gateway.source(path));
  const output = { url: `${here.gateway.url}/out/${job.id}/1` };
  const result = await finish(here.service, { ...job, kind: "audio", plan, track: 0, output });
  if (result.kind !== "audio") throw new Error("another kind of result");
  const pieces = result.files.map(({ name }) =>
    readFile(join(here.gateway.folder, "out", job.id, "1", name)),
  );
  const file = join(here.folder, `${jobId()}.mp4`);
  await writeFile(file, Buffer.concat(await Promise.all(pieces)));
  return { plan, file };
}

/** Loudness and true peak of a sound track, by another filter than the product listens with. */
async function levelOf(file: string, track = 0): Promise<{ loudness: number; peak: number }> {
  const { stderr } = await ffmpeg([
    ...["-nostats", "-i", file, "-map", `0:a:${track}`],
    ...["-af", "loudnorm=print_format=json", "-f", "null", "-"],
  ]);
  const heard = JSON.parse(stderr.slice(stderr.lastIndexOf("{"), stderr.lastIndexOf("}") + 1));
  return { loudness: Number(heard.input_i), peak: Number(heard.input_tp) };
}

/** What the packets of a file's first sound track hold. */
async function packetsOf(file: string): Promise<string[]> {
  const { stdout } = await ffmpeg([
    ...["-v", "error", "-i", file, "-map", "0:a:0", "-c", "copy", "-f", "framemd5", "-"],
  ]);
  return stdout.split("\n").flatMap((line) => (/^0,/.test(line) ? [line.slice(-32)] : []));
}

const pictureSteps = ({ loudness: _, notes: __, ...steps }: Plan["recipe"]) => steps;

describe("the level of the sound", () => {
  it(
    "of a clip made quiet comes back, and its picture is none the wiser",
    async () => {
      const good = realClip("friday.mp4");
      if (!good) return;
      const quiet = ["-map", "0", "-c:v", "copy", "-af", "volume=-20dB", "-c:a", "aac"];
      const path = await clip("quiet.mp4", "-i", good, ...quiet);
      const { plan, report, file } = await here.enhance(path);
      const { loudness, peak } = await levelOf(file);
      expect(Math.abs(loudness + 16)).toBeLessThan(1);
      expect(peak).toBeLessThanOrEqual(-1);
      expect(plan.recipe.loudness?.target).toBe(-16);
      expect(pictureSteps(plan.recipe)).toEqual(pictureSteps((await analyse(good)).recipe));
      expect(report.notes.join()).toMatch(/was at −5\d(\.\d)? LUFS: lifted/);
    },
    MINUTE,
  );

  it.each([
    ["quiet with high peaks", "volume=-34dB,aeval='val(0)+0.5*lt(mod(t,1),0.0005)'", AUTO, -16],
    ["far too loud", "volume=-1dB", AUTO, -16],
    ["anything, to what is asked for", "volume=-15dB", { mode: "manual", loudness: -20 }, -20],
  ] satisfies [string, string, Settings, number][])(
    "is mended where it is %s",
    async (name, filters, settings, target) => {
      const codec = [...X264, "-c:a", "pcm_s16le"];
      const graph = `${voice(12)},${filters}`;
      const path = await clip(`${name}.mkv`, ...lavfi(PICTURE, graph), ...codec);
      const before = await levelOf(path);
      expect(Math.abs(before.loudness - target)).toBeGreaterThan(2);
      const { plan, file } = await soundOf(path, settings);
      expect(plan.soundBefore?.loudness).toBeCloseTo(before.loudness, 0);
      expect(plan.soundBefore?.truePeak).toBeCloseTo(before.peak, 0);
      const after = await levelOf(file);
      expect(Math.abs(after.loudness - target)).toBeLessThan(1);
      expect(after.peak).toBeLessThanOrEqual(-1);
    },
    MINUTE,
  );

  it(
    "is left alone where it is right or silent: the packets are the source's",
    async () => {
      for (const [name, sound, note] of [
        ["right", voice(2), /keeps its loudness: −1\d(\.\d)? LUFS/],
        ["silent", "anullsrc=d=4", /is silent/],
      ] as const) {
        const path = await clip(`${name}.mp4`, ...lavfi(PICTURE, sound), ...X264, "-c:a", "aac");
        const { plan, file } = await soundOf(path, AUTO);
        expect(plan.audio).toMatchObject([{ method: "copy", gain: 0 }]);
        expect(plan.recipe.loudness).toBeNull();
        expect(plan.recipe.notes.join()).toMatch(note);
        expect(plan.soundBefore?.loudness === null).toBe(name === "silent");
        const [source, made] = [await packetsOf(path), await packetsOf(file)];
        expect(made.length).toBeGreaterThan(150);
        expect(made).toEqual(source.slice(-made.length));
      }
    },
    MINUTE,
  );

  it(
    "is each track's own, and languages stay",
    async () => {
      const path = await clip(
        "two.mp4",
        ...lavfi(PICTURE, voice(2), voice(-25)),
        ...["-map", "0", "-map", "1", "-map", "2", ...X264, "-c:a", "aac"],
        ...["-metadata:s:a:0", "language=deu", "-metadata:s:a:1", "language=fra"],
      );
      const { plan, file } = await here.enhance(path);
      expect(plan.audio.map(({ method }) => method)).toEqual(["copy", "aac"]);
      expect((await levelOf(file, 1)).loudness).toBeCloseTo(-16, 0);
      const { streams } = await ffprobe(file, "-show_streams", "-select_streams", "a");
      const languages = streams.map(
        (stream: { tags: { language: string } }) => stream.tags.language,
      );
      expect(languages).toEqual(["deu", "fra"]);
    },
    MINUTE,
  );

  it("is not changed where copying is insisted on: that is refused by name", async () => {
    const path = await clip("copied.mp4", ...lavfi(PICTURE, voice(-25)), ...X264, "-c:a", "aac");
    const asked: Settings = { mode: "auto", audio: "copy" };
    const refused = analyse(path, { ...asked, loudness: -16 });
    await expect(refused).rejects.toMatchObject({ code: "invalid_settings" });
    expect((await analyse(path, asked)).audio).toMatchObject([{ method: "copy", gain: 0 }]);
  });
});

describe("broken sound", () => {
  it(
    "is silent where it is damaged, and the plan names the loss",
    async () => {
      const whole = await clip("whole.mp4", ...lavfi(FLASHES, BEEPS), ...X264, "-c:a", "aac");
      const torn = [
        "-i",
        whole,
        "-c",
        "copy",
        "-bsf:a",
        "noise=amount=5*between(pts*tb\\,2.2\\,3.7)",
      ];
      const path = await clip("torn.mp4", ...torn);
      const { plan, file } = await soundOf(path, { mode: "manual" });
      expect(plan.audio).toMatchObject([{ method: "aac", gain: 0 }]);
      expect(plan.notes.join()).toContain("is damaged");
      const { stderr } = await ffmpeg(["-v", "error", "-i", file, "-f", "null", "-"]);
      expect(stderr).toBe("");
      const beeps = await beepsIn(file);
      for (const at of [1, 4, 5]) expect(beeps.some((beep) => near(beep, at))).toBe(true);
    },
    MINUTE,
  );

  it(
    "of which nothing can be decoded is left out by name, and the rest is kept",
    async () => {
      const path = await clip(
        "one-of-two.mp4",
        ...lavfi(PICTURE, voice(2), voice(2)),
        ...["-map", "0", "-map", "1", "-map", "2", ...X264, "-c:a", "aac"],
        ...["-bsf:a:0", "noise=amount=1"],
      );
      const plan = await analyse(path);
      expect(plan.audio.map(({ streamIndex }) => streamIndex)).toEqual([2]);
      expect(plan.notes).toContain("Sound track 1 cannot be decoded and is left out.");
    },
    MINUTE,
  );
});

describe("the sound's place", () => {
  const vfr = "select='lt(mod(t,1),0.2)+not(mod(floor(t*25)+floor(t*t*3),3))'";
  const late = (seconds: number) => ["-itsoffset", String(seconds)];
  const cases: [string, string, string[], Settings][] = [
    [
      "a variable rate, encoded",
      "vfr.mkv",
      [...lavfi(FLASHES, BEEPS), "-vf", vfr, "-fps_mode", "vfr", "-c:a", "libopus"],
      AUTO,
    ],
    [
      "a variable rate, copied",
      "vfr.mp4",
      [...lavfi(FLASHES, BEEPS), "-vf", vfr, "-fps_mode", "vfr", "-c:a", "aac"],
      { mode: "auto", loudness: "off" },
    ],
    [
      "a variable rate, with another level",
      "level.mp4",
      [...lavfi(FLASHES, BEEPS), "-vf", vfr, "-fps_mode", "vfr", "-c:a", "aac"],
      { mode: "auto", loudness: -24 },
    ],
    [
      "sound that begins early",
      "early.mkv",
      [...lavfi(BEEPS), ...late(1.6), ...lavfi(FLASHES), "-c:a", "flac"],
      { mode: "auto", loudness: -24 },
    ],
    [
      "sound that begins late",
      "late.mkv",
      [...lavfi(FLASHES), ...late(1.3), ...lavfi(BEEPS), "-c:a", "libmp3lame"],
      { mode: "auto", loudness: "off" },
    ],
  ];

  it.each(cases)(
    "is kept with %s",
    async (_, name, args, settings) => {
      const path = await clip(name, ...args, ...X264);
      await expectInPlace(path, settings);
    },
    MINUTE,
  );

  it(
    "is kept with an edit list and with a gap",
    async () => {
      const long = [...lavfi(FLASHES, BEEPS), ...X264, "-g", "75", "-c:a", "aac"];
      const whole = await clip("long.mp4", ...long);
      const cut = await clip("cut.mp4", "-ss", "1.5", "-i", whole, "-c", "copy");
      await expectInPlace(cut, { mode: "auto", loudness: "off" });
      await expectInPlace(cut, { mode: "auto", loudness: -24 });
      const gap = ["-c", "copy", "-bsf:a", "noise=drop=between(pts*tb\\,2.5\\,3.5)"];
      const gapped = await clip("gap.mkv", "-i", whole, ...gap);
      await expectInPlace(gapped, { mode: "auto", loudness: "off" });
      await expectInPlace(gapped, { mode: "auto", audio: "aac", loudness: "off" });
    },
    MINUTE,
  );

  it(
    "is kept to the end of a finished film",
    async () => {
      const made = [...lavfi(FLASHES, BEEPS), "-vf", vfr, "-fps_mode", "vfr", ...X264];
      const path = await clip("end.mkv", ...made, "-c:a", "libopus");
      const { file } = await here.enhance(path);
      const { streams } = await ffprobe(file, "-show_streams");
      const ends = streams.map(
        (stream: { start_time: string; duration: string }) =>
          Number(stream.start_time) + Number(stream.duration),
      );
      expect(Math.abs(ends[0] - ends[1])).toBeLessThanOrEqual(SYNC_SECONDS);
      const { flashes, beeps } = await flashesAndBeeps(file);
      expect(flashes).toHaveLength(SECONDS);
      for (const at of flashes.slice(1)) {
        expect(
          beeps.some((beep) => near(beep, at)),
          `a beep at ${at} s`,
        ).toBe(true);
      }
    },
    MINUTE,
  );
});

/** Every beep of the source is heard in the track at its distance from the source's picture. */
async function expectInPlace(path: string, settings: Settings) {
  const [{ plan, file }, source] = [await soundOf(path, settings), await flashesAndBeeps(path)];
  const length = plan.video.frames / (plan.video.frameRate.num / plan.video.frameRate.den);
  const wanted = source.beeps
    .map((beep) => beep - plan.video.startTime)
    .filter((beep) => beep > 0.2 && beep < length - 0.5);
  expect(wanted.length).toBeGreaterThanOrEqual(2);
  const beeps = await beepsIn(file);
  for (const at of wanted) {
    expect(
      beeps.some((beep) => near(beep, at)),
      `a beep at ${at} s of ${beeps}`,
    ).toBe(true);
  }
}

const near = (a: number, b: number) => Math.abs(a - b) <= SYNC_SECONDS;

async function beepsIn(file: string): Promise<number[]> {
  const { stderr } = await ffmpeg([
    ...["-copyts", "-i", file, "-af", "silencedetect=n=-50dB:d=0.2", "-f", "null", "-"],
  ]);
  return [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map((match) => Number(match[1]));
}
