// A session for tests in workerd: the real Durable Object, real local R2 and queues, and a fake
// transcoder behind `fetch`. Everything is reached the way the product reaches it.

import { env } from "cloudflare:workers";
import type { StreamMessage } from "../../protocol/stream.ts";
import { StreamMessageSchema } from "../../protocol/stream.ts";
import type { Video } from "../../protocol/video.ts";
import { newId } from "../ids.ts";
import { chunkKey } from "../keys.ts";
import type { Session } from "../session/session.ts";
import type { NewUpload } from "../session/upload.ts";
import { mintToken } from "../token.ts";

export type TestSession = { id: string; stub: DurableObjectStub<Session> };

export async function newSession(): Promise<TestSession> {
  const id = newId("ses");
  const stub = env.SESSION.getByName(id);
  await stub.create(id);
  return { id, stub };
}

/** What `Authorization` says for the session's owner. */
export const bearerOf = ({ id }: TestSession) =>
  `Bearer ${mintToken(env.SIGNING_KEY, id, Date.now() + 60_000)}`;

/** Uploads 100 zero bytes that pass as MP4, or as asked; both tracks begin with the last. */
export async function uploadVideo(
  { id, stub }: TestSession,
  asked: Partial<NewUpload> & { length?: number } = {},
): Promise<string> {
  const { length: bytes = 100 } = asked;
  const created = await stub.createUpload({
    ...{ filename: "clip.mp4", length: bytes, settings: { mode: "auto" }, metadataHeader: null },
    ...asked,
  });
  if (!created.ok) throw new Error(created.code);
  const { video } = created.value;
  const opened = await stub.openWriter(video, 0, null);
  if (!opened.ok) throw new Error(opened.code);
  const { epoch } = opened.value;
  await stub.recordType(video, epoch, "mov");
  const key = chunkKey(id, video, 0, epoch);
  await env.MEDIA.put(key, new Uint8Array(bytes));
  const recorded = await stub.recordChunks(video, epoch, [{ key, offset: 0, bytes }]);
  if (!recorded.ok) throw new Error(recorded.code);
  return video;
}

/** Opens a socket on the session and collects what it says. */
export async function watch({ stub }: TestSession, query = "") {
  const answer = await stub.fetch(`http://session/events${query}`, {
    headers: { upgrade: "websocket" },
  });
  const socket = answer.webSocket;
  if (!socket) throw new Error(`no socket: ${answer.status}`);
  const messages: StreamMessage[] = [];
  socket.addEventListener("message", ({ data }) => {
    messages.push(StreamMessageSchema.parse(JSON.parse(String(data))));
  });
  socket.accept();
  return { socket, messages };
}

/** Waits until the video is as wanted; throws with what it was after `limitMs`. */
export async function until(
  { stub }: TestSession,
  video: string,
  wanted: (video: Video) => boolean,
  limitMs = 10_000,
): Promise<Video> {
  const end = Date.now() + limitMs;
  for (;;) {
    const now = await stub.video(video);
    if (now && wanted(now)) return now;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Keys of all objects in the bucket that begin with `prefix`. */
export async function keysBelow(prefix: string): Promise<string[]> {
  const { objects } = await env.MEDIA.list({ prefix });
  return objects.map((object) => object.key);
}
