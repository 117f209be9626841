// `POST /v1/videos?filename=NAME&settings=JSON`: a whole file as one request, for `curl -T`. All or
// nothing: unlike a tus upload it cannot be resumed, so one that breaks off leaves no video.

import { type Context, Hono } from "hono";
import { SOURCE_BYTES_MAX } from "../../protocol/limits.ts";
import { type Caller, sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { granted, HttpFailure } from "../problem.ts";
import { receive } from "../source/receive.ts";
import { cleanFilename, settingsFrom } from "./upload-metadata.ts";

export const oneShot = new Hono<{ Bindings: Env }>();

oneShot.post("/", async (c) => {
  const caller = sessionOf(c);
  const taking = take(c, caller);
  // The client may go; then it is this that removes what it left.
  c.executionCtx.waitUntil(taking.catch(() => undefined));
  const id = await taking;
  const video = await caller.stub.video(id);
  if (!video) throw new HttpFailure("gone");
  return c.json(video, 201, { Location: `/v1/videos/${id}` });
});

/** Stores the body as a new video and answers its id. Throws what refuses it. */
async function take(c: Context<{ Bindings: Env }>, { id: session, stub }: Caller): Promise<string> {
  const length = contentLength(c.req.header("content-length"));
  if ((length ?? 0) > SOURCE_BYTES_MAX) throw new HttpFailure("too_large");
  const settings = settingsFrom(c.req.query("settings"));
  const filename = cleanFilename(c.req.query("filename"));
  const upload = { filename, length, settings, metadataHeader: null };
  const { video } = granted(await stub.createUpload(upload));
  const writer = granted(await stub.openWriter(video, 0, null));
  if (length === 0) {
    await stub.refuseUpload(video, writer.epoch, "empty_file");
    throw new HttpFailure("empty_file");
  }
  const reception = { bucket: c.env.MEDIA, ledger: stub, session, writer };
  const body = c.req.raw.body;
  let whole = false;
  try {
    const receipt = await receive({ ...reception, body, checksum: null, endsFile: true });
    // A file that was refused stays, with its reason, until its client deletes it.
    whole = !receipt.ok;
    if (!receipt.ok) throw new HttpFailure(receipt.code, receipt.detail);
    if (receipt.end !== "complete") throw new HttpFailure("truncated");
    if (!receipt.upload.complete) {
      if (length !== null) throw new HttpFailure("truncated");
      const { offset } = receipt.upload;
      const { epoch } = granted(await stub.openWriter(video, offset, offset));
      granted(await stub.recordChunks(video, epoch, []));
    }
    whole = true;
    return video;
  } finally {
    if (!whole) await stub.removeVideo(video);
  }
}

function contentLength(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
