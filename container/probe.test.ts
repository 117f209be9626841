// The job against real files: ffprobe and the walk together, and its answer as a file.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Facts } from "../protocol/facts.ts";
import type { Source } from "../protocol/job.ts";
import { base, finish } from "./testing/chain.ts";
import { ffprobe, realClip } from "./testing/clips.ts";
import { processesWith, until } from "./testing/processes.ts";
import { withService } from "./testing/with-service.ts";

const here = withService();
const { clip: made } = here;

const jobOf = (source: Source) => {
  const job = base(source);
  return { ...job, kind: "probe" as const, output: { url: `${here.gateway.url}/out/${job.id}` } };
};
/** The facts of a file, and what was written beside them. */
async function probed(path: string): Promise<{ facts: Facts; raw: string; url: string }> {
  const source = await here.gateway.source(path);
  const job = jobOf(source);
  const result = await finish(here.service, job);
  if (result.kind !== "probe" || !result.raw) throw new Error("another kind of result");
  const raw = await readFile(join(here.gateway.folder, "out", job.id, result.raw.name), "utf8");
  expect(Buffer.byteLength(raw)).toBe(result.raw.bytes);
  return { facts: result.facts, raw, url: source.url };
}
const picture = ({ streams }: Facts) => {
  const stream = streams.find(({ kind }) => kind === "video");
  if (stream?.kind !== "video") throw new Error("no picture");
  return stream;
};
const PICTURE = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=0.4"];
const X264 = ["-c:v", "libx264", "-preset", "veryfast"];

