// Listens to a session's stream, over WebSocket or server-sent events, and checks what must hold of
// every message: it parses, stored events are numbered without a gap, progress carries the current
// number and never goes back. The first breach fails whoever waits, now or later.

import { STREAM_SUBPROTOCOL } from "../protocol/limits.ts";
import {
  StoredEventTypeSchema,
  type StreamMessage,
  StreamMessageSchema,
  type VideoEvent,
} from "../protocol/stream.ts";
import { type Enhancement, type Video, videoStatus } from "../protocol/video.ts";
import { exactly } from "./exactly.ts";
import { readEvents, type ServerSentEvent } from "./server-sent-events.ts";

/** A message and when it came: `performance.now()`, ms. */
export type Heard = { message: StreamMessage; at: number };
export type HeardEvent = { message: VideoEvent; at: number };

type Waiter = { look: () => void; fail: (error: Error) => void };

export class Watcher {
  /** All messages so far, in the order they came. */
  readonly heard: Heard[] = [];
  readonly #end: () => void;
  readonly #waiters = new Set<Waiter>();
  readonly #progress = new Map<string, number>();
  #seq: number | null = null;
  #breach: Error | null = null;
  #closed = false;

  private constructor(end: () => void, since: number | undefined) {
    this.#end = end;
    if (since !== undefined) this.#seq = since;
  }

