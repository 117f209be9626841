// The whole way of an enhancement through the running service, on real bytes.

import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { topBoxes } from "./boxes.ts";
import { type Chain, ChainFailure } from "./testing/chain.ts";
import { beeps, ffmpeg, ffprobe, flashes, flashesAndBeeps, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

/** How far sound may lie from the picture. */
const SYNC_SECONDS = 0.04;

const here = withService();
const { enhance } = here;

/** Of flashing clips: two segments, of 4 s and 3 s. */
const SECONDS = 7;
/** Flashes at `rate` frames a second, and beeps that begin `late` seconds after the picture. */
const flashing = (name: string, rate: string, codecs: string[], late = 0) =>
  here.clip(
    ...([name, "-f", "lavfi", "-i", flashes(rate, SECONDS)] as const),
    ...["-itsoffset", `${late}`, "-f", "lavfi", "-i", beeps(SECONDS)],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "75", ...codecs],
  );

/** What every finished file has to be, whatever it was made from. */
async function expectSound({ file, plan, report }: Chain) {
  const { stderr } = await ffmpeg([
    ...["-v", "error", "-i", file, "-map", "0:v", "-map", "0:a?", "-f", "null", "-"],
  ]);
  expect(stderr).toBe("");
  const { streams, format } = await ffprobe(file, "-show_streams", "-show_format");
  const [picture, ...others] = streams;
  const frameSeconds = plan.video.frameRate.den / plan.video.frameRate.num;
  expect(Math.abs(Number(picture.duration) - report.duration)).toBeLessThan(frameSeconds);
  expect(Number(picture.nb_frames)).toBe(plan.video.frames);
  expect(picture.side_data_list).toBeUndefined();
  expect([picture.width % 2, picture.height % 2]).toEqual([0, 0]);
  const count = (kind: string) =>
    others.filter((stream: { codec_type: string }) => stream.codec_type === kind).length;
  expect(count("audio")).toBe(plan.audio.length);
  expect(count("subtitle")).toBe(plan.subtitles.length);
  expect(Object.keys(format.tags).join()).not.toMatch(/location|make|model|software|apple/i);
  const bytes = await readFile(file);
  const boxes = await topBoxes(async (at, n) => bytes.subarray(at, at + n), bytes.length);
  const order = boxes.map((box) => box.type);
  expect(order.indexOf("moov")).toBeLessThan(order.indexOf("mdat"));
  expect(report.bytes).toBe(bytes.length);
}

/** Picture and sound of the file, compared flash by flash. */
async function expectSync(file: string) {
  const found = await flashesAndBeeps(file);
  // The end of the file ends its silence too.
  const beeps = found.beeps.filter((beep) => beep < SECONDS - 0.5);
  const { flashes } = found;
  expect(flashes.length).toBeGreaterThanOrEqual(SECONDS - 1);
  for (const beep of beeps) {
    const distance = Math.min(...flashes.map((flash) => Math.abs(flash - beep)));
    expect(distance, `a beep at ${beep} s`).toBeLessThanOrEqual(SYNC_SECONDS);
  }
  expect(beeps.length).toBeGreaterThan(SECONDS / 2);
  return { flashes, beeps };
}

