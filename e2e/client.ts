// A client of the API as a stranger would write it from the protocol: fetch, WebSocket and
// tus-js-client. Every answer is parsed by the schemas of protocol/, and what they do not describe
// fails the test as surely as what does not fit.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as tus from "tus-js-client";
import * as z from "zod/mini";
import { type MetadataDocument, MetadataDocumentSchema } from "../protocol/metadata.ts";
import { type Problem, ProblemSchema } from "../protocol/problem.ts";
import { type StreamMessage, StreamMessageSchema } from "../protocol/stream.ts";
import { type Timeline, TimelineSchema } from "../protocol/timeline.ts";
import {
  type Enhancement,
  EnhancementSchema,
  type Session,
  SessionSchema,
  type Video,
  VideoSchema,
} from "../protocol/video.ts";
import { exactly } from "./exactly.ts";
import { checkStatus, Watcher } from "./watcher.ts";

const CreatedSchema = z.object({ session: SessionSchema, token: z.string() });
const SnapshotSchema = z.object({
  session: SessionSchema,
  videos: z.array(VideoSchema),
  seq: z.int(),
});
const PageSchema = z.object({ videos: z.array(VideoSchema), cursor: z.nullable(z.string()) });
const EventsSchema = z.object({ events: z.array(StreamMessageSchema), seq: z.int() });

/** What to upload: a file of this machine, or bytes with a name. */
export type Content = string | { name: string; bytes: Buffer };

export type UploadOptions = {
  settings?: unknown;
  /** Where to send it instead, as a proxy does. */
  endpoint?: string;
  tus?: Partial<tus.UploadOptions>;
};

/** An upload that has ended well. */
export type Uploaded = {
  video: string;
  /** When its last byte had been handed to the network: `performance.now()`, ms. */
  lastByteAt: number;
};

export async function createSession(origin: string): Promise<Client> {
  const answer = await fetch(`${origin}/v1/sessions`, { method: "POST" });
  if (answer.status !== 201) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  const { session, token } = exactly(CreatedSchema, await answer.json());
  return new Client(origin, session, token);
}

export class Client {
  readonly origin: string;
  readonly session: Session;
  readonly token: string;

  constructor(origin: string, session: Session, token: string) {
    this.origin = origin;
    this.session = session;
    this.token = token;
  }