  static overWebSocket(origin: string, token: string, since?: number): Promise<Watcher> {
    const url = `${origin.replace("http", "ws")}/v1/session/events${query(since)}`;
    const socket = new WebSocket(url, [STREAM_SUBPROTOCOL, `bearer.${token}`]);
    const watcher = new Watcher(() => socket.close(), since);
    socket.addEventListener("message", ({ data }) => watcher.#take(String(data)));
    socket.addEventListener("close", ({ code }) => watcher.#lost(`socket closed with ${code}`));
    return new Promise((resolve, reject) => {
      socket.addEventListener("error", () => reject(new Error("the socket could not be opened")));
      socket.addEventListener("open", () => {
        if (socket.protocol === STREAM_SUBPROTOCOL) resolve(watcher);
        else reject(new Error(`subprotocol ${socket.protocol}`));
      });
    });
  }

  static async overEventStream(origin: string, token: string, since?: number): Promise<Watcher> {
    const stop = new AbortController();
    const answer = await fetch(`${origin}/v1/session/events`, {
      headers: {
        accept: "text/event-stream",
        authorization: `Bearer ${token}`,
        ...(since === undefined ? {} : { "last-event-id": String(since) }),
      },
      signal: stop.signal,
    });
    const type = answer.headers.get("content-type");
    if (answer.status !== 200 || !answer.body || type !== "text/event-stream") {
      throw new Error(`no event stream: ${answer.status} ${type}`);
    }
    const watcher = new Watcher(() => stop.abort(), since);
    void readEvents(answer.body, (event) => watcher.#takeEvent(event)).then(
      () => watcher.#lost("the event stream ended"),
      (cause) => watcher.#lost(String(cause)),
    );
    return watcher;
  }

  /** The first message that fits, past or to come. Rejects after `limitMs`, naming `wish`. */
  async waitFor(
    wish: string,
    fits: (message: StreamMessage) => boolean,
    limitMs = 60_000,
  ): Promise<Heard> {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.fail(new Error(this.#missed(wish, limitMs))), limitMs);
      // What nobody waits for any more does not keep a program from its end.
      timer.unref();
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter = {
        look: () => {
          const found = this.heard.find(({ message }) => fits(message));
          if (found) settle(() => resolve(found));
        },
        fail: (error) => settle(() => reject(error)),
      };
      this.#waiters.add(waiter);
      if (this.#breach) waiter.fail(this.#breach);
      else waiter.look();
    });
  }

  /** The first event of that type about that video. */
  async waitForEvent(
    type: VideoEvent["type"],
    video: string,
    limitMs?: number,
  ): Promise<HeardEvent> {
    return await this.waitForVideo(type, video, (_, event) => event === type, limitMs);
  }

  /** The first event about that video whose resource fits. */
  async waitForVideo(
    wish: string,
    video: string,
    fits: (video: Video, type: VideoEvent["type"]) => boolean,
    limitMs?: number,
  ): Promise<HeardEvent> {
    const found = await this.waitFor(
      `${wish} of ${video}`,
      (message) =>
        message.type !== "hello" && message.video.id === video && fits(message.video, message.type),
      limitMs,
    );
    if (found.message.type === "hello") throw new Error("hello is about no video");
    return { message: found.message, at: found.at };
  }

  /** The first event about that video whose newest enhancement fits. */
  async waitForEnhancement(
    wish: string,
    video: string,
    fits: (enhancement: Enhancement) => boolean,
    limitMs?: number,
  ): Promise<HeardEvent> {
    const newestFits = ({ enhancements }: Video) => {
      const newest = enhancements.at(-1);
      return newest !== undefined && fits(newest);
    };
    return await this.waitForVideo(wish, video, newestFits, limitMs);
  }

  /** The stored events so far, of one video if it is named. Throws if the stream broke a rule. */
  stored(video?: string): VideoEvent[] {
    if (this.#breach) throw this.#breach;
    return this.heard
      .flatMap(({ message }) => (isStored(message) ? [message] : []))
      .filter((event) => video === undefined || event.video.id === video);
  }

  /** Lets the connection be lost from now on: the product is about to be killed. */
  leave(): void {
    this.#closed = true;
  }

  /** Stops listening. Throws if the stream broke a rule. */
  close(): void {
    this.leave();
    this.#end();
    if (this.#breach) throw this.#breach;
  }

  #takeEvent({ id, event, data }: ServerSentEvent): void {
    const message = this.#take(data);
    if (message && (id !== String(message.seq) || event !== message.type)) {
      this.#break(new Error(`an event stream's id ${id} and event ${event} belie ${data}`));
    }
  }

  #take(text: string): StreamMessage | null {
    const at = performance.now();
    try {
      const message = exactly(StreamMessageSchema, JSON.parse(text));
      this.#check(message);
      this.heard.push({ message, at });
      for (const waiter of [...this.#waiters]) waiter.look();
      return message;
    } catch (error) {
      this.#break(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  #check(message: StreamMessage): void {
    if (message.type === "hello") {
      this.#seq = message.seq;
      for (const video of message.videos) checkStatus(video);
      return;
    }
    checkStatus(message.video);
    const expected = this.#seq === null ? null : this.#seq + (isStored(message) ? 1 : 0);
    if (message.seq !== expected)
      throw new Error(`${message.type} ${message.seq}, not ${expected}`);
    this.#seq = message.seq;
    for (const { id, progress } of message.video.enhancements) {
      const before = this.#progress.get(id) ?? 0;
      if (progress < before) throw new Error(`progress went back from ${before} to ${progress}`);
      this.#progress.set(id, progress);
    }
  }

  #lost(why: string): void {
    if (!this.#closed) this.#break(new Error(why));
  }

  #break(error: Error): void {
    this.#breach ??= error;
    for (const waiter of [...this.#waiters]) waiter.fail(this.#breach);
  }

  #missed(wish: string, limitMs: number): string {
    const told = this.heard.slice(-12).map(({ message }) => {
      const video = message.type === "hello" ? null : message.video;
      const failures = [
        video?.failure,
        video?.metadata.failure,
        video?.enhancements.at(-1)?.failure,
      ];
      const codes = failures.flatMap((failure) => (failure ? [failure.code] : []));
      return `${message.seq} ${message.type} ${video?.enhancements.at(-1)?.status ?? ""} ${codes}`;
    });
    return `no ${wish} within ${limitMs / 1000} s, after:\n${told.join("\n")}`;
  }
}

/** A video's status must be what protocol/ derives from the rest of it. */
export function checkStatus(video: Video): Video {
  const derived = videoStatus(video);
  if (video.status !== derived) throw new Error(`status ${video.status}, derived ${derived}`);
  return video;
}

function isStored(message: StreamMessage): message is VideoEvent {
  return StoredEventTypeSchema.safeParse(message.type).success;
}

function query(since: number | undefined): string {
  return since === undefined ? "" : `?since=${since}`;
}
