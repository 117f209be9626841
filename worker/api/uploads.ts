// Resumable uploads: tus 1.0.0 with creation, creation-with-upload, creation-defer-length,
// expiration, checksum and termination. https://tus.io/protocols/resumable-upload
// The upload's id is the video's id. What is stored and how stands in source/receive.ts.

import { type Context, Hono } from "hono";
import { isId } from "../../protocol/ids.ts";
import { SOURCE_BYTES_MAX } from "../../protocol/limits.ts";
import { type Caller, sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { publishFirstFacts } from "../facts/first-facts.ts";
import { granted, HttpFailure } from "../problem.ts";
import type { UploadState, Writer } from "../session/contract.ts";
import { CHECKSUM_ALGORITHMS, type Checksum, parseChecksum } from "../source/checksum.ts";
import { drain } from "../source/drain.ts";
import { receive } from "../source/receive.ts";
import { settle } from "../source/settle.ts";
import { cleanFilename, parseUploadMetadata, settingsFrom } from "./upload-metadata.ts";

const VERSION = "1.0.0";
const BODY_TYPE = "application/offset+octet-stream";

/** What OPTIONS tells of this server. */
const OFFER = {
  "Tus-Resumable": VERSION,
  "Tus-Version": VERSION,
  "Tus-Extension":
    "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination",
  "Tus-Max-Size": String(SOURCE_BYTES_MAX),
  "Tus-Checksum-Algorithm": CHECKSUM_ALGORITHMS.join(","),
};

type RequestContext = Context<{ Bindings: Env }>;

export const uploads = new Hono<{ Bindings: Env }>();

uploads.use(async (c, next) => {
  await next();
  if (c.res.status >= 400) await drain(c.req.raw.body);
  c.header("Tus-Resumable", VERSION);
});

for (const path of ["/", "/:id"]) {
  uploads.all(path, async (c) => {
    const method = methodOf(c);
    if (method === "OPTIONS") return c.body(null, 204, OFFER);
    requireVersion(c);
    const caller = sessionOf(c);
    const id = c.req.param("id");
    if (id === undefined) {
      if (method === "POST") return create(c, caller);
      throw new HttpFailure("method_not_allowed", undefined, { Allow: "OPTIONS, POST" });
    }
    if (!isId("vid", id)) throw new HttpFailure("not_found");
    if (method === "HEAD") return head(c, caller, id);
    if (method === "PATCH") return patch(c, caller, id);
    if (method === "DELETE") return remove(c, caller, id);
    throw new HttpFailure("method_not_allowed", undefined, {
      Allow: "OPTIONS, HEAD, PATCH, DELETE",
    });
  });
}

/** Hono dispatches HEAD as GET; old proxies only let POST through and name the method beside it. */
function methodOf(c: RequestContext): string {
  const { method } = c.req.raw;
  const override = c.req.header("x-http-method-override");
  return method === "POST" && override !== undefined ? override.trim().toUpperCase() : method;
}

function requireVersion(c: RequestContext): void {
  if (c.req.header("tus-resumable") === VERSION) return;
  const detail = `Send Tus-Resumable: ${VERSION}.`;
  throw new HttpFailure("unsupported_version", detail, { "Tus-Version": VERSION });
}

async function create(c: RequestContext, caller: Caller): Promise<Response> {
  if (c.req.header("upload-concat") !== undefined) {
    throw new HttpFailure("bad_request", "Concatenation is not offered: send the file as one.");
  }
  const withBody = hasBody(c);
  if (withBody) requireBodyType(c);
  const checksum = checksumOf(c);
  const length = announcedLength(c);
  const metadata = parseUploadMetadata(c.req.header("upload-metadata"));
  const upload = granted(
    await caller.stub.createUpload({
      filename: cleanFilename(metadata.get("filename")),
      length,
      settings: settingsFrom(metadata.get("settings")),
      metadataHeader: c.req.header("upload-metadata") ?? null,
    }),
  );
  const created = { Location: `/v1/uploads/${upload.video}`, ...expiry(upload) };
  if (length !== 0 && !withBody) return c.body(null, 201, created);

  const writer = granted(await caller.stub.openWriter(upload.video, 0, null));
  if (length === 0) {
    // tus has it complete at once: it is created, and refused by name for being empty.
    await caller.stub.refuseUpload(upload.video, writer.epoch, "empty_file");
    return c.body(null, 201, { ...created, "Upload-Offset": "0" });
  }
  const after = await store(c, caller, writer, checksum);
  return c.body(null, 201, { ...created, ...progress(after) });
}

async function head(c: RequestContext, caller: Caller, id: string): Promise<Response> {
  await settle(caller.id, id);
  const upload = await caller.stub.uploadState(id);
  if (!upload) throw new HttpFailure("not_found");
  if (upload.failure && upload.failure.code !== "empty_file") {
    throw new HttpFailure("gone", upload.failure.detail, { "Cache-Control": "no-store" });
  }
  return c.body(null, 200, {
    "Cache-Control": "no-store",
    ...(upload.length === null
      ? { "Upload-Defer-Length": "1" }
      : { "Upload-Length": String(upload.length) }),
    ...(upload.metadataHeader === null ? {} : { "Upload-Metadata": upload.metadataHeader }),
    ...progress(upload),
  });
}

async function patch(c: RequestContext, caller: Caller, id: string): Promise<Response> {
  requireBodyType(c);
  const offset = wholeNumber(c, "upload-offset");
  if (offset === null) throw new HttpFailure("bad_request", "Send Upload-Offset.");
  const checksum = checksumOf(c);
  const writer = granted(await caller.stub.openWriter(id, offset, wholeNumber(c, "upload-length")));
  const after = await store(c, caller, writer, checksum);
  return c.body(null, 204, progress(after));
}

async function remove(c: RequestContext, caller: Caller, id: string): Promise<Response> {
  if (!(await caller.stub.removeVideo(id))) throw new HttpFailure("not_found");
  return c.body(null, 204);
}

/** Stores the request's body. The loop outlives its client: what has arrived is kept. */
async function store(
  c: RequestContext,
  caller: Caller,
  writer: Writer,
  checksum: Checksum | null,
): Promise<UploadState> {
  const { offset, length } = writer.upload;
  const coming = wholeNumber(c, "content-length") ?? 0;
  if (offset + coming > (length ?? SOURCE_BYTES_MAX)) {
    throw new HttpFailure("too_large", "More bytes come than Upload-Length allows.");
  }
  const receiving = receive({
    bucket: c.env.MEDIA,
    ledger: caller.stub,
    session: caller.id,
    writer,
    body: c.req.raw.body,
    checksum,
    endsFile: false,
  });
  c.executionCtx.waitUntil(Promise.allSettled([receiving]));
  const receipt = await receiving;
  if (!receipt.ok) throw new HttpFailure(receipt.code, receipt.detail);
  if (receipt.end === "silent") {
    throw new HttpFailure("timeout", "No byte came for a minute. Ask for the offset and go on.");
  }
  const { complete, video } = receipt.upload;
  if (complete) c.executionCtx.waitUntil(publishFirstFacts(video, caller.stub, c.env.MEDIA));
  return receipt.upload;
}

function progress(upload: UploadState): Record<string, string> {
  return { "Upload-Offset": String(upload.offset), ...expiry(upload) };
}

/** `toUTCString` writes an IMF-fixdate (ECMA-262 §21.4.4.43), as tus asks. */
function expiry({ expiresAt }: UploadState): Record<string, string> {
  return expiresAt === null ? {} : { "Upload-Expires": new Date(expiresAt).toUTCString() };
}

function announcedLength(c: RequestContext): number | null {
  const length = wholeNumber(c, "upload-length");
  const deferred = c.req.header("upload-defer-length");
  if (deferred !== undefined && deferred !== "1") {
    throw new HttpFailure("bad_request", "Upload-Defer-Length takes 1.");
  }
  if ((length === null) === (deferred === undefined)) {
    throw new HttpFailure("bad_request", "Send either Upload-Length or Upload-Defer-Length: 1.");
  }
  return length;
}

function checksumOf(c: RequestContext): Checksum | null {
  const header = c.req.header("upload-checksum");
  if (header === undefined) return null;
  const checksum = parseChecksum(header);
  if (checksum) return checksum;
  const known = CHECKSUM_ALGORITHMS.join(" or ");
  throw new HttpFailure("bad_request", `Upload-Checksum takes ${known} and a base64 digest.`);
}

function requireBodyType(c: RequestContext): void {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === BODY_TYPE) return;
  throw new HttpFailure("unsupported_media_type", `Send Content-Type: ${BODY_TYPE}.`);
}

/** A POST brings bytes if it says so by type or by length; some clients name a type for none. */
function hasBody(c: RequestContext): boolean {
  if (c.req.header("content-type")?.startsWith(BODY_TYPE)) return c.req.raw.body !== null;
  return c.req.raw.body !== null && c.req.header("content-length") !== "0";
}

/** A header that holds a whole number of bytes; null without it. Throws `bad_request` else. */
function wholeNumber(c: RequestContext, name: string): number | null {
  const text = c.req.header(name);
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) {
    throw new HttpFailure("bad_request", `${name} takes a whole number of bytes.`);
  }
  return Number(text);
}
