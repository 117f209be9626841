// The metadata document in its formats, through the whole Worker, and the schema that describes it.

import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type Schema, Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import { ProblemSchema } from "../../protocol/problem.ts";
import worker from "../index.ts";
import { attemptPath, metadataPrefix } from "../keys.ts";
import type { mediainfoOf } from "../metadata/mediainfo.ts";
import { sampleDocument } from "../metadata/testing/sample-document.ts";
import { withSession } from "../testing/with-session.ts";
import { bearerOf, newSession, until, uploadVideo } from "../testing/world.ts";

const ORIGIN = "http://reelight.test";

const here = withSession();

function get(path: string, authorization: string | null): Promise<Response> {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const request = new Request(ORIGIN + path, { headers });
  return Promise.resolve(worker.fetch(request, env, createExecutionContext()));
}

const ask = (video: string, query = "", owner = here.session) =>
  get(`/v1/videos/${video}/metadata${query}`, bearerOf(owner));

async function uploaded(): Promise<string> {
  const video = await uploadVideo(here.session);
  await until(here.session, video, ({ metadata }) => metadata.status === "ready");
  return video;
}

/** Puts what the probe is said to have written. */
async function putRaw(video: string, text: string): Promise<void> {
  const probe = here.transcoder.requests.find(({ kind }) => kind === "probe");
  const key = metadataPrefix(here.session.id, video) + attemptPath(probe?.id ?? "", 1);
  await env.MEDIA.put(`${key}ffprobe.json`, text);
}

describe("the document in its formats", () => {
  it.each(["", "?format=json"])("is JSON for %j", async (query) => {
    const video = await uploaded();
    const answer = await ask(video, query);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("content-disposition")).toBeNull();
    expect(MetadataDocumentSchema.parse(await answer.json()).facts?.source).toBe("ffprobe");
  });

  it("is ffprobe's own answer, byte for byte", async () => {
    const video = await uploaded();
    const raw = '{"format": {"filename": "clip" }}\n';
    await putRaw(video, raw);
    const answer = await ask(video, "?format=ffprobe");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="clip.mp4.ffprobe.json"',
    );
    expect(await answer.text()).toBe(raw);
  });

  it("says so where ffprobe's answer is not there yet", async () => {
    here.transcoder.script = ({ kind }) => (kind === "probe" ? "hang" : undefined);
    const video = await uploadVideo(here.session);
    const answer = await ask(video, "?format=ffprobe");
    expect(answer.status).toBe(404);
    const { code, detail } = ProblemSchema.parse(await answer.json());
    expect(code).toBe("not_found");
    expect(detail).toContain("not there yet");
    await here.session.stub.cancel(video);
  });

  it("has MediaInfo's shape", async () => {
    const answer = await ask(await uploaded(), "?format=mediainfo");
    expect(answer.headers.get("content-disposition")).toContain("clip.mp4.mediainfo.json");
    const { media } = await answer.json<ReturnType<typeof mediainfoOf>>();
    expect(media["@ref"]).toBe("clip.mp4");
    expect(media.track.map((track) => track["@type"])).toEqual(["General", "Video", "Audio"]);
    expect(media.track[0]).toMatchObject({ Format: "MPEG-4", FileSize: "100", VideoCount: "1" });
  });

  it("is a table", async () => {
    const answer = await ask(await uploaded(), "?format=csv");
    expect(answer.headers.get("content-type")).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get("content-disposition")).toContain("clip.mp4.metadata.csv");
    expect(await answer.text()).toMatch(
      /^path,value,unit,source\r\n\/version,1,,\r\n[\s\S]*\/file\/name,clip.mp4,,name\r\n/,
    );
  });

  it("is refused in an unknown format, with the names of those that are known", async () => {
    const answer = await ask(await uploaded(), "?format=xml");
    expect(answer.status).toBe(400);
    expect(ProblemSchema.parse(await answer.json())).toMatchObject({
      code: "bad_request",
      detail: "format must be one of json, ffprobe, mediainfo, csv.",
    });
  });

  it.each(["json", "ffprobe", "mediainfo", "csv"])("is its owner's alone as %s", async (format) => {
    const video = await uploaded();
    await putRaw(video, "{}");
    const query = `?format=${format}`;
    expect((await ask(video, query)).status).toBe(200);
    expect((await ask(video, query, await newSession())).status).toBe(404);
    expect((await get(`/v1/videos/${video}/metadata${query}`, null)).status).toBe(401);
  });
});

describe("the schema", () => {
  async function schema(): Promise<Schema> {
    const answer = await get("/schema/metadata.json", null);
    expect(answer.status).toBe(200);
    return answer.json();
  }

  it("is public, may be kept, and may be read by any page", async () => {
    const answer = await get("/schema/metadata.json", null);
    expect(answer.headers.get("content-type")).toBe("application/schema+json");
    expect(answer.headers.get("cache-control")).toMatch(/^public, max-age=/);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
    });
  });

  it("describes documents as they are answered", async () => {
    const validator = new Validator(await schema(), "2020-12", false);
    const answered = await (await ask(await uploaded())).json();
    expect(validator.validate(answered).errors).toEqual([]);
    const whole = { ...sampleDocument(), findings: [] };
    expect(validator.validate(whole).errors).toEqual([]);
    // Fields may be added without a new version.
    expect(validator.validate({ ...whole, added: 1 }).valid).toBe(true);
  });

  it("refuses what is no such document", async () => {
    const validator = new Validator(await schema(), "2020-12", false);
    const broken = [
      { ...sampleDocument(), findings: [{ code: "unheard_of" }] },
      { ...sampleDocument(), findings: [], version: 2 },
      { ...sampleDocument(({ video }) => Object.assign(video, { width: "wide" })), findings: [] },
      sampleDocument(),
    ];
    for (const document of broken) expect(validator.validate(document).valid).toBe(false);
  });
});
