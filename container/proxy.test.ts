// The proxy of real and of made films: every frame at its own time on the results' clock, upright,
// square, progressive and of ordinary brightness.

import { appendFile, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { ResultOf } from "../protocol/job.ts";
import { base, ChainFailure, finish, jobId } from "./testing/chain.ts";
import { beeps, ffprobe, flashes, flashesAndBeeps, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

const at = withService();

async function proxyOf(path: string): Promise<{ result: ResultOf<"proxy">; file: string }> {
  const job = base(await at.gateway.source(path));
  const output = { url: `${at.gateway.url}/out/${job.id}/1` };
  const result = await finish(at.service, { ...job, kind: "proxy", output });
  if (result.kind !== "proxy") throw new Error("another kind of result");
  const file = join(at.gateway.folder, `${jobId()}.mp4`);
  for (const { name, bytes } of result.parts) {
    const part = join(at.gateway.folder, "out", job.id, "1", name);
    expect((await stat(part)).size).toBe(bytes);
    await appendFile(file, await readFile(part));
  }
  return { result, file };
}

/** The picture as ffprobe tells it, and when its frames are shown, in seconds. */
async function pictureOf(path: string) {
  const entries =
    "frame=pts_time,key_frame:stream=codec_name,width,height,pix_fmt,sample_aspect_ratio,color_transfer:stream_side_data=displaymatrix";
  const probed = await ffprobe(path, "-select_streams", "v:0", "-show_entries", entries);
  const { streams, frames } = z.parse(PictureSchema, probed);
  const times = frames.map(({ pts_time }) => Number(pts_time));
  const keys = times.filter((_, index) => frames[index]?.key_frame === 1);
  return { stream: streams[0], times, keys };
}
const PictureSchema = z.object({
  streams: z.array(z.record(z.string(), z.unknown())),
  frames: z.array(z.object({ pts_time: z.string(), key_frame: z.int() })),
});

/** The times, and the same counted from `start`, differ by at most half a tick of the proxy. */
function expectSameTimes(made: readonly number[], own: readonly number[], start: number) {
  expect(made).toHaveLength(own.length);
  const off = own.map((time, index) => Math.abs(time - start - (made[index] ?? Number.NaN)));
  expect(Math.max(...off)).toBeLessThan(7e-6);
}

const PLAIN = {
  codec_name: "h264",
  pix_fmt: "yuv420p",
  sample_aspect_ratio: "1:1",
};

describe("a proxy", () => {
  it.each([
    ["HEVC of 10 bit", "h265-10bit.mp4", [200, 200]],
    ["turned upright", "rotate-bbb.mp4", [360, 640]],
    ["beyond standard range, which it is not", "hlg10.mp4", [640, 360]],
    ["an odd size", "vp9-odd.webm", [160, 120]],
    ["a rate that varies", "vfr-cursed.mp4", [640, 294]],
    ["pixels that are no squares", "sar2x1.mp4", [640, 180]],
    ["fields, and times that begin late", "cam-sony-a7m3.mts", [640, 360]],
  ])(
    "has every frame at its time: of %s",
    async (_, name, [width, height]) => {
      const clip = realClip(name);
      if (!clip) return;
      const { result, file } = await proxyOf(clip);
      const [own, made] = await Promise.all([pictureOf(clip), pictureOf(file)]);
      expect(result).toMatchObject({ width, height, codec: expect.stringMatching(/^avc1\./) });
      expect(made.stream).toMatchObject({ ...PLAIN, width, height });
      expect(made.stream?.side_data_list).toBeUndefined();
      expect(["bt709", "smpte170m"]).toContain(made.stream?.color_transfer);
      expectSameTimes(made.times, own.times, own.times[0] ?? 0);
      expect(result.duration).toBeGreaterThan(made.times.at(-1) ?? 0);
    },
    MINUTE,
  );

  it(
    "counts from the instant that is time 0 of the enhanced picture, and shows its first frame there",
    async () => {
      const clip = realClip("no-initial-keyframe.ts");
      if (!clip) return;
      const [plan, { file }] = await Promise.all([at.analyse(clip), proxyOf(clip)]);
      const [own, made] = await Promise.all([pictureOf(clip), pictureOf(file)]);
      // The first picture that can be decoded comes two seconds after the first that there is.
      expect((own.times[0] ?? 0) - plan.video.startTime).toBeGreaterThan(2);
      expect(made.times[0]).toBe(0);
      expectSameTimes(made.times.slice(1), own.times.slice(1), plan.video.startTime);
    },
    MINUTE,
  );

  it.each([
    ["ProRes in QuickTime", "mov", ["-c:v", "prores", "-c:a", "pcm_s16le"]],
    ["MPEG-4 in AVI", "avi", ["-c:v", "mpeg4", "-c:a", "libmp3lame"]],
  ])(
    "keeps picture and sound together, and a key frame each second: %s",
    async (_, ending, codecs) => {
      const clip = await at.clip(
        `film.${ending}`,
        ...["-f", "lavfi", "-i", flashes("30000/1001", 4), "-f", "lavfi", "-i", beeps(4)],
        ...codecs,
      );
      const { file } = await proxyOf(clip);
      const [own, made] = await Promise.all([pictureOf(clip), pictureOf(file)]);
      expectSameTimes(made.times, own.times, own.times[0] ?? 0);
      const { flashes: seen, beeps: heard } = await flashesAndBeeps(file);
      // What begins with the film is no change.
      const later = (times: number[]) => times.filter((time) => time > 0.5);
      expect(later(seen).length).toBeGreaterThanOrEqual(3);
      for (const [index, flash] of later(seen).entries()) {
        expect(Math.abs(flash - (later(heard)[index] ?? Number.NaN))).toBeLessThan(0.045);
      }
      const far = made.keys.map((time, index) => time - (made.keys[index - 1] ?? 0));
      expect(Math.max(...far)).toBeLessThan(1.05);
      const sound = await ffprobe(file, "-select_streams", "a", "-show_streams");
      expect(sound.streams).toMatchObject([{ codec_name: "aac", channels: 2 }]);
      const { streams } = await ffprobe(file, "-show_entries", "format_tags:stream=codec_type");
      expect(streams).toHaveLength(2);
    },
    MINUTE,
  );

  it(
    "takes the first sound that can be decoded, and none where none can",
    async () => {
      const whole = await at.clip(
        "two.mkv",
        ...["-f", "lavfi", "-i", flashes("25", 2), "-f", "lavfi", "-i", beeps(2)],
        ...["-map", "0", "-map", "1", "-map", "1", "-c:v", "mpeg4", "-c:a", "aac"],
        // Nothing is left of the first one's packets.
        ...["-bsf:a:0", "noise=amount=1"],
      );
      const broken = ["-map", "0:v", "-map", "0:1", "-c", "copy"];
      const mute = await at.clip("mute.mkv", "-i", whole, ...broken);
      const [heard, silent] = await Promise.all([proxyOf(whole), proxyOf(mute)]);
      expect((await flashesAndBeeps(heard.file)).beeps.length).toBeGreaterThan(0);
      const { streams } = await ffprobe(silent.file, "-show_streams");
      expect(streams).toHaveLength(1);
    },
    MINUTE,
  );

  it(
    "fails by name where not one frame can be decoded",
    async () => {
      const clip = await at.clip(
        "film.mp4",
        ...["-f", "lavfi", "-i", flashes("25", 1), "-c:v", "libx264", "-g", "250"],
        // Nothing is left of what the slices hold.
        ...["-bsf:v", "noise=amount=1"],
      );
      await expect(proxyOf(clip)).rejects.toMatchObject(new ChainFailure("proxy", "corrupt"));
    },
    MINUTE,
  );
});
