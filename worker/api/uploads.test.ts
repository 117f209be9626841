// The tus protocol as a client meets it, request by request, against the whole Worker.
// https://tus.io/protocols/resumable-upload

import { createExecutionContext, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemSchema } from "../../protocol/problem.ts";
import worker from "../index.ts";
import { videoPrefix } from "../keys.ts";
import { FakeTranscoder } from "../testing/fake-transcoder.ts";
import { keysBelow, newSession, type TestSession } from "../testing/world.ts";
import { mintToken } from "../token.ts";

const FILM = new TextEncoder().encode(`\0\0\0\x20ftypisom${"reel".repeat(500)}`);
const PIECE = { "content-type": "application/offset+octet-stream" };

let session: TestSession;
let token: string;

beforeEach(async () => {
  vi.stubGlobal("fetch", new FakeTranscoder().fetch);
  session = await newSession();
  token = mintToken(env.SIGNING_KEY, session.id, Date.now() + 60_000);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await reset();
});

type Headers_ = Record<string, string>;

async function send(method: string, path: string, headers: Headers_ = {}, body?: BodyInit) {
  const request = new Request(`http://reelight.test${path}`, {
    method,
    headers: { "tus-resumable": "1.0.0", authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return worker.fetch(request, env, createExecutionContext());
}

async function create(headers: Headers_ = { "upload-length": String(FILM.length) }) {
  const answer = await send("POST", "/v1/uploads", headers);
  expect(answer.status).toBe(201);
  return answer.headers.get("location") ?? "";
}

function patch(path: string, offset: number, body: BodyInit, headers: Headers_ = {}) {
  return send("PATCH", path, { ...PIECE, "upload-offset": String(offset), ...headers }, body);
}

async function codeOf(answer: Response): Promise<string> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return ProblemSchema.parse(await answer.json()).code;
}

const idOf = (path: string) => path.split("/").at(-1) ?? "";

describe("every answer", () => {
  it("names the version and may be read by pages of other origins, refusals too", async () => {
    const answers = [
      await send("POST", "/v1/uploads", { "upload-length": "5" }),
      await send("POST", "/v1/uploads", {}),
      await send("HEAD", "/v1/uploads/vid_0"),
      await send("PATCH", "/v1/uploads/vid_0", { authorization: "" }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 400, 404, 401]);
    for (const { headers } of answers) {
      expect(headers.get("tus-resumable")).toBe("1.0.0");
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-expose-headers")).toContain("Upload-Offset");
    }
  });

  it("asks for the version it speaks", async () => {
    for (const version of ["", "0.2.2"]) {
      const answer = await send("POST", "/v1/uploads", { "tus-resumable": version });
      expect([answer.status, answer.headers.get("tus-version")]).toEqual([412, "1.0.0"]);
    }
  });

  it("is the same with a slash at the end", async () => {
    const answer = await send("POST", "/v1/uploads/", { "upload-length": "5" });
    expect(answer.status).toBe(201);
    const path = `${answer.headers.get("location")}/`;
    expect((await send("HEAD", path)).status).toBe(200);
  });
});

describe("OPTIONS", () => {
  it("tells what is offered, without a token or a version", async () => {
    const headers = { "tus-resumable": "", authorization: "" };
    const answer = await send("OPTIONS", "/v1/uploads", headers);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("tus-extension")).toBe(
      "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination",
    );
    expect(answer.headers.get("tus-max-size")).toBe("10737418240");
    expect(answer.headers.get("tus-checksum-algorithm")).toBe("sha1,sha256");
  });

  it("lets a browser's page send what tus needs", async () => {
    const answer = await send("OPTIONS", "/v1/uploads/vid_0", {
      origin: "https://elsewhere.example",
      "access-control-request-method": "PATCH",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(answer.headers.get("access-control-allow-headers")).toContain("Upload-Offset");
    expect(answer.headers.get("access-control-max-age")).toBe("86400");
  });
});

describe("creation", () => {
  it("tells where and until when, and keeps the name as data", async () => {
    const name = Buffer.from("../../a\u202e/film.mp4").toString("base64");
    const answer = await send("POST", "/v1/uploads", {
      "upload-length": "5",
      "upload-metadata": `filename ${name}`,
    });
    const path = answer.headers.get("location") ?? "";
    expect(path).toMatch(/^\/v1\/uploads\/vid_[0-9a-f]{32}$/);
    expect(answer.headers.get("upload-expires")).toMatch(
      /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
    );
    expect((await session.stub.video(idOf(path)))?.filename).toBe("film.mp4");
    const head = await send("HEAD", path);
    expect(head.headers.get("upload-metadata")).toBe(`filename ${name}`);
  });

  it.each([
    [{}, 400],
    [{ "upload-length": "-1" }, 400],
    [{ "upload-length": "1e3" }, 400],
    [{ "upload-length": "5", "upload-defer-length": "1" }, 400],
    [{ "upload-defer-length": "2" }, 400],
    [{ "upload-length": "5", "upload-concat": "partial" }, 400],
    [{ "upload-length": "10737418241" }, 413],
    [{ "upload-length": "5", "upload-metadata": "filename ~~" }, 400],
  ])("is refused with %j: %i", async (headers, status) => {
    expect((await send("POST", "/v1/uploads", headers)).status).toBe(status);
  });

  it("refuses settings by name", async () => {
    const settings = Buffer.from('{"mode":"manual","brightness":7}').toString("base64");
    const headers = { "upload-length": "5", "upload-metadata": `settings ${settings}` };
    const answer = await send("POST", "/v1/uploads", headers);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "invalid_settings",
      detail: "brightness must be a number from -1 to 1.",
    });
  });

  it("takes bytes along", async () => {
    const headers = { ...PIECE, "upload-length": String(FILM.length) };
    const answer = await send("POST", "/v1/uploads", headers, FILM.slice(0, 700));
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([201, "700"]);
  });

  it("of an empty file makes a video that failed for being empty", async () => {
    const path = await create({ "upload-length": "0" });
    const video = await session.stub.video(idOf(path));
    expect([video?.status, video?.failure?.code]).toEqual(["failed", "empty_file"]);
    const head = await send("HEAD", path);
    expect([head.status, head.headers.get("upload-offset")]).toEqual([200, "0"]);
  });
});

describe("PATCH and HEAD", () => {
  it("carry a file over in pieces", async () => {
    const path = await create();
    const first = await patch(path, 0, FILM.slice(0, 700));
    expect([first.status, first.headers.get("upload-offset")]).toEqual([204, "700"]);
    expect(first.headers.get("upload-expires")).not.toBeNull();
    const head = await send("HEAD", path);
    expect(Object.fromEntries(head.headers)).toMatchObject({
      "cache-control": "no-store",
      "upload-length": String(FILM.length),
      "upload-offset": "700",
    });
    const rest = await patch(path, 700, FILM.slice(700));
    expect(rest.headers.get("upload-offset")).toBe(String(FILM.length));
    expect((await session.stub.video(idOf(path)))?.upload.complete).toBe(true);
  });

  it("take the length with the last, empty piece", async () => {
    const path = await create({ "upload-defer-length": "1" });
    expect((await send("HEAD", path)).headers.get("upload-defer-length")).toBe("1");
    await patch(path, 0, FILM.slice());
    const length = { "upload-length": String(FILM.length) };
    const last = await patch(path, FILM.length, new Uint8Array(), length);
    expect(last.status).toBe(204);
    expect((await session.stub.video(idOf(path)))?.upload.complete).toBe(true);
  });

  it("judge a file of few bytes when its length is told at the end", async () => {
    const path = await create({ "upload-defer-length": "1" });
    expect((await patch(path, 0, "RIFF")).status).toBe(204);
    const last = await patch(path, 4, new Uint8Array(), { "upload-length": "4" });
    expect([last.status, await codeOf(last)]).toEqual([415, "not_a_video"]);
  });

  it("refuse another offset and change nothing", async () => {
    const path = await create();
    const answer = await patch(path, 5, FILM.slice());
    expect([answer.status, await codeOf(answer)]).toEqual([409, "offset_conflict"]);
    expect((await send("HEAD", path)).headers.get("upload-offset")).toBe("0");
  });

  it("refuse another content type, a broken offset and unknown uploads", async () => {
    const path = await create();
    const typed = await patch(path, 0, FILM.slice(), { "content-type": "video/mp4" });
    expect(typed.status).toBe(415);
    expect((await patch(path, 0, FILM.slice(), { "upload-offset": "x" })).status).toBe(400);
    expect((await send("PATCH", path, PIECE, FILM.slice())).status).toBe(400);
    const unknown = `/v1/uploads/vid_${"0".repeat(32)}`;
    expect((await patch(unknown, 0, FILM.slice())).status).toBe(404);
    const head = await send("HEAD", unknown);
    expect([head.status, head.headers.get("upload-offset")]).toEqual([404, null]);
  });

  it("are the session's own", async () => {
    const path = await create();
    const other = await newSession();
    token = mintToken(env.SIGNING_KEY, other.id, Date.now() + 60_000);
    expect((await send("HEAD", path)).status).toBe(404);
    expect((await patch(path, 0, FILM.slice())).status).toBe(404);
    expect((await send("DELETE", path)).status).toBe(404);
  });

  it("take the method beside POST from proxies that know no other", async () => {
    const path = await create();
    const headers = { ...PIECE, "upload-offset": "0", "x-http-method-override": "PATCH" };
    expect((await send("POST", path, headers, FILM.slice())).status).toBe(204);
  });

  it("refuse more bytes than were announced, and keep none of them", async () => {
    const path = await create({ "upload-length": "100" });
    const length = { "content-length": String(FILM.length) };
    expect((await patch(path, 0, FILM.slice(), length)).status).toBe(413);
    expect((await patch(path, 0, new Blob([FILM]).stream())).status).toBe(413);
    expect((await send("HEAD", path)).headers.get("upload-offset")).toBe("0");
    expect(await keysBelow(videoPrefix(session.id, idOf(path)))).toEqual([]);
  });

  it("refuse what is no video, by name, once and for all", async () => {
    const picture = await create({ "upload-length": "5000" });
    const png = await patch(picture, 0, Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
    expect([png.status, await codeOf(png)]).toEqual([415, "not_a_video"]);
    const text = await create({ "upload-length": "20" });
    const refused = await patch(text, 0, "just a line of words");
    expect([refused.status, await codeOf(refused)]).toEqual([415, "not_a_video"]);
    expect((await send("HEAD", text)).status).toBe(410);
    expect((await patch(text, 0, FILM.slice(0, 20))).status).toBe(410);
    const video = await session.stub.video(idOf(text));
    expect([video?.status, video?.failure?.code]).toEqual(["failed", "not_a_video"]);
  });
});

describe("checksum", () => {
  const digest = (algorithm: string) => createHash(algorithm).update(FILM).digest("base64");

  it.each(["sha1", "sha256"])("%s lets the right bytes in", async (algorithm) => {
    const path = await create();
    const headers = { "upload-checksum": `${algorithm} ${digest(algorithm)}` };
    expect((await patch(path, 0, FILM.slice(), headers)).status).toBe(204);
  });

  it("takes nothing of the wrong ones", async () => {
    const path = await create();
    const headers = { "upload-checksum": `sha1 ${digest("sha1")}` };
    const answer = await patch(path, 0, FILM.slice(1), headers);
    expect([answer.status, await codeOf(answer)]).toEqual([460, "checksum_mismatch"]);
    expect((await send("HEAD", path)).headers.get("upload-offset")).toBe("0");
    expect(await keysBelow(videoPrefix(session.id, idOf(path)))).toEqual([]);
  });

  it.each(["md5 AAAA", "sha1", "sha1 AAAA", "sha1 ~~"])("refuses %s", async (header) => {
    const path = await create();
    const answer = await patch(path, 0, FILM.slice(), { "upload-checksum": header });
    expect(answer.status).toBe(400);
  });
});

describe("termination", () => {
  it("removes the upload", async () => {
    const path = await create();
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await send("HEAD", path)).status).toBe(404);
    expect((await send("DELETE", path)).status).toBe(404);
  });
});

