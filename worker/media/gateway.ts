// The media gateway: every byte of media that leaves or enters, behind a capability. Browsers play
// from it, ffmpeg reads sources and writes results through it, on a laptop over loopback and in
// production through the container's outbound handler. It asks for no token and reads no cookie:
// the URL itself is the right, and an unknown, forged or expired one is not found.
//
//   GET, HEAD  <original>/original
//   GET, HEAD  <enhancement>/enhanced.mp4 · hdr.mp4 · index.m3u8 · video.m3u8 · audio-N.m3u8
//   GET, HEAD  <enhancement>/<job>/<attempt>/<name> · <metadata>/<job>/<attempt>/<name>
//   GET, HEAD  <preview>/<name> · <proxy>/proxy.mp4
//   PUT        <attempt>/<name> · <preview-output>/<name> · <proxy-output>/<name>
//
// Content is a stranger's: its type is what the first bytes or our own names say, it is never
// sniffed, and a page made of it runs in a sandbox.

import { Hono } from "hono";
import { isId } from "../../protocol/ids.ts";
import { PART_NAME } from "../../protocol/job.ts";
import type { ProblemCode } from "../../protocol/problem.ts";
import { type Capability, readCapability } from "../capability.ts";
import { CORS_HEADERS, PREFLIGHT_HEADERS } from "../cors.ts";
import type { Env } from "../env.ts";
import {
  attemptPath,
  enhancementPrefix,
  metadataPrefix,
  PROXY_FILE,
  previewPrefix,
  proxyPrefix,
  RESULT_FILES,
} from "../keys.ts";
import { problemResponse } from "../problem.ts";
import { serveChunkedFile, serveObject } from "./serve.ts";

/** Most bytes of one object a job may write: 8 s of a rich 4K picture take some 80 MB. */
const OBJECT_BYTES_MAX = 256 * 1024 * 1024;

const RENDITIONS = ["sdr", "hdr"] as const;

const PLAYLIST = /^(index|video|audio-\d{1,2})\.m3u8$/;

/** Resources that are written and never read. */
const WRITTEN = ["attempt", "preview-output", "proxy-output"] as const;
type Written = (typeof WRITTEN)[number];

type Owned<Resource extends Capability["resource"]> = Extract<Capability, { resource: Resource }>;

export const media = new Hono<{ Bindings: Env }>();

media.all("/*", (c) => serveMedia(c.req.raw, c.env));

/** Answers a request for `/v1/media/<capability>/<file>`, on whichever origin it was made. */
export async function serveMedia(request: Request, env: Env): Promise<Response> {
  if (request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
  }
  const path = /^\/v1\/media\/([^/]+)\/(.+?)\/?$/.exec(new URL(request.url).pathname);
  const capability = readCapability(env.SIGNING_KEY, path?.[1] ?? "", Date.now());
  const file = path?.[2];
  if (!capability || file === undefined) return refused("not_found");
  const writes = WRITTEN.some((resource) => resource === capability.resource);
  const allowed = writes ? ["PUT"] : ["GET", "HEAD"];
  if (!allowed.includes(request.method)) {
    return refused("method_not_allowed", { Allow: allowed.join(", ") });
  }
  switch (capability.resource) {
    case "original":
      return readOriginal(request, env, capability, file);
    case "enhancement":
      return readEnhancement(request, env, capability, file);
    case "metadata": {
      const { session, video } = capability;
      return readAttemptFile(request, env, metadataPrefix(session, video), file);
    }
    case "preview":
      return readPreview(request, env, capability, file);
    case "proxy":
      return readProxy(request, env, capability, file);
    case "attempt":
    case "preview-output":
    case "proxy-output":
      return writeResult(request, env, capability, file);
    default:
      return capability satisfies never;
  }
}

async function readOriginal(
  request: Request,
  env: Env,
  { session, video }: Owned<"original">,
  file: string,
): Promise<Response> {
  if (file !== "original") return refused("not_found");
  const stub = env.SESSION.getByName(session);
  const plan = (range: string | null) => stub.readSource(video, range);
  return (await serveChunkedFile(request, env.MEDIA, plan)) ?? refused("not_found");
}

async function readEnhancement(
  request: Request,
  env: Env,
  { session, video, enhancement }: Owned<"enhancement">,
  file: string,
): Promise<Response> {
  const stub = env.SESSION.getByName(session);
  const rendition = RENDITIONS.find((kind) => RESULT_FILES[kind] === file);
  if (rendition) {
    const plan = (range: string | null) => stub.readEnhanced(video, enhancement, rendition, range);
    return (await serveChunkedFile(request, env.MEDIA, plan)) ?? refused("not_found");
  }
  if (PLAYLIST.test(file)) {
    const text = await stub.playlist(video, enhancement, file);
    return text === null ? refused("not_found") : playlistResponse(request, text);
  }
  return readAttemptFile(request, env, enhancementPrefix(session, video, enhancement), file);
}