describe("the chain", () => {
  it(
    "keeps copied sound and picture together, and plays as HLS while it grows",
    async () => {
      const path = await flashing("copy.mp4", "24", ["-c:a", "aac", "-movflags", "+faststart"]);
      const chain = await enhance(path, { mode: "auto", loudness: "off" });
      await expectSound(chain);
      expect(chain.plan.audio).toMatchObject([{ method: "copy", codec: "mp4a.40.2" }]);
      expect(chain.plan.segments.map((segment) => segment.frames)).toEqual([48, 48, 72]);
      const { flashes } = await expectSync(chain.file);
      expect(flashes[0]).toBeCloseTo(0, 1);

      const playlist = await writePlaylist(chain);
      await expectSync(playlist);
      const { stdout } = await ffmpeg([
        ...["-v", "error", "-i", playlist, "-map", "0:v", "-fps_mode", "passthrough"],
        ...["-f", "framecrc", "-"],
      ]);
      const times = stdout.split("\n").filter((line) => /^0,/.test(line));
      expect(times).toHaveLength(chain.plan.video.frames);
    },
    MINUTE,
  );

  it(
    "makes one identical header for all segments, and says what players need",
    async () => {
      const path = await flashing("headers.mp4", "25", ["-an"]);
      const { folders, segments, plan, report } = await enhance(path, { mode: "seed" });
      const inits = await Promise.all(
        folders.segments.map((at) => readFile(join(here.gateway.folder, at, "init.mp4"), "base64")),
      );
      expect(inits.length).toBeGreaterThan(1);
      expect(new Set(inits).size).toBe(1);
      expect(segments.map(({ codec }) => codec)).toEqual(inits.map(() => "avc1.64000b"));
      expect(report.encoder.slice(0, 2)).toEqual(["-c:v", "libx264"]);
      expect(plan.recipe.gain).toBe(1.2);
      // The report's arguments stand in a bare command as they are.
      const bare = join(here.folder, "bare.mp4");
      await ffmpeg(["-v", "error", "-i", path, ...report.encoder, bare]);
      expect((await ffprobe(bare, "-show_streams")).streams[0]).toMatchObject({ profile: "High" });
    },
    MINUTE,
  );

  it.each([
    ["24 to 30", "24", 30, 210],
    ["60 to 30", "60", 30, 210],
    ["25 to 30000/1001", "25", "30000/1001", 210],
  ])(
    "changes the rate from %s without changing speed or sound",
    async (_, rate, fps, frames) => {
      const path = await flashing(`rate-${rate}.mkv`, rate, ["-c:a", "libvorbis"]);
      const chain = await enhance(path, { mode: "auto", fps });
      await expectSound(chain);
      expect(chain.plan.video.frames).toBe(frames);
      expect(chain.report.duration).toBeCloseTo(SECONDS, 1);
      await expectSync(chain.file);
    },
    MINUTE,
  );

  it.each([
    ["encoded", "late.mkv", "flac"],
    ["copied", "late.mp4", "aac"],
  ])(
    "keeps sound that begins later than the picture where it is, %s",
    async (_, name, codec) => {
      const path = await flashing(name, "25", ["-c:a", codec], 2);
      const chain = await enhance(path);
      const { beeps } = await expectSync(chain.file);
      // Where nothing is heard before it, the first beep ends no silence: the second is found first.
      expect([2, 3]).toContain(Math.round(beeps[0] ?? 0));
    },
    MINUTE,
  );

  it(
    "keeps every sound track with its language and the title, and not the place",
    async () => {
      const path = await here.clip(
        ...(["tracks.mp4", "-f", "lavfi", "-i", "testsrc2=s=162x92:r=25:d=2"] as const),
        ...["-f", "lavfi", "-i", "sine=440:d=2", "-f", "lavfi", "-i", "sine=880:d=2"],
        ...["-map", "0", "-map", "1", "-map", "2", "-c:a:0", "aac", "-c:a:1", "libmp3lame"],
        ...["-metadata:s:a:0", "language=deu", "-metadata:s:a:1", "language=fra"],
        ...["-metadata", "location=+51.5-000.1/", "-metadata", "title=A day out"],
      );
      const chain = await enhance(path);
      await expectSound(chain);
      expect(chain.plan.audio.map((track) => track.method)).toEqual(["copy", "aac"]);
      const { streams, format } = await ffprobe(chain.file, "-show_streams", "-show_format");
      expect(streams.map((stream: { tags: { language: string } }) => stream.tags.language)).toEqual(
        [...["und", "deu", "fra"]],
      );
      expect(format.tags.title).toBe("A day out");
      expect(JSON.stringify(format)).not.toMatch(/51\.5/);
    },
    MINUTE,
  );

  it(
    "makes the same bytes of the same request",
    async () => {
      const path = await flashing("twice.mp4", "25", ["-c:a", "aac"]);
      const first = await readFile((await enhance(path)).file);
      const second = await readFile((await enhance(path)).file);
      expect(first.equals(second)).toBe(true);
    },
    MINUTE,
  );

  it(
    "brightens what is dark, and measures that it did",
    async () => {
      const path = await here.clip(
        ...(["dark.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3"] as const),
        ...["-vf", "lutyuv=y=16+(val-16)*0.35", "-c:v", "libx264", "-preset", "ultrafast"],
      );
      const { plan, report } = await enhance(path);
      expect(plan.recipe.gain).toBeGreaterThan(1.2);
      expect(report.after.mean).toBeGreaterThan(report.before.mean * 1.2);
      expect(report.after.clippedHighlights).toBeLessThan(0.001);
      const neutral = await enhance(path, { mode: "manual" });
      // Of the source alone, whatever is done to it.
      expect(neutral.report.before).toEqual(report.before);
      expect(neutral.report.after.mean).toBeCloseTo(neutral.report.before.mean, 2);
    },
    MINUTE,
  );
});

describe("real clips", () => {
  // Others go the same way in e2e/every-clip.test.ts.
  it.each(["vp9-odd.webm", "phone-gps.mov", "ass-subs.mkv"])(
    "%s comes out whole",
    async (name) => {
      const path = realClip(name);
      if (path) await expectSound(await enhance(path));
    },
    MINUTE,
  );

  it(
    "are refused by name where there is no picture",
    async () => {
      for (const name of ["multi-audio.mp4", "audio-only.mp4", "bad-moov-truncated.m4b"]) {
        const path = realClip(name);
        if (!path) return;
        await expect(enhance(path)).rejects.toEqual(new ChainFailure("analyse", "audio_only"));
      }
    },
    MINUTE,
  );
});

/** Playlists as the Worker writes them, beside the objects; gives the path of the main one. */
async function writePlaylist({ plan, segments, tracks, folders }: Chain): Promise<string> {
  const rate = plan.video.frameRate.num / plan.video.frameRate.den;
  const head = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n";
  const video = segments.map(
    (segment, at) => `#EXTINF:${segment.frames / rate},\n${folders.segments[at]}/segment.m4s`,
  );
  const map = `#EXT-X-MAP:URI="${folders.segments[0]}/init.mp4"`;
  const name = basename(here.folder);
  const at = (kind: string) => join(here.gateway.folder, `${name}-${kind}.m3u8`);
  await writeFile(at("video"), `${head}${map}\n${video.join("\n")}\n#EXT-X-ENDLIST\n`);
  const file = `${folders.tracks[0]}/audio-00000.mp4`;
  const sound = tracks[0]?.fragments.map(
    ({ duration, bytes, offset }) =>
      `#EXTINF:${duration},\n#EXT-X-BYTERANGE:${bytes}@${offset}\n${file}`,
  );
  const soundMap = `#EXT-X-MAP:URI="${file}",BYTERANGE="${tracks[0]?.initBytes}@0"`;
  await writeFile(at("sound"), `${head}${soundMap}\n${sound?.join("\n")}\n#EXT-X-ENDLIST\n`);
  await writeFile(
    at("main"),
    `#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="${basename(at("sound"))}"\n` +
      `#EXT-X-STREAM-INF:BANDWIDTH=1000000,AUDIO="a"\n${basename(at("video"))}\n`,
  );
  return at("main");
}
