// The gateway as players, ffmpeg and strangers meet it. Session, R2 and signatures are real.

import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Capability, mediaPath } from "../capability.ts";
import { newId } from "../ids.ts";
import { attemptPath, enhancementPrefix, metadataPrefix } from "../keys.ts";
import { FakeTranscoder } from "../testing/fake-transcoder.ts";
import { newSession, type TestSession, until, uploadVideo } from "../testing/world.ts";
import { serveMedia } from "./gateway.ts";

const BYTES = 1_000;
const LATER = Date.now() + 60_000;

let session: TestSession;
let video: string;

beforeEach(async () => {
  vi.stubGlobal("fetch", new FakeTranscoder().fetch);
  session = await newSession();
  video = await uploadVideo(session, { length: BYTES });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await reset();
});

function ask(capability: Capability, file: string, init: RequestInit = {}, key = env.SIGNING_KEY) {
  const path = mediaPath(key, capability, file);
  return serveMedia(new Request(`http://media.internal${path}`, init), env);
}

function original(expiresAt = LATER): Capability {
  return { resource: "original", session: session.id, video, expiresAt };
}

describe("an original", () => {
  it("is answered whole, with its type, and cannot become a page", async () => {
    const answer = await ask(original(), "original");
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(BYTES);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "access-control-allow-origin": "*",
      "content-disposition": 'inline; filename="clip.mp4"',
      "content-security-policy": "sandbox",
      "content-type": "video/mp4",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(answer.headers.get("cache-control")).toMatch(/^private/);
  });

  it("is answered in part", async () => {
    const answer = await ask(original(), "original", { headers: { range: "bytes=990-" } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes 990-999/${BYTES}`);
    expect((await answer.arrayBuffer()).byteLength).toBe(10);
  });

  it("answers 416 with its size for what lies outside", async () => {
    const answer = await ask(original(), "original", { headers: { range: "bytes=1000-" } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe(`bytes */${BYTES}`);
  });

  it("is answered whole to a range of another version", async () => {
    const headers = { range: "bytes=0-9", "if-range": '"other"' };
    const answer = await ask(original(), "original", { headers });
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(BYTES);
  });

  it("is not sent twice to who has it", async () => {
    const etag = (await ask(original(), "original", { method: "HEAD" })).headers.get("etag") ?? "";
    const answer = await ask(original(), "original", { headers: { "if-none-match": etag } });
    expect(answer.status).toBe(304);
    expect(answer.body).toBeNull();
  });

  it("tells its size to HEAD, whatever range is asked", async () => {
    const init = { method: "HEAD", headers: { range: "bytes=5000-" } };
    const answer = await ask(original(), "original", init);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-length")).toBe(String(BYTES));
  });

  it("is saved under its name", async () => {
    const path = mediaPath(env.SIGNING_KEY, original(), "original?download=1");
    const answer = await serveMedia(new Request(`http://media.internal${path}`), env);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="clip.mp4"');
  });

  it("is not found with a forged, an expired or another's capability", async () => {
    const stranger = await newSession();
    const answers = [
      await ask(original(), "original", {}, "another key of more than 32 characters"),
      await ask(original(Date.now() - 1), "original"),
      await ask({ ...original(), session: stranger.id }, "original"),
      await ask({ ...original(), video: newId("vid") }, "original"),
      await ask(original(), "enhanced.mp4"),
      await serveMedia(new Request("http://media.internal/v1/media/x.y/original"), env),
      await serveMedia(new Request("http://media.internal/v1/media/original"), env),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
  });

  it("cannot be written", async () => {
    const answer = await ask(original(), "original", { method: "PUT", body: "x" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("an enhancement", () => {
  async function finished() {
    const { enhancements } = await until(session, video, ({ status }) => status === "ready");
    const enhancement = enhancements[0]?.id ?? "";
    const capability: Capability = {
      resource: "enhancement",
      session: session.id,
      video,
      enhancement,
      expiresAt: LATER,
    };
    return { enhancement, capability };
  }

  it("answers its playlists, uncached", async () => {
    const { capability } = await finished();
    const answer = await ask(capability, "index.m3u8");
    expect(answer.headers.get("content-type")).toBe("application/vnd.apple.mpegurl");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.text()).toMatch(/^#EXTM3U\n/);
    expect((await ask(capability, "other.m3u8")).status).toBe(404);
  });

  it("answers what an attempt wrote, in part too", async () => {
    const { capability, enhancement } = await finished();
    const path = `${attemptPath(newId("job"), 3)}segment.m4s`;
    await env.MEDIA.put(enhancementPrefix(session.id, video, enhancement) + path, "0123456789");
    const whole = await ask(capability, path);
    expect([await whole.text(), whole.headers.get("content-type")]).toEqual([
      "0123456789",
      "video/mp4",
    ]);
    const part = await ask(capability, path, { headers: { range: "bytes=-3" } });
    expect([part.status, await part.text()]).toEqual([206, "789"]);
    expect(part.headers.get("content-range")).toBe("bytes 7-9/10");
    // Only the whole may be kept: see serve.ts.
    expect(part.headers.get("cache-control")).toBe("no-store");
    const outside = await ask(capability, path, { headers: { range: "bytes=10-" } });
    expect(outside.status).toBe(416);
    const etag = whole.headers.get("etag") ?? "";
    const known = await ask(capability, path, { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
  });

  it("answers nothing but what an attempt can have written, even if it is there", async () => {
    const { capability, enhancement } = await finished();
    const job = newId("job");
    const prefix = enhancementPrefix(session.id, video, enhancement);
    const paths = [
      `${job}/1/a/b`,
      `${job}/x/a`,
      `${job}/1/.hidden`,
      `${job}/1/UPPER`,
      "source/1/secret",
      "secret",
    ];
    for (const path of paths) {
      await env.MEDIA.put(prefix + path, "secret");
      expect([path, (await ask(capability, path)).status]).toEqual([path, 404]);
    }
    await env.MEDIA.put(`s/${session.id}/${video}/source/secret`, "secret");
    for (const path of ["../source/secret", "..%2Fsource%2Fsecret", `${job}/1/%2e%2e/secret`]) {
      expect([path, (await ask(capability, path)).status]).toEqual([path, 404]);
    }
  });
});

describe("the metadata of a video", () => {
  function metadata(): Capability {
    return { resource: "metadata", session: session.id, video, expiresAt: LATER };
  }

  it.each([
    ["poster.jpg", "image/jpeg"],
    ["ffprobe.json", "application/json"],
    ["sprite.vtt", "text/vtt"],
    ["frames.bin", "application/octet-stream"],
  ])("answers %s as %s, in part too", async (name, type) => {
    const path = attemptPath(newId("job"), 2) + name;
    await env.MEDIA.put(metadataPrefix(session.id, video) + path, "0123456789");
    const whole = await ask(metadata(), path);
    expect([await whole.text(), whole.headers.get("content-type")]).toEqual(["0123456789", type]);
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    expect(whole.headers.get("access-control-allow-origin")).toBe("*");
    const part = await ask(metadata(), path, { headers: { range: "bytes=2-3" } });
    expect([part.status, await part.text()]).toEqual([206, "23"]);
  });

  it("answers nothing of an enhancement, the source or another video, and takes nothing", async () => {
    const path = `${attemptPath(newId("job"), 1)}poster.jpg`;
    await env.MEDIA.put(enhancementPrefix(session.id, video, newId("enh")) + path, "secret");
    await env.MEDIA.put(metadataPrefix(session.id, newId("vid")) + path, "secret");
    await env.MEDIA.put(`${metadataPrefix(session.id, video)}secret`, "secret");
    for (const file of [path, "secret", "original", "index.m3u8", "../source/0-1"]) {
      expect([file, (await ask(metadata(), file)).status]).toEqual([file, 404]);
    }
    const put = await ask(metadata(), path, { method: "PUT", body: "x" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("an attempt", () => {
  const job = newId("job");
  const own = newId("enh");
  let enhancement: string | null = own;

  beforeEach(() => {
    enhancement = own;
  });

  function attempt(): Capability {
    return {
      resource: "attempt",
      session: session.id,
      video,
      enhancement,
      job,
      attempt: 2,
      expiresAt: LATER,
    };
  }

  function put(file: string, text: string, headers: Record<string, string> = {}) {
    const length = { "content-length": String(text.length) };
    return ask(attempt(), file, { method: "PUT", body: text, headers: { ...length, ...headers } });
  }

  function welcome(answer: boolean) {
    vi.spyOn(env.SESSION, "getByName").mockReturnValue({
      mayWrite: async (asked: string, number: number) => answer && asked === job && number === 2,
    } as never);
  }

  it("writes below its own prefix while it runs", async () => {
    welcome(true);
    expect((await put("segment.m4s", "hello")).status).toBe(201);
    const key = `${enhancementPrefix(session.id, video, own)}${job}/2/segment.m4s`;
    expect(await (await env.MEDIA.get(key))?.text()).toBe("hello");
  });

  it("of the metadata writes below its own prefix while it runs, and not afterwards", async () => {
    enhancement = null;
    welcome(true);
    expect((await put("poster.jpg", "hello")).status).toBe(201);
    const prefix = `${metadataPrefix(session.id, video)}${job}/2/`;
    expect(await (await env.MEDIA.get(`${prefix}poster.jpg`))?.text()).toBe("hello");
    welcome(false);
    expect((await put("late.jpg", "hello")).status).toBe(409);
    expect(await env.MEDIA.head(`${prefix}late.jpg`)).toBeNull();
  });

  it("writes nothing once it is not welcome", async () => {
    welcome(false);
    expect((await put("late.m4s", "hello")).status).toBe(409);
    const key = `${enhancementPrefix(session.id, video, own)}${job}/2/late.m4s`;
    expect(await env.MEDIA.head(key)).toBeNull();
  });

  it("says how much it writes, and not too much", async () => {
    welcome(true);
    const body = new Blob(["x"]).stream();
    const unknown = await ask(attempt(), "a.m4s", { method: "PUT", body });
    expect(unknown.status).toBe(411);
    const large = await put("a.m4s", "x", { "content-length": String(257 * 1024 * 1024) });
    expect(large.status).toBe(413);
  });

  it("leaves nothing when the body is shorter than was said", async () => {
    welcome(true);
    await expect(put("short.m4s", "x", { "content-length": "2" })).rejects.toThrow();
    const key = `${enhancementPrefix(session.id, video, own)}${job}/2/short.m4s`;
    expect(await env.MEDIA.head(key)).toBeNull();
  });

  it("writes single names only, and reads nothing", async () => {
    welcome(true);
    for (const file of ["a/b", "..", "%2e%2e", "A.m4s", ".x"]) {
      expect((await put(file, "x")).status).toBe(404);
    }
    const reading = await ask(attempt(), "segment.m4s");
    expect([reading.status, reading.headers.get("allow")]).toEqual([405, "PUT"]);
  });
});
