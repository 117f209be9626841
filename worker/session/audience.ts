// Who watches a session: hibernating WebSockets and, as the fallback, SSE responses. Both get the
// same messages. A socket costs nothing while it is quiet: pings are answered by the runtime
// (https://developers.cloudflare.com/durable-objects/best-practices/websockets/).

import * as z from "zod/mini";
import { PING_TEXT, PONG_TEXT, STREAM_SUBPROTOCOL } from "../../protocol/limits.ts";
import type { StreamMessage } from "../../protocol/stream.ts";

/** Most sockets, and most SSE streams, of one session: a person's windows and programs. */
const WATCHERS_MAX = 20;

/** A watcher that has not read this many messages is dropped; it comes back with `since`. */
const SSE_BACKLOG_MAX = 256;

/** Close code of a socket that had to make room for a newer one. */
const TAKEN_OVER = 4409;

/** What a socket remembers through hibernation; the platform lists sockets in no given order. */
const AttachmentSchema = z.object({ openedAt: z.int() });

const text = new TextEncoder();

export class Audience {
  readonly #ctx: DurableObjectState;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_TEXT, PONG_TEXT));
  }

  /** The 101 answer of a new watcher, who first gets `backlog`. */
  openSocket(request: Request, backlog: StreamMessage[]): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#makeRoom();
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ openedAt: Date.now() });
    for (const message of backlog) server.send(JSON.stringify(message));
    const offered = request.headers.get("sec-websocket-protocol")?.split(",") ?? [];
    const spoken = offered.some((name) => name.trim() === STREAM_SUBPROTOCOL);
    const headers = spoken ? { "sec-websocket-protocol": STREAM_SUBPROTOCOL } : {};
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  #makeRoom(): void {
    const open = this.#ctx
      .getWebSockets()
      .filter((socket) => socket.readyState === WebSocket.OPEN)
      .map((socket) => ({ socket, ...AttachmentSchema.parse(socket.deserializeAttachment()) }))
      .sort((a, b) => a.openedAt - b.openedAt);
    for (const { socket } of open.slice(0, Math.max(0, open.length - WATCHERS_MAX + 1))) {
      socket.close(TAKEN_OVER, "a newer connection took its place");
    }
  }

  /** A `text/event-stream` answer that begins with `backlog`. */
  openEventStream(backlog: StreamMessage[]): Response {
    const streams = this.#streams;
    const [oldest] = streams;
    if (oldest && streams.size >= WATCHERS_MAX) {
      streams.delete(oldest);
      oldest.close();
    }
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          own = controller;
          streams.add(controller);
          for (const message of backlog) controller.enqueue(serverSentEvent(message));
        },
        cancel() {
          if (own) streams.delete(own);
        },
      },
      { highWaterMark: backlog.length + SSE_BACKLOG_MAX },
    );
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  /** Sends to everyone who watches now. Whoever is gone is dropped: they replay by `since`. */
  send(message: StreamMessage): void {
    const frame = JSON.stringify(message);
    for (const socket of this.#ctx.getWebSockets()) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    }
    for (const stream of this.#streams) {
      if ((stream.desiredSize ?? 0) <= 0) {
        this.#streams.delete(stream);
        stream.error(new Error("the reader is too slow"));
      } else {
        stream.enqueue(serverSentEvent(message));
      }
    }
  }

  /** True while anyone watches; progress is not even rendered otherwise. */
  get present(): boolean {
    return this.#streams.size > 0 || this.#ctx.getWebSockets().length > 0;
  }

  /** Ends all connections: the session is over. */
  dismiss(code: number, reason: string): void {
    for (const socket of this.#ctx.getWebSockets()) socket.close(code, reason);
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }
}

function serverSentEvent(message: StreamMessage): Uint8Array {
  return text.encode(
    `id: ${message.seq}\nevent: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`,
  );
}
