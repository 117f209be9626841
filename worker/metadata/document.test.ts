// The metadata document as its client gets it, from a session whose jobs have answered.

import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { type JobKind, type JobOf, PartSchema } from "../../protocol/job.ts";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import { readCapability } from "../capability.ts";
import { attemptPath, metadataPrefix } from "../keys.ts";
import { serveMedia } from "../media/gateway.ts";
import { resultOf } from "../testing/fake-transcoder.ts";
import { FACTS, PACKETS, PICTURE, soundOf } from "../testing/metadata-samples.ts";
import { withSession } from "../testing/with-session.ts";
import { keysBelow, until, uploadVideo, watch } from "../testing/world.ts";

const here = withSession();

/** Uploads a clip under a name, as its sender declares it; nothing is enhanced. */
const upload = (filename: string, filetype?: string) =>
  uploadVideo(here.session, {
    filename,
    settings: { mode: "off" },
    metadataHeader: filetype === undefined ? null : `filetype ${btoa(filetype)}`,
  });

const documentOf = async (video: string) =>
  MetadataDocumentSchema.parse(await here.session.stub.metadata(video));

const ready = ({ status }: { status: string }) => status === "ready";

/** The one request of that kind. */
function request<Kind extends JobKind>(kind: Kind): JobOf<Kind> {
  const found = here.transcoder.requests.filter((job): job is JobOf<Kind> => job.kind === kind);
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} of ${kind}`);
  return only;
}

/** Puts what a job is said to have written, and answers what its URL gives. */
async function fetched(url: string | null | undefined, video: string, job: string, name: string) {
  await env.MEDIA.put(metadataPrefix(here.session.id, video) + attemptPath(job, 1) + name, name);
  const answer = await serveMedia(new Request(`http://media.internal${url}`), env);
  return answer.text();
}

