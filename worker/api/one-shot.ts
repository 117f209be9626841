// `POST /v1/videos?filename=NAME&settings=JSON`: a whole file as one request, for `curl -T`. All or
// nothing: unlike a tus upload it cannot be resumed, so one that breaks off leaves no video.

import { type Context, Hono } from "hono";
import { type Caller, sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { publishFirstFacts } from "../facts/first-facts.ts";
import { granted, HttpFailure } from "../problem.ts";
import type { UploadState } from "../session/contract.ts";
import { drain } from "../source/drain.ts";
import { receive } from "../source/receive.ts";
import { cleanFilename, settingsFrom } from "./upload-metadata.ts";

export const oneShot = new Hono<{ Bindings: Env }>();

oneShot.post("/", async (c, next) => {
  await next();
  if (c.res.status >= 400) await drain(c.req.raw.body);
});

oneShot.post("/", async (c) => {
  const caller = sessionOf(c);
  const taking = take(c, caller);
  // The client may go; then it is this that removes what it left.
  c.executionCtx.waitUntil(Promise.allSettled([taking]));
  const id = await taking;
  c.executionCtx.waitUntil(publishFirstFacts(id, caller.stub, c.env.MEDIA));
  const video = await caller.stub.video(id);
  if (!video) throw new HttpFailure("gone");
  return c.json(video, 201, { Location: `/v1/videos/${id}` });
});

/** Stores the body as a new video and answers its id. Throws what refuses it. */
async function take(c: Context<{ Bindings: Env }>, { id: session, stub }: Caller): Promise<string> {
  const length = contentLength(c.req.header("content-length"));
  const settings = settingsFrom(c.req.query("settings"));
  const filename = cleanFilename(c.req.query("filename"));
  const upload = { filename, length, settings, metadataHeader: null };
  const { video } = granted(await stub.createUpload(upload));
  const opened = await stub.openWriter(video, 0, null);
  if (!opened.ok) await stub.removeVideo(video);
  const writer = granted(opened);
  if (length === 0) {
    await stub.refuseUpload(video, writer.epoch, "empty_file");
    throw new HttpFailure("empty_file");
  }
  let keep = false;
  try {
    const receipt = await receive({
      bucket: c.env.MEDIA,
      ledger: stub,
      session,
      writer,
      body: c.req.raw.body,
      checksum: null,
      endsFile: true,
    });
    if (!receipt.ok) {
      // A file that was refused stays, with its reason, until its client deletes it.
      keep = true;
      throw new HttpFailure(receipt.code, receipt.detail);
    }
    keep = receipt.end === "complete" && (await isWhole(stub, receipt.upload));
    if (!keep) throw new HttpFailure("truncated");
    return video;
  } finally {
    if (!keep) await stub.removeVideo(video);
  }
}

/** True if all bytes are there; a length that was not announced is what has come. */
async function isWhole(stub: Caller["stub"], upload: UploadState): Promise<boolean> {
  if (upload.complete || upload.length !== null) return upload.complete;
  const { offset, video } = upload;
  return granted(await stub.openWriter(video, offset, offset)).upload.complete;
}

function contentLength(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