/** What a job of the track with this prefix has written, by `<job>/<attempt>/<name>`. */
async function readAttemptFile(
  request: Request,
  env: Env,
  prefix: string,
  file: string,
): Promise<Response> {
  const [job = "", attempt = "", name = "", ...rest] = file.split("/");
  const known = isId("job", job) && /^\d{1,9}$/.test(attempt) && PART_NAME.test(name);
  if (!known || rest.length > 0) return refused("not_found");
  const key = `${prefix}${job}/${attempt}/${name}`;
  return (await serveObject(request, env.MEDIA, key, contentTypeOf(name))) ?? refused("not_found");
}

async function readPreview(
  request: Request,
  env: Env,
  { session, video, preview }: Owned<"preview">,
  name: string,
): Promise<Response> {
  if (!PART_NAME.test(name)) return refused("not_found");
  const key = previewPrefix(session, video, preview) + name;
  return (await serveObject(request, env.MEDIA, key, contentTypeOf(name))) ?? refused("not_found");
}

async function readProxy(
  request: Request,
  env: Env,
  { session, video }: Owned<"proxy">,
  file: string,
): Promise<Response> {
  if (file !== PROXY_FILE) return refused("not_found");
  const stub = env.SESSION.getByName(session);
  const plan = (range: string | null) => stub.readProxy(video, range);
  return (await serveChunkedFile(request, env.MEDIA, plan)) ?? refused("not_found");
}

/** A playlist grows while its enhancement is being made, so it is asked for anew each time. */
function playlistResponse(request: Request, text: string): Response {
  return new Response(request.method === "HEAD" ? null : text, {
    headers: {
      ...CORS_HEADERS,
      "Content-Type": "application/vnd.apple.mpegurl",
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    },
  });
}

async function writeResult(
  request: Request,
  env: Env,
  capability: Owned<Written>,
  name: string,
): Promise<Response> {
  if (!PART_NAME.test(name)) return refused("not_found");
  const header = request.headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(header)) return refused("length_required");
  const length = Number(header);
  if (length > OBJECT_BYTES_MAX) return refused("too_large");
  const prefix = await prefixToWrite(env, capability);
  if (prefix === null) return refused("conflict");
  const object = await putStream(env.MEDIA, prefix + name, request.body, length);
  const headers = { ...CORS_HEADERS, ...(object ? { ETag: object.httpEtag } : {}) };
  return new Response(null, { status: 201, headers });
}

/** Where the job may write, or null once its outputs are not welcome any more. */
async function prefixToWrite(env: Env, capability: Owned<Written>): Promise<string | null> {
  const { session, video } = capability;
  const stub = env.SESSION.getByName(session);
  if (capability.resource === "preview-output") {
    const welcome = await stub.mayWritePreview(capability.preview);
    return welcome ? previewPrefix(session, video, capability.preview) : null;
  }
  const { job, attempt } = capability;
  const welcome = await stub.mayWrite(job, attempt);
  if (!welcome) return null;
  if (capability.resource === "proxy-output") {
    return proxyPrefix(session, video) + attemptPath(job, attempt);
  }
  const { enhancement } = capability;
  const track =
    enhancement === null
      ? metadataPrefix(session, video)
      : enhancementPrefix(session, video, enhancement);
  return track + attemptPath(job, attempt);
}

/** Streams a body of known length into R2: one that ends early or late rejects and leaves nothing. */
async function putStream(
  bucket: R2Bucket,
  key: string,
  body: ReadableStream<Uint8Array> | null,
  length: number,
): Promise<R2Object | null> {
  if (!body) return bucket.put(key, new Uint8Array());
  const { readable, writable } = new FixedLengthStream(length);
  const [object] = await Promise.all([bucket.put(key, readable), body.pipeTo(writable)]);
  return object;
}

const CONTENT_TYPES: Record<string, string> = {
  mp4: "video/mp4",
  m4s: "video/mp4",
  m4a: "audio/mp4",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  vtt: "text/vtt",
  json: "application/json",
};

function contentTypeOf(name: string): string {
  const ending = name.split(".").at(-1) ?? "";
  return CONTENT_TYPES[ending] ?? "application/octet-stream";
}

function refused(code: ProblemCode, headers: Record<string, string> = {}): Response {
  return problemResponse(code, undefined, { ...CORS_HEADERS, ...headers });
}
