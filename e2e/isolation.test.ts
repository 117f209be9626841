// A client sees its own session and nothing else. Two strangers use the same server: neither gets
// the other's events, videos or media, by whatever id or address they guess, forge or mix up.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Video } from "../protocol/video.ts";
import { type Client, createSession, jsonBody, newest, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

const { origin } = sharedProduct();

type Person = { client: Client; watcher: Watcher; video: Video };

let anna: Person;
let bela: Person;

beforeAll(async () => {
  anna = await person();
  bela = await person();
});

/** Somebody with a finished video of their own. */
async function person(): Promise<Person> {
  const client = await createSession(origin);
  const watcher = await client.watch();
  const { video } = await client.upload(await clip("odd size"));
  await watcher.waitForEvent("enhancement.ready", video);
  await watcher.waitForEvent("metadata.ready", video);
  return { client, watcher, video: await client.video(video) };
}

describe("events and lists", () => {
  it("hold nothing of anybody else", async () => {
    for (const [own, other] of [
      [anna, bela],
      [bela, anna],
    ] as const) {
      const heard = JSON.stringify(own.watcher.heard);
      expect(heard).toContain(own.video.id);
      for (const secret of [other.video.id, other.client.session.id, other.client.token]) {
        expect(heard).not.toContain(secret);
      }
      const { videos } = await own.client.snapshot();
      expect(videos).toEqual([own.video]);
      expect((await own.client.videos()).videos).toEqual([own.video]);
      const { events } = await own.client.events(0);
      expect(JSON.stringify(events)).not.toContain(other.video.id);
    }
  });
});

describe("ids of others", () => {
  const calls: [string, (id: string) => [string, RequestInit]][] = [
    ["GET video", (id) => [`/v1/videos/${id}`, {}]],
    ["GET metadata", (id) => [`/v1/videos/${id}/metadata`, {}]],
    ["GET timeline", (id) => [`/v1/videos/${id}/timeline`, {}]],
    ["DELETE video", (id) => [`/v1/videos/${id}`, { method: "DELETE" }]],
    ["POST enhancements", (id) => [`/v1/videos/${id}/enhancements`, jsonBody({ mode: "auto" })]],
    ["POST retry", (id) => [`/v1/videos/${id}/retry`, { method: "POST" }]],
    ["POST cancel", (id) => [`/v1/videos/${id}/cancel`, { method: "POST" }]],
  ];

  it.each(calls)("are as unknown as any: %s", async (_, request) => {
    const ids = [
      bela.video.id,
      `vid_${"a".repeat(32)}`,
      "vid_..%2f..",
      "x",
      bela.client.session.id,
    ];
    const answers = [];
    for (const id of ids) {
      const answer = await anna.client.call(...request(id));
      expect(answer.status).toBe(404);
      answers.push({ ...(await problemOf(answer)), requestId: "" });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await bela.client.video(bela.video.id)).toEqual(bela.video);
  });
});

describe("tokens", () => {
  const without = (authorization: string | null) =>
    fetch(`${origin}/v1/session`, authorization === null ? {} : { headers: { authorization } });

  it("are needed, whole and unchanged", async () => {
    const { token } = anna.client;
    const broken = [
      null,
      "",
      "Bearer",
      `Basic ${token}`,
      "Bearer x",
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token}A`,
      `Bearer ${flipped(token)}`,
      `Bearer ${swapped(token, bela.client.token)}`,
      `Bearer ${"a".repeat(600)}`,
    ];
    for (const authorization of broken) {
      const answer = await without(authorization);
      expect(answer.status, authorization ?? "none").toBe(401);
      expect((await problemOf(answer)).code).toBe("unauthorized");
    }
    for (const path of ["/v1/videos", "/v1/session/events", `/v1/videos/${anna.video.id}`]) {
      expect((await fetch(origin + path)).status).toBe(401);
    }
    const upload = { method: "POST", headers: { "tus-resumable": "1.0.0", "upload-length": "9" } };
    expect((await fetch(`${origin}/v1/uploads`, upload)).status).toBe(401);
    expect((await fetch(`${origin}/v1/videos?filename=x`, { method: "POST" })).status).toBe(401);
  });

  it("open no socket when they are broken", async () => {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/v1/session/events`, [
      "reelight.v1",
      `bearer.${flipped(anna.client.token)}`,
    ]);
    await new Promise((resolve) => {
      socket.addEventListener("error", resolve);
      socket.addEventListener("open", () => resolve(socket.close()));
    });
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  it("have the form that browsers take as a subprotocol", () => {
    expect(anna.client.token).toMatch(/^[A-Za-z0-9._-]{32,512}$/);
  });
});

describe("capabilities", () => {
  const status = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(new URL(path, origin), init);
    await answer.arrayBuffer();
    return answer.status;
  };

  it("open what they name to whoever has them", async () => {
    const { original } = anna.video;
    const { downloadUrl, playlistUrl } = newest(anna.video);
    for (const url of [original?.url, downloadUrl, playlistUrl]) {
      expect(await status(url ?? "")).toBe(200);
    }
    const answer = await fetch(new URL(original?.url ?? "", origin));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(readFileSync(await clip("odd size")))).toBe(true);
  });

  it("open nothing else", async () => {
    const [own, other] = [addresses(anna.video), addresses(bela.video)];
    expect(await status(`${own.original}/enhanced.mp4`)).toBe(404);
    expect(await status(`${own.original}/index.m3u8`)).toBe(404);
    expect(await status(`${own.enhancement}/original`)).toBe(404);
    expect(await status(`${own.original}/../${"original"}`)).toBe(404);
    for (const file of [
      "..%2foriginal",
      "%2e%2e/original",
      "job_x/1/segment.m4s",
      "",
      "source/0-1",
    ]) {
      expect(await status(`${own.enhancement}/${file}`), file).toBe(404);
    }
    const segment = await segmentOf(bela.video);
    expect(await status(`${other.enhancement}/${segment}`)).toBe(200);
    expect(await status(`${own.enhancement}/${segment}`)).toBe(404);
  });

  it("cannot be forged, bent or swapped", async () => {
    const [own, other] = [addresses(anna.video), addresses(bela.video)];
    const capability = own.original.split("/").at(-1) ?? "";
    const strangers = other.original.split("/").at(-1) ?? "";
    const forged = Buffer.from(
      Buffer.from(capability.split(".")[0] ?? "", "base64url")
        .toString()
        .replace(anna.video.id, bela.video.id),
    ).toString("base64url");
    const tries = [
      "x",
      capability.slice(0, -2),
      `${capability}A`,
      flipped(capability),
      swapped(capability, strangers),
      `${forged}.${capability.split(".")[1]}`,
      `${forged}.`,
      anna.client.token,
      "%00",
    ];
    for (const text of tries) expect(await status(`/v1/media/${text}/original`), text).toBe(404);
  });

  it("do not let anybody write", async () => {
    const own = addresses(anna.video);
    const body = new Uint8Array(8);
    for (const path of [`${own.original}/original`, `${own.enhancement}/enhanced.mp4`]) {
      for (const method of ["PUT", "POST", "DELETE", "PATCH"]) {
        expect(await status(path, { method, body })).toBe(405);
      }
    }
  });
});

/** Addresses of a video's two resources, without a file. */
function addresses(video: Video): { original: string; enhancement: string } {
  const folder = (url: string | null | undefined) => (url ?? "").replace(/\/[^/]+$/, "");
  return {
    original: folder(video.original?.url),
    enhancement: folder(newest(video).playlistUrl),
  };
}

/** The path of a video's first segment, below its enhancement's address. */
async function segmentOf(video: Video): Promise<string> {
  const { enhancement } = addresses(video);
  const answer = await fetch(new URL(`${enhancement}/video.m3u8`, origin));
  return (await answer.text()).split("\n").find((line) => line.endsWith(".m4s")) ?? "";
}

/** The text with one character in its middle changed. */
function flipped(text: string): string {
  const place = Math.floor(text.length / 3);
  return text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);
}

/** What the one says under the signature of the other. */
function swapped(text: string, other: string): string {
  return `${text.split(".")[0]}.${other.split(".")[1]}`;
}