describe("probe", () => {
  it("writes ffprobe's answer as it came, without the source's URL", async () => {
    const title = 'Quote " and \u202eturn, https://example.org/a';
    const path = await made("titled.mp4", ...PICTURE, ...X264, "-metadata", `title=${title}`);
    const { raw, url } = await probed(path);
    expect(raw).not.toContain(new URL(url).pathname);
    expect(raw).not.toContain("127.0.0.1");
    const theirs = await ffprobe(
      path,
      "-f",
      "mov",
      "-show_format",
      "-show_streams",
      "-show_chapters",
    );
    const { filename: _, ...format } = theirs.format;
    expect(JSON.parse(raw)).toEqual({ ...theirs, format, programs: [] });
    expect(JSON.parse(raw).format.tags.title).toBe(title);
  });

  it("describes what it refuses", async () => {
    const path = await made("sound.m4a", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");
    const result = await finish(here.service, jobOf(await here.gateway.source(path, "mov")));
    expect(result).toMatchObject({
      refusal: { code: "audio_only" },
      facts: { streams: [{ kind: "audio", codec: "aac", sampleRate: 44_100 }] },
      raw: { name: expect.any(String) },
    });
  });

  it("reads the index once for jobs that come together, and again where the first was stopped", async () => {
    const path = await made("twice.mp4", ...PICTURE, ...X264);
    const read = (source: Source) => {
      const { pathname } = new URL(source.url);
      return here.gateway.requests.filter((request) => request === `GET ${pathname}`).length;
    };
    const [once, twice, stopped] = [
      await here.gateway.source(path),
      await here.gateway.source(path),
      await here.gateway.source(path),
    ];
    const alone = await finish(here.service, jobOf(once));
    const jobs = [jobOf(twice), jobOf(twice)];
    const both = await Promise.all(jobs.map((job) => finish(here.service, job)));
    for (const result of both) expect(result).toEqual(alone);
    expect(read(twice)).toBeLessThan(2 * read(once));

    here.gateway.delayMs = 300;
    const first = jobOf(stopped);
    const cancelled = here.service.run(first);
    await until(async () => (await processesWith(stopped.url)).length > 0);
    const second = finish(here.service, jobOf(stopped));
    await fetch(`${here.service.url}/jobs/${first.id}`, { method: "DELETE" });
    here.gateway.delayMs = 0;
    expect(await cancelled).toMatchObject({ type: "failed", code: "cancelled" });
    expect(await second).toEqual(alone);
  });

  it("fails where the answer cannot be written", async () => {
    const path = await made("refused.mp4", ...PICTURE, ...X264);
    here.gateway.putFailures.push(403);
    const last = await here.service.run(jobOf(await here.gateway.source(path)));
    expect(last).toMatchObject({ type: "failed", code: "internal" });
  });

  it("tells what stands in H.264's own headers", async () => {
    const path = await made("own.mp4", ...PICTURE, ...X264, "-bf", "2", "-refs", "3");
    const film = picture((await probed(path)).facts);
    expect(film).toMatchObject({
      ...{ codecString: "avc1.64000c", levelName: "1.2", entropyCoding: "CABAC" },
      ...{ width: 320, height: 180, codedWidth: 320, codedHeight: 192, reorderFrames: 2 },
      ...{ chromaSubsampling: "4:2:0", chromaLocation: "left", alpha: false },
      encoder: expect.stringMatching(/^x264 - core \d+/),
      encoderSettings: expect.stringContaining("ref=3 "),
    });
    const plain = ["-profile:v", "baseline", "-f", "mpegts"];
    const stream = await made("own.ts", ...PICTURE, ...X264, ...plain);
    expect(picture((await probed(stream)).facts)).toMatchObject({
      ...{ entropyCoding: "CAVLC", codedHeight: 192, codecString: "avc1.42c00c" },
      ...{ codecTag: "0x001b", id: 256, encoder: expect.stringMatching(/^x264/) },
    });
  });

  it.each([
    ["hevc.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none"], /^hev1\.1\.6\.L60\.90$/],
    ["vp9.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime"], /^vp0?9/],
    ["part2.mp4", ["-c:v", "mpeg4"], /^mp4v\.20\.1$/],
    ["prores.mov", ["-c:v", "prores"], /^apcn$/],
  ])("names the codec of %s", async (name, codec, expected) => {
    const { facts } = await probed(await made(name, ...PICTURE, ...codec));
    expect(picture(facts).codecString).toMatch(expected);
  });

  it.each([
    ["aac", "mov", "mp4a.40.2"],
    ["libmp3lame", "mp4", "mp4a.6b"],
    ["ac3", "mp4", "ac-3"],
    ["eac3", "mp4", "ec-3"],
    ["flac", "mkv", "flac"],
    ["libopus", "mp4", "opus"],
    ["aac", "mkv", "mp4a.40.2"],
    ["pcm_s16le", "mov", "sowt"],
  ])("names the codec of %s in %s", async (codec, end, codecString) => {
    const sound = ["-f", "lavfi", "-i", "sine=d=0.4:r=48000", "-c:a", codec];
    const { facts } = await probed(await made(`${codec}.${end}`, ...PICTURE, ...sound, ...X264));
    const stream = facts.streams[1];
    expect(stream).toMatchObject({ kind: "audio", codecString, sampleRate: 48_000 });
    if (stream?.kind !== "audio") return;
    // ffmpeg's encoders write -31; the others have none.
    expect(stream.dialogueLevel).toBe(/ac3/.test(codec) ? -31 : null);
  });

  it("tells the light of HDR10 from its first frame", async () => {
    const light =
      "log-level=none:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:max-cll=1000,400:" +
      "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)";
    const codec = ["-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", light];
    const film = picture((await probed(await made("light.mp4", ...PICTURE, ...codec))).facts);
    expect(film).toMatchObject({
      ...{ dynamicRange: "HDR10", bitDepth: 10, tier: "Main", profile: "Main 10" },
      hdr: {
        ...{ maxContentLight: 1_000, maxFrameAverageLight: 400, hdr10Plus: false },
        masteringDisplay: { red: { x: 0.68, y: 0.32 }, minLuminance: 0.005, maxLuminance: 1_000 },
      },
    });
  });

  it("tells captions in the first picture, and of others that it does not know", async () => {
    const raw = ["-bf", "0", "-f", "h264"];
    const film = await made("plain.h264", ...PICTURE, ...X264, ...raw);
    const timed = ["-fflags", "+genpts", "-i"];
    const plain = await made("plain.mp4", ...timed, film, "-c", "copy");
    expect(picture((await probed(plain)).facts)).toMatchObject({ closedCaptions: null });
    // A message of user data (ATSC A/53, part 4): one pair of CEA-608, before the first picture.
    const captions = Buffer.from("00000106040eb500314741393403c1fffc942cff80", "hex");
    const path = join(here.gateway.folder, "captioned.h264");
    const bytes = await readFile(film);
    const message = bytes.indexOf("00000106", "hex");
    expect(message).toBeGreaterThan(0);
    const parts = [bytes.subarray(0, message), captions, bytes.subarray(message)];
    await writeFile(path, Buffer.concat(parts));
    const captioned = await made("captioned.mp4", ...timed, path, "-c", "copy");
    const { frames } = await ffprobe(captioned, "-show_frames", "-read_intervals", "%+#1");
    expect(JSON.stringify(frames[0].side_data_list)).toContain("Closed Captions");
    expect(picture((await probed(captioned)).facts)).toMatchObject({ closedCaptions: true });
  });

  it("names the place in XMP, and keeps its text out of the answer", async () => {
    const path = await made("placed.mp4", ...PICTURE, ...X264);
    const xml = '<a exif:GPSLatitude="48,51.5N" exif:GPSLongitude="2,21E"/>';
    const box = Buffer.concat([
      Buffer.from("0000000075756964be7acfcb97a942e89c71999491e3afac", "hex"),
      Buffer.from(xml),
    ]);
    box.writeUInt32BE(box.length);
    await writeFile(path, Buffer.concat([await readFile(path), box]));
    const { facts, raw } = await probed(path);
    expect(facts.about?.location).toMatchObject({ latitude: 48.8583333, text: "48,51.5N 2,21E" });
    expect(facts.structure?.xmp).toBe(true);
    expect(raw + JSON.stringify(facts.container.tags)).not.toContain("GPS");
  });

  it("says where the container and the picture's own bits disagree", async () => {
    const tags = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"];
    const shape = ["-vf", "setsar=4/3"];
    const path = await made("said.mp4", ...PICTURE, ...shape, ...X264, ...tags);
    expect((await probed(path)).facts.conflicts).toEqual([]);
    const bytes = await readFile(path);
    const colour = bytes.indexOf("colrnclx");
    bytes.writeUInt16BE(9, colour + 8);
    const shapes = bytes.indexOf("pasp");
    bytes.writeUInt32BE(1, shapes + 4);
    bytes.writeUInt32BE(1, shapes + 8);
    const entry = bytes.indexOf("avc1", bytes.indexOf("stsd"));
    bytes.writeUInt16BE(322, entry + 4 + 24);
    await writeFile(path, bytes);
    const { conflicts } = (await probed(path)).facts;
    const found = conflicts.map(({ path, values }) => [path, ...values.map(({ value }) => value)]);
    expect(found).toEqual([
      ["/facts/streams/0/width", 320, 322],
      ["/facts/streams/0/colour/primaries", "bt709", "bt2020"],
      ["/facts/streams/0/sampleAspectRatio", "1:1", "4:3"],
    ]);
  });

  it("tells the clean aperture, the timecode and the programs where there are any", async () => {
    const path = await made("aperture.mov", ...PICTURE, ...X264, "-timecode", "01:00:00:00");
    const bytes = await readFile(path);
    // 300 of 320 columns, two to the right of the middle.
    const clap = Buffer.alloc(32);
    for (const [at, value] of [300, 1, 180, 1, 2, 1, 0, 1].entries()) {
      clap.writeInt32BE(value, at * 4);
    }
    expect(picture((await probed(path)).facts)).toMatchObject({
      ...{ timecode: "01:00:00:00", cleanAperture: null },
    });
    const counter = (await probed(path)).facts.streams[1];
    expect(counter).toMatchObject({ kind: "data", timecodeRate: { num: 25, den: 1 } });
    await writeFile(path, withBox(bytes, "clap", clap));
    expect(picture((await probed(path)).facts)).toMatchObject({
      cleanAperture: { x: 12, y: 0, width: 300, height: 180 },
    });
    const named = ["-metadata", "service_name=One", "-metadata", "service_provider=Two"];
    const { facts } = await probed(await made("one.ts", ...PICTURE, ...X264, ...named));
    expect(facts.programs).toEqual([{ id: 1, name: "One", provider: "Two", streams: [0] }]);
  });

  it("tells a phone's place, device and time", async () => {
    const path = realClip("phone-gps.mov");
    if (!path) return;
    const { facts } = await probed(path);
    expect(facts.about).toMatchObject({
      ...{ deviceMake: "Apple", deviceModel: "iPhone 6", createdAt: "2019-07-24T11:25:40+03:00" },
      location: { latitude: 32.0929, longitude: 34.862, altitude: 28.516 },
    });
    expect(picture(facts)).toMatchObject({
      ...{ rotation: 90, displayMatrix: [0, 1, 0, -1, 0, 0, 320, 0, 1], entropyCoding: "CAVLC" },
    });
  });
});

/** The movie with one more box at the end of its first sample entry; its index must come last. */
function withBox(movie: Buffer, type: string, payload: Buffer): Buffer {
  const size = payload.length + 8;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size);
  head.write(type, 4);
  const grown = Buffer.from(movie);
  let end = 0;
  let from = 0;
  for (const parent of ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"]) {
    const at = grown.indexOf(parent, from) - 4;
    from = at + 8;
    end = at + grown.readUInt32BE(at);
    grown.writeUInt32BE(grown.readUInt32BE(at) + size, at);
  }
  return Buffer.concat([grown.subarray(0, end), head, payload, grown.subarray(end)]);
}