describe("a file in one request", () => {
  it("becomes a video, with or without its length", async () => {
    const known = await send("POST", "/v1/videos?filename=a.mp4", {}, FILM.slice());
    expect(known.status).toBe(201);
    expect(known.headers.get("location")).toMatch(/^\/v1\/videos\/vid_/);
    expect(await known.json()).toMatchObject({
      filename: "a.mp4",
      bytes: FILM.length,
      upload: { complete: true },
    });
    const stream = new Blob([FILM]).stream();
    const unknown = await send(
      "POST",
      "/v1/videos?settings=%7B%22mode%22%3A%22off%22%7D",
      {},
      stream,
    );
    expect(await unknown.json()).toMatchObject({ filename: "video", enhancements: [] });
  });

  it("is refused by name, and its settings too", async () => {
    const text = await send("POST", "/v1/videos", {}, "only words");
    expect([text.status, await codeOf(text)]).toEqual([415, "not_a_video"]);
    const empty = await send("POST", "/v1/videos", {});
    expect([empty.status, await codeOf(empty)]).toEqual([415, "empty_file"]);
    const settings = await send("POST", "/v1/videos?settings=%7B", {}, FILM.slice());
    expect([settings.status, await codeOf(settings)]).toEqual([422, "invalid_settings"]);
  });

  it("leaves nothing when it breaks off", async () => {
    const source: UnderlyingByteSource = {
      type: "bytes",
      pull(controller) {
        controller.enqueue(FILM.slice(0, 900));
        controller.error(new Error("connection lost"));
      },
    };
    const headers = { "content-length": String(FILM.length) };
    const cut = new Request("http://reelight.test/v1/videos", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: new ReadableStream(source),
    });
    const answer = await worker.fetch(cut, env, createExecutionContext());
    expect(answer.status).toBe(422);
    expect((await session.stub.snapshot())?.videos).toEqual([]);
  });
});
