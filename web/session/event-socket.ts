// The live event stream over WebSocket, kept alive for as long as the page is open: it says `ping`
// now and then, takes silence for a dead line, and dials again with growing, jittered pauses.

import { PING_TEXT, PONG_TEXT } from "../../protocol/limits.ts";

/** Below the idle limits of common proxies (30 s and more). */
const PING_INTERVAL_MS = 25_000;
/** An answer to `ping` comes from the edge; a line that needs longer is dead. */
const PONG_LIMIT_MS = 10_000;
/** A handshake that takes longer is given up. */
const OPEN_LIMIT_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Closed for a newer window's sake: two that dialled at once would push each other out for ever. */
const CROWDED = 4409;

export type SocketStatus =
  | { kind: "connecting" }
  | { kind: "open" }
  /** `retryAt` in ms since 1970: when it dials again by itself. */
  | { kind: "lost"; retryAt: number };

export type EventSocketOptions = {
  /** Address and subprotocols of the next dial; asked afresh each time. */
  address: () => { url: string; protocols: string[] };
  onText: (text: string) => void;
  onStatus: (status: SocketStatus) => void;
  /** A handshake failed. The browser does not tell why; the owner may ask by HTTP. */
  onRefused: () => void;
  dial?: (url: string, protocols: string[]) => WebSocket;
  random?: () => number;
};

export type EventSocket = {
  /** Dials at once, whatever the state. */
  reconnect(): void;
  /** Finds out soon whether the line is alive: call it when the network or the page comes back. */
  probe(): void;
  close(): void;
};

/** Dials at once and keeps the stream until `close`. */
export function openEventSocket(options: EventSocketOptions): EventSocket {
  const { dial = (url, protocols) => new WebSocket(url, protocols), random = Math.random } =
    options;
  let socket: WebSocket | null = null;
  let opened = false;
  let failures = 0;
  let pingTimer: ReturnType<typeof setInterval> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function connect() {
    drop();
    options.onStatus({ kind: "connecting" });
    const { url, protocols } = options.address();
    const fresh = dial(url, protocols);
    opened = false;
    socket = fresh;
    deadline = setTimeout(lost, OPEN_LIMIT_MS);
    fresh.onopen = () => {
      opened = true;
      clearTimeout(deadline);
      deadline = undefined;
      pingTimer = setInterval(ping, PING_INTERVAL_MS);
      options.onStatus({ kind: "open" });
    };
    fresh.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(deadline);
      deadline = undefined;
      failures = 0;
      if (typeof data === "string" && data !== PONG_TEXT) options.onText(data);
    };
    fresh.onclose = ({ code }) => {
      if (code === CROWDED) failures = Number.POSITIVE_INFINITY;
      lost();
    };
  }

  function ping() {
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(PING_TEXT);
    deadline ??= setTimeout(lost, PONG_LIMIT_MS);
  }

  function lost() {
    drop();
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + random() / 2);
    failures += 1;
    retryTimer = setTimeout(connect, pause);
    options.onStatus({ kind: "lost", retryAt: Date.now() + pause });
    if (!opened) options.onRefused();
  }

  /** Lets go of the present socket; nothing it still says is heard. */
  function drop() {
    clearInterval(pingTimer);
    clearTimeout(deadline);
    clearTimeout(retryTimer);
    deadline = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  connect();
  return {
    reconnect() {
      failures = 0;
      connect();
    },
    probe() {
      if (socket) ping();
      else connect();
    },
    close: drop,
  };
}
