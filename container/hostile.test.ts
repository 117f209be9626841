// Files that want something else than to be watched. Each ends in a named failure, soon, and none
// makes the service ask anyone but the gateway.

import { randomBytes } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demuxer, DemuxerSchema, type JobRequest, type Source } from "../protocol/job.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { base } from "./testing/chain.ts";
import { realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

const here = withService();
const { clip: made } = here;
let canary: Server;
let canaryUrl: string;
const visits: string[] = [];

beforeAll(async () => {
  canary = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.end("secret");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => canary.once("listening", resolve));
  const address = canary.address();
  canaryUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(() => {
  canary.close();
  expect(visits).toEqual([]);
});

const probeOf = (source: Source) => {
  const job = base(source);
  return { ...job, kind: "probe" as const, output: { url: `${here.gateway.url}/out/${job.id}/1` } };
};

/** How analyse and probe end for the file. */
async function endings(path: string, demuxer?: Demuxer): Promise<string[]> {
  const source = await here.gateway.source(path, demuxer);
  const jobs: JobRequest[] = [
    { ...base(source), kind: "analyse", settings: { mode: "auto" } },
    probeOf(source),
  ];
  const last = await Promise.all(jobs.map((job) => here.service.run(job)));
  return last.map((news) => {
    if (news.type !== "result") return news.type === "failed" ? news.code : news.type;
    // What is refused may be described all the same.
    const refusal = news.result.kind === "probe" ? news.result.refusal : undefined;
    return refusal?.code ?? news.type;
  });
}
const file = async (name: string, content: string | Uint8Array) => {
  const path = join(here.folder, name);
  await writeFile(path, content);
  return path;
};
const TEST = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4"];

describe("playlists and references", () => {
  const playlist = () =>
    `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\n${canaryUrl}/steal\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n`;

  it.each(DemuxerSchema.options)("a playlist given as %s asks nobody", async (demuxer) => {
    const found = await endings(await file("list.m3u8", playlist()), demuxer);
    expect(found.every((code) => /truncated|corrupt|not_a_video|internal/.test(code))).toBe(true);
    expect(visits).toEqual([]);
  });

  it("a playlist in the subtitles of an AVI asks nobody", async () => {
    // The GAB2 trick: the AVI demuxer opens what a subtitle chunk holds with whatever fits.
    const text = Buffer.from(playlist());
    const gab2 = Buffer.concat([
      Buffer.from("GAB2\0\x02\0\0\0\0\0\0\0\x04\0"),
      u32(text.length),
      text,
    ]);
    const avi = await readFile(await made("plain.avi", ...TEST, "-c:v", "mpeg4"));
    const movi = avi.indexOf("movi") + 4;
    const chunk = Buffer.concat([Buffer.from("01tx"), u32(gab2.length), gab2]);
    const path = await file(
      "gab2.avi",
      Buffer.concat([avi.subarray(0, movi), chunk, avi.subarray(movi)]),
    );
    await endings(path, "avi");
    expect(visits).toEqual([]);
  });

  it("a movie whose pictures lie elsewhere is not followed there", async () => {
    // The data reference `url ` with flag 1 means this file; 0 and an address mean another.
    const movie = await readFile(await made("self.mov", ...TEST, "-c:v", "libx264"));
    const at = movie.indexOf("url \0\0\0\x01");
    expect(at).toBeGreaterThan(0);
    movie[at + 7] = 0;
    await endings(await file("elsewhere.mov", movie), "mov");
    expect(visits).toEqual([]);
  });

  it("a source that is not plain HTTP is not opened, not even a good one", async () => {
    const local = await made("local.avi", ...TEST, "-c:v", "mpeg4");
    const source = await here.gateway.source(local, "avi");
    expect(await endings(local, "avi")).toEqual(["result", "result"]);
    for (const url of [local, `file:${local}`, `concat:${source.url}`, `cache:${source.url}`]) {
      expect(await here.service.run(probeOf({ ...source, url }))).toMatchObject({ type: "failed" });
    }
    expect(visits).toEqual([]);
  });
});

describe("bombs", () => {
  it("more streams than 64 are refused", async () => {
    const maps = Array.from({ length: 65 }, () => ["-map", "0"]).flat();
    const path = await made("streams.mp4", "-f", "lavfi", "-i", "testsrc2=s=16x16:d=0.1", ...maps);
    expect(await endings(path)).toEqual(["too_many_streams", "too_many_streams"]);
  });

  it("two frames a day apart are refused, not filled up", async () => {
    const path = await made(
      ...(["day.mp4", ...TEST, "-vf", "setpts=N*86400/TB", "-frames:v", "2"] as const),
      ...["-fps_mode", "vfr", "-video_track_timescale", "1000"],
    );
    expect((await endings(path))[0]).toBe("too_long");
  });

  it(
    "a picture past 8K is refused before it is decoded",
    async () => {
      // The size in the sample entry and in the picture itself: 16000 × 16000 of one colour.
      const path = await made(
        ...(["huge.mp4", "-f", "lavfi", "-i", "color=s=16000x16000:r=1:d=1"] as const),
        ...["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-frames:v", "1"],
      );
      expect((await endings(path))[0]).toBe("too_many_pixels");
    },
    MINUTE,
  );
});

describe("text in tags", () => {
  /** The facts of a file and ffprobe's answer, and how large the news was. */
  const told = async (path: string, demuxer?: Demuxer) => {
    const job = probeOf(await here.gateway.source(path, demuxer));
    const last = await here.service.run(job);
    if (last.type !== "result" || last.result.kind !== "probe") throw new Error(last.type);
    const name = new URL(job.output.url).pathname;
    const raw = await readFile(join(here.gateway.folder, name, "ffprobe.json"), "utf8");
    return { facts: last.result.facts, raw, size: JSON.stringify(last).length };
  };
  const ffmetadata = (lines: string[]) => file("tags.txt", [";FFMETADATA1", ...lines].join("\n"));
  const tagged = async (name: string, lines: string[]) => {
    const text = await ffmetadata(lines);
    const merged = ["-f", "ffmetadata", "-i", text, "-map_metadata", "1", "-map_chapters", "1"];
    return made(name, ...TEST, ...merged, "-c:v", "libx264", "-preset", "ultrafast");
  };

  it("is inert: markup, control and direction characters, names of JavaScript", async () => {
    const path = await tagged("inert.mkv", [
      "title=<script>alert(1)</script>\u202e\u001b[31m\u0007",
      "__proto__=polluted",
      "constructor=polluted",
      "javascript:alert(1)=<b>",
    ]);
    const { facts, raw } = await told(path);
    expect(facts.about?.title).toBe("<script>alert(1)</script>[31m");
    expect(Object.keys(facts.container.tags)).toEqual(
      expect.not.arrayContaining(["__proto__", "constructor", "CONSTRUCTOR"]),
    );
    expect(Object.getPrototypeOf(facts.container.tags)).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    for (const unsafe of ["\u202e", "\\u001b", "\\u0007"]) {
      expect(JSON.stringify(facts)).not.toContain(unsafe);
    }
    expect(JSON.parse(raw).format.tags.title).toContain("\u202e");
  });

  it("of megabytes is cut, in facts and in ffprobe's answer", async () => {
    // Five megabytes in the place of each long value, with all sizes around it made to fit.
    const long = "y".repeat(5_000_000);
    const tag = (name: string) => {
      const simple = ebml(0x67c8, ebml(0x45a3, name), ebml(0x4487, long));
      return ebml(0x7373, ebml(0x63c0), simple);
    };
    const film = await readFile(await made("short.mkv", ...TEST, "-c:v", "libx264"));
    const tags = ebml(0x1254c367, ...["TITLE", "COMMENT", "OTHER"].map(tag));
    const { facts, raw, size } = await told(await file("long.mkv", withTags(film, tags)));
    expect(facts.about?.title).toBe(`${"y".repeat(255)}…`);
    expect(facts.about?.comment).toBe(`${"y".repeat(255)}…`);
    expect(JSON.parse(raw).format.tags.TITLE).toBe("y".repeat(1_024));
    expect(size).toBeLessThan(20_000);
  });

  it("of 1 500 chapters is readable, and all are counted", async () => {
    const chapters = Array.from({ length: 1_500 }, (_, at) => [
      ...["[CHAPTER]", "TIMEBASE=1/1000", `START=${at * 2}`, `END=${at * 2 + 2}`],
      `title=Chapter ${at} ${"z".repeat(300)}`,
    ]);
    const { facts, size } = await told(await tagged("chapters.mkv", chapters.flat()));
    expect(facts.chapterCount).toBe(1_500);
    expect(facts.chapters).toHaveLength(200);
    expect(facts.chapters?.[199]).toEqual({
      ...{ id: 200, start: 0.398, end: 0.4 },
      title: expect.stringMatching(/^Chapter 199 z+…$/),
    });
    expect(size).toBeLessThan(100_000);
  });

  it("of many tags on many streams is bounded", async () => {
    const names = Array.from({ length: 100 }, (_, at) => `tag${at}`);
    const each = names.flatMap((name) => ["-metadata:s", `${name}=${"t".repeat(400)}`]);
    const maps = Array.from({ length: 60 }, () => ["-map", "0"]).flat();
    const sound = ["-f", "lavfi", "-i", "sine=d=0.1", ...TEST.slice(0, 4)];
    const path = await made(
      ...(["tags.mkv", ...sound, "-map", "1", ...maps, "-c:v", "mpeg4", "-c:a", "flac"] as const),
      ...[...each, "-t", "0.1"],
    );
    const { facts, size } = await told(path);
    expect(facts.streams).toHaveLength(61);
    expect(facts.streamCount).toBe(61);
    expect(Object.keys(facts.streams[0]?.tags ?? {}).length).toBeLessThanOrEqual(24);
    expect(size).toBeLessThan(200_000);
  });

  it("of 400 streams is refused by name", async () => {
    const text = await file("one.srt", "1\n00:00:00,000 --> 00:00:01,000\nHi\n");
    const maps = Array.from({ length: 400 }, () => ["-map", "1"]).flat();
    const path = await made(
      ...(["many.mkv", ...TEST, "-i", text, "-map", "0", ...maps] as const),
      ...["-c:v", "mpeg4", "-c:s", "copy", "-t", "0.2"],
    );
    expect(await endings(path)).toEqual(["too_many_streams", "too_many_streams"]);
  });
});

describe("broken files", () => {
  it.each(DemuxerSchema.options)("noise given as %s ends in a named failure", async (demuxer) => {
    const found = await endings(await file("noise", randomBytes(200_000)), demuxer);
    for (const code of found) {
      expect(["truncated", "corrupt", "not_a_video", "audio_only", "unsupported_codec"]).toContain(
        code,
      );
    }
  });

  it("an empty file is told as such", async () => {
    expect(await endings(await file("empty.mp4", ""))).toEqual(["empty_file", "empty_file"]);
  });

  it("a movie that breaks off is told as incomplete, with its index or without", async () => {
    const whole = await made("whole.mp4", ...TEST, "-c:v", "libx264", "-movflags", "+faststart");
    const bytes = await readFile(whole);
    const half = bytes.subarray(0, bytes.length / 2);
    expect((await endings(await file("half.mp4", half)))[0]).toBe("truncated");
    const last = await readFile(await made("last.mp4", ...TEST, "-c:v", "libx264"));
    expect(await endings(await file("headless.mp4", last.subarray(0, last.length / 2)))).toEqual([
      ...["truncated", "truncated"],
    ]);
    const web = await readFile(await made("whole.webm", ...TEST, "-c:v", "libvpx", "-g", "25"));
    const broken = await file("half.webm", web.subarray(0, web.length / 2));
    expect((await endings(broken))[0]).toBe("truncated");
  });

  it("a picture that cannot be decoded is told as damaged", async () => {
    const bytes = await readFile(
      await made("damaged.mp4", ...TEST, "-c:v", "libx264", "-movflags", "+faststart"),
    );
    const data = bytes.indexOf("mdat") + 4;
    randomBytes(bytes.length - data).copy(bytes, data);
    expect((await endings(await file("damaged2.mp4", bytes)))[0]).toBe("corrupt");
  });

  it("sound alone, with and without a cover, is told as such", async () => {
    const sound = ["-f", "lavfi", "-i", "sine=d=1"];
    const alone = await made("alone.m4a", ...sound, "-c:a", "aac");
    expect(await endings(alone, "mov")).toEqual(["audio_only", "audio_only"]);
    const cover = await made(
      ...(["cover.m4a", ...sound, ...TEST, "-map", "0", "-map", "1", "-frames:v", "1"] as const),
      ...["-c:v", "mjpeg", "-disposition:v", "attached_pic", "-c:a", "aac", "-f", "mp4"],
    );
    expect(await endings(cover, "mov")).toEqual(["audio_only", "audio_only"]);
  });

  it("a protected movie is told as encrypted", async () => {
    const key = ["-encryption_key", "0".repeat(32), "-encryption_kid", "1".repeat(32)];
    const scheme = ["-encryption_scheme", "cenc-aes-ctr", ...key];
    const path = await made("protected.mp4", ...TEST, "-c:v", "libx264", ...scheme);
    expect(await endings(path)).toEqual(["encrypted", "encrypted"]);
  });

  it("sound that cannot be decoded leaves the picture alone", async () => {
    const path = realClip("bad-missing-stsd.mp4");
    if (!path) return;
    expect(await endings(path)).toEqual(["result", "result"]);
  });

  it("a segment that the gateway loses is a failure that can be tried again", async () => {
    const source = { url: `${here.gateway.url}/gone`, bytes: 1000, demuxer: "mov" as const };
    const job = {
      ...base(source),
      kind: "encode" as const,
      plan: SAMPLE_PLAN,
      rendition: "sdr" as const,
      segment: 0,
    };
    const last = await here.service.run({ ...job, output: { url: `${here.gateway.url}/out` } });
    expect(last).toMatchObject({ type: "failed", code: "internal" });
    expect(JSON.stringify(last)).not.toMatch(/http|gone|404/);
  });

  it("is the same file if its name says otherwise", async () => {
    const path = join(here.folder, "-i concat:x;$(touch y).mp4");
    await copyFile(join(here.folder, "whole.mp4"), path);
    expect(await endings(path)).toEqual(["result", "result"]);
  });
});

/** An element of Matroska, its size in eight bytes. */
function ebml(id: number, ...content: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(content.map((each) => Buffer.from(each)));
  const head = Buffer.from(id.toString(16), "hex");
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(0x0100_0000_0000_0000n + BigInt(body.length));
  return Buffer.concat([head, size, body]);
}

/** The film with its segment open to the end of the file, and the tags at its very beginning. */
function withTags(film: Buffer, tags: Buffer): Buffer {
  const segment = film.indexOf(Buffer.from("18538067", "hex"));
  const open = Buffer.from("1853806701ffffffffffffff", "hex");
  return Buffer.concat([film.subarray(0, segment), open, tags, film.subarray(segment + 12)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