  /** A request with the session's token; the answer as it is. */
  call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("authorization", `Bearer ${this.token}`);
    return fetch(new URL(path, this.origin), { ...init, headers });
  }

  async snapshot(): Promise<z.infer<typeof SnapshotSchema>> {
    const snapshot = await this.#json(SnapshotSchema, 200, "/v1/session");
    for (const video of snapshot.videos) checkStatus(video);
    return snapshot;
  }

  async videos(query = ""): Promise<z.infer<typeof PageSchema>> {
    return await this.#json(PageSchema, 200, `/v1/videos${query}`);
  }

  async video(id: string): Promise<Video> {
    return checkStatus(await this.#json(VideoSchema, 200, `/v1/videos/${id}`));
  }

  async metadata(id: string): Promise<MetadataDocument> {
    return await this.#json(MetadataDocumentSchema, 200, `/v1/videos/${id}/metadata`);
  }

  async timeline(id: string): Promise<Timeline> {
    return await this.#json(TimelineSchema, 200, `/v1/videos/${id}/timeline`);
  }

  async enhance(id: string, settings: unknown): Promise<Enhancement> {
    const path = `/v1/videos/${id}/enhancements`;
    return await this.#json(EnhancementSchema, 202, path, jsonBody({ settings }));
  }

  async cancel(id: string): Promise<Video> {
    const path = `/v1/videos/${id}/cancel`;
    return checkStatus(await this.#json(VideoSchema, 200, path, { method: "POST" }));
  }

  async retry(id: string): Promise<Video> {
    const path = `/v1/videos/${id}/retry`;
    return checkStatus(await this.#json(VideoSchema, 202, path, { method: "POST" }));
  }

  async remove(id: string): Promise<void> {
    const answer = await this.call(`/v1/videos/${id}`, { method: "DELETE" });
    if (answer.status !== 204) throw new Error(`delete: ${answer.status} ${await answer.text()}`);
  }

  /** One page of the log after event `since`. */
  async events(since: number): Promise<{ events: StreamMessage[]; seq: number }> {
    return await this.#json(EventsSchema, 200, `/v1/session/events?since=${since}`);
  }

  /** Listens over WebSocket; resolves once the connection is open. */
  watch(since?: number): Promise<Watcher> {
    return Watcher.overWebSocket(this.origin, this.token, since);
  }

  /** Listens over server-sent events. */
  watchEvents(since?: number): Promise<Watcher> {
    return Watcher.overEventStream(this.origin, this.token, since);
  }

  /** A resumable upload; resolves when the server has all of it, rejects with what it refused. */
  upload(content: Content, options: UploadOptions = {}): Promise<Uploaded> {
    return new Promise((resolve, reject) => {
      let lastByteAt = 0;
      const upload = this.tusUpload(content, {
        ...options,
        tus: {
          onProgress: (sent, total) => {
            if (sent === total && lastByteAt === 0) lastByteAt = performance.now();
          },
          onError: reject,
          onSuccess: () => resolve({ video: videoOf(upload), lastByteAt }),
          ...options.tus,
        },
      });
      upload.start();
    });
  }

  /** An upload of tus-js-client that has not begun. */
  tusUpload(content: Content, options: UploadOptions = {}): tus.Upload {
    const { name, bytes } = contentOf(content);
    const { settings } = options;
    return new tus.Upload(bytes, {
      endpoint: options.endpoint ?? `${this.origin}/v1/uploads`,
      headers: { authorization: `Bearer ${this.token}` },
      metadata: {
        filename: name,
        ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
      },
      retryDelays: null,
      ...options.tus,
    });
  }

  /** Sends a whole file as one request; the answer as it is. */
  sendOneShot(content: Content, settings?: unknown): Promise<Response> {
    const { name, bytes } = contentOf(content);
    const query = new URLSearchParams({
      filename: name,
      ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
    });
    const body = new Uint8Array(bytes);
    return this.call(`/v1/videos?${query}`, { method: "POST", body });
  }

  async oneShot(content: Content, settings?: unknown): Promise<Video> {
    const answer = await this.sendOneShot(content, settings);
    if (answer.status !== 201) throw new Error(`one-shot: ${answer.status} ${await answer.text()}`);
    return checkStatus(exactly(VideoSchema, await answer.json()));
  }

  async #json<Schema extends z.core.$ZodType>(
    schema: Schema,
    status: number,
    path: string,
    init: RequestInit = {},
  ): Promise<z.core.output<Schema>> {
    const answer = await this.call(path, init);
    if (answer.status !== status) {
      throw new Error(`${init.method ?? "GET"} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return exactly(schema, await answer.json());
  }
}

/** The problem document of a refused request; throws if the answer is anything else. */
export async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  const type = answer.headers.get("content-type");
  if (type !== "application/problem+json") throw new Error(`${answer.status} ${type}: ${text}`);
  const problem = exactly(ProblemSchema, JSON.parse(text));
  if (problem.status !== answer.status) throw new Error(`${answer.status} is not ${text}`);
  return problem;
}

/** A request body of JSON, as POST. */
export function jsonBody(value: unknown): RequestInit {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(value) };
}

/** The id of a tus upload is the last part of its address, and its video's id. */
export function videoOf(upload: tus.Upload): string {
  return basename(new URL(upload.url ?? "").pathname);
}

/** The newest enhancement of a video; throws if it has none. */
export function newest(video: Video): Enhancement {
  const enhancement = video.enhancements.at(-1);
  if (!enhancement) throw new Error(`${video.filename} has no enhancement`);
  return enhancement;
}

function contentOf(content: Content): { name: string; bytes: Buffer } {
  if (typeof content !== "string") return content;
  return { name: basename(content), bytes: readFileSync(content) };
}