describe("the document", () => {
  it("holds all that the jobs found, also after the session slept", async () => {
    const video = await upload("clip.mp4", "video/mp4");
    await until(here.session, video, ready);
    const before = await documentOf(video);
    await evictDurableObject(here.session.stub);
    const document = await documentOf(video);
    expect(document).toEqual(before);
    expect(document).toMatchObject({
      version: 1,
      stage: "content",
      facts: FACTS,
      packets: PACKETS,
    });
    expect(document.content).toMatchObject({
      picture: PICTURE,
      sound: [soundOf(1)],
      sha256: "ab".repeat(32),
      poster: { at: 2, width: 640, height: 360 },
      sprite: { columns: 10, rows: 1, step: 1, count: 10 },
    });
    expect(document.content?.sprite).not.toHaveProperty("vtt");
    expect(document.findings.length).toBeGreaterThan(0);
  });

  it("names files where they can be read", async () => {
    const video = await upload("clip.mp4");
    const { posterUrl } = await until(here.session, video, ready);
    const { content, rawUrl } = await documentOf(video);
    expect(content?.poster?.url).toBe(posterUrl);
    const summarise = request("summarise").id;
    for (const [url, job, name] of [
      [rawUrl, request("probe").id, "ffprobe.json"],
      [posterUrl, request("poster").id, "poster.jpg"],
      [content?.sprite?.vttUrl, summarise, "sprite.vtt"],
      [content?.sprite?.sheetUrls[0], summarise, "sprite-0.jpg"],
    ] as const) {
      expect(await fetched(url, video, job, name)).toBe(name);
    }
  });

  it("keeps what it names, and nothing of what the looks have written", async () => {
    let video = "";
    here.transcoder.script = async ({ kind, id, attempt }) => {
      if (kind !== "look" && kind !== "poster") return undefined;
      const key = metadataPrefix(here.session.id, video) + attemptPath(id, attempt);
      await env.MEDIA.put(`${key}file`, "x");
      return undefined;
    };
    video = await upload("clip.mp4");
    await until(here.session, video, ready);
    await runDurableObjectAlarm(here.session.stub);
    const kept = await keysBelow(metadataPrefix(here.session.id, video));
    expect(kept).toEqual([expect.stringContaining(`/${request("poster").id}/1/file`)]);
  });

  it("tells of each step that there is more to show", async () => {
    const { messages } = await watch(here.session);
    const video = await upload("clip.mp4");
    await until(here.session, video, ready);
    const types = () => messages.map(({ type }) => type).filter((type) => /^metadata/.test(type));
    // Facts, packets, poster, digest, sound; pictures come last.
    const told = [...Array(5).fill("metadata.updated"), "metadata.ready"];
    await vi.waitFor(() => expect(types()).toEqual(told));
  });

  it("has content as far as it is known, and none before", async () => {
    here.transcoder.script = (job) => (job.kind === "look" ? "hang" : undefined);
    const video = await upload("clip.mp4");
    expect((await documentOf(video)).content).toBeNull();
    await vi.waitFor(async () => {
      const { stage, content } = await documentOf(video);
      expect(stage).toBe("packets");
      expect(content).toMatchObject({ picture: null, sprite: null, sound: [{ index: 1 }] });
      expect(content?.poster).not.toBeNull();
      expect(content?.sha256).not.toBeNull();
    });
    await here.session.stub.cancel(video);
  });

  it("takes damage of the source for an answer", async () => {
    here.transcoder.script = ({ kind }) => {
      const at = { at: 0, width: 0, height: 0 };
      if (kind === "poster") return [{ type: "result", result: { kind, file: null, ...at } }];
      if (kind === "listen") return [{ type: "result", result: { kind, sound: null } }];
      if (kind !== "summarise") return undefined;
      return [{ type: "result", result: { kind, picture: null, sprite: null } }];
    };
    const video = await upload("clip.mp4");
    const { posterUrl } = await until(here.session, video, ready);
    expect(posterUrl).toBeNull();
    const { content } = await documentOf(video);
    expect(content).toMatchObject({ picture: null, sound: [], poster: null, sprite: null });
  });

  it.each([
    ["clip.MP4", "video/mp4", "mp4", "video/mp4"],
    ["Holiday. The second part", "video/mp4; codecs=avc1", null, "video/mp4"],
    [".mp4", "VIDEO/QuickTime", null, "video/quicktime"],
    ["a.b.mkv", "no media type", "mkv", null],
    ["video", "text/<b>", null, null],
    ["clip.mp4", undefined, "mp4", null],
  ])(
    "says of %j declared as %j what its sender claims",
    async (name, type, extension, declared) => {
      const video = await upload(name, type);
      const { file } = await documentOf(video);
      expect(file).toMatchObject({ name, bytes: 100, extension, declaredType: declared });
      expect(file.mediaType).toBe("video/mp4");
      expect(Date.parse(file.uploadedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
    },
  );
});

describe("the requests of the metadata jobs", () => {
  it("open one source, and let each write below its own prefix", async () => {
    const video = await upload("clip.mp4");
    await until(here.session, video, ready);
    expect(request("listen")).toMatchObject({ streamIndex: 1 });
    expect(request("look")).toMatchObject({ start: 0, end: null, spriteStep: 1 });
    for (const kind of ["probe", "poster", "look", "summarise"] as const) {
      const { id, output, source } = request(kind);
      expect(capabilityOf(source.url)).toMatchObject({ resource: "original", video });
      const attempt = { resource: "attempt", video, enhancement: null, job: id, attempt: 1 };
      expect(capabilityOf(output.url)).toMatchObject(attempt);
    }
    const { partsUrl, looks, spriteStep } = request("summarise");
    expect(capabilityOf(partsUrl)).toMatchObject({ resource: "metadata", video });
    const look = resultOf("look");
    const files = look.kind === "look" ? look.files.map((file) => PartSchema.parse(file)) : [];
    const folder = `${request("look").id}/1`;
    expect(looks).toEqual([files.map(({ name, bytes }) => ({ path: `${folder}/${name}`, bytes }))]);
    expect(spriteStep).toBe(1);
  });

  function capabilityOf(url: string) {
    const segment = new URL(url).pathname.split("/")[3] ?? "";
    return readCapability(env.SIGNING_KEY, segment, Date.now());
  }
});
