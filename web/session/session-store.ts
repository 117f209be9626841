// The page's side of its session: starts one on the first visit, keeps the event stream, and holds
// the newest state of every video for the page to render. It decides nothing about videos.

import { STREAM_SUBPROTOCOL } from "../../protocol/limits.ts";
import { StreamMessageSchema, type VideoEvent } from "../../protocol/stream.ts";
import { createStore, type Readable } from "../store.ts";
import { type Api, createApi, createSession } from "./api.ts";
import type { Credentials, CredentialsShelf } from "./credentials.ts";
import { type EventSocket, openEventSocket, type SocketStatus } from "./event-socket.ts";
import { ProblemError } from "./problem-error.ts";
import { applyMessage, applySnapshot, EMPTY_SESSION, type SessionState } from "./session-state.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export type LiveSession = SessionState & {
  connection: SocketStatus;
  /** True once the list is known: an empty one is then truly empty. */
  known: boolean;
};

export type SessionStore = Readable<LiveSession> & {
  api: Api;
  token(): string | null;
  start(): void;
  reconnect(): void;
  /** The token is no longer taken: begins a new session, once per token. */
  renew(refused: string): void;
};

export type SessionStoreOptions = {
  shelf: CredentialsShelf;
  /** The origin with `ws:` or `wss:`. */
  socketOrigin: string;
  onEvent: (event: VideoEvent) => void;
  /** An old session came to its end and a new, empty one began. */
  onRenewed: () => void;
};

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { shelf } = options;
  const connecting: SocketStatus = { kind: "connecting" };
  const store = createStore<LiveSession>({
    ...EMPTY_SESSION,
    connection: connecting,
    known: false,
  });
  let credentials: Credentials | null = null;
  let socket: EventSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const token = () => credentials?.token ?? null;
  const api = createApi(token, renew);
  const patch = (change: Partial<LiveSession>) => store.set({ ...store.get(), ...change });

  /** Takes on a session and forgets what was known of another. */
  function adopt(next: Credentials) {
    credentials = next;
    socket?.close();
    store.set({ ...EMPTY_SESSION, session: next.session, connection: connecting, known: false });
    socket = openEventSocket({
      address,
      onText: hear,
      onStatus: (connection) => patch({ connection }),
      onRefused: ask,
    });
  }

  async function begin(failures = 0): Promise<void> {
    clearTimeout(retry);
    patch({ connection: connecting });
    try {
      const fresh = await createSession();
      shelf.save(fresh);
      adopt(fresh);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof ProblemError)) throw error;
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
      patch({ connection: { kind: "lost", retryAt: Date.now() + pause } });
      retry = setTimeout(() => void begin(failures + 1), pause);
    }
  }

  function address() {
    const since = store.get().known ? `?since=${store.get().seq}` : "";
    return {
      url: `${options.socketOrigin}/v1/session/events${since}`,
      protocols: [STREAM_SUBPROTOCOL, `bearer.${token()}`],
    };
  }

  function hear(text: string) {
    const message = StreamMessageSchema.parse(JSON.parse(text));
    patch({ ...applyMessage(store.get(), message, Date.now()), known: true });
    if (message.type !== "hello") options.onEvent(message);
  }

  /** The socket was refused: asks by HTTP, which shows a token's end and works without sockets. */
  async function ask() {
    try {
      const snapshot = await api.snapshot();
      patch({ ...applySnapshot(store.get(), snapshot), known: true });
    } catch (error) {
      // A refusal was acted upon by `renew`; without a network the socket dials again by itself.
      if (!(error instanceof TypeError || error instanceof ProblemError)) throw error;
    }
  }

  function renew(refused: string) {
    if (refused !== credentials?.token) return;
    credentials = null;
    socket?.close();
    socket = null;
    const other = shelf.load();
    if (other && other.token !== refused) return adopt(other);
    shelf.save(null);
    options.onRenewed();
    void begin();
  }

  function start() {
    const kept = shelf.load();
    if (kept) adopt(kept);
    else void begin();
    shelf.onChange(() => {
      const other = shelf.load();
      if (other && other.token !== token()) adopt(other);
    });
    addEventListener("online", () => (socket ? socket.probe() : begin()));
    addEventListener("offline", () => socket?.probe());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") socket?.probe();
    });
  }

  const reconnect = () => (socket ? socket.reconnect() : void begin());
  return { get: store.get, subscribe: store.subscribe, api, token, start, reconnect, renew };
}
