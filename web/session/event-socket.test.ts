import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openEventSocket, type SocketStatus } from "./event-socket.ts";

/** A WebSocket without a network: the test plays the server. */
class FakeSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  accept() {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }
  say(data: string) {
    this.onmessage?.({ data });
  }
  drop(code = 1006) {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = WebSocket.CLOSED;
  }
}

const dialled: { url: string; protocols: string[]; socket: FakeSocket }[] = [];
const states: SocketStatus[] = [];
const texts: string[] = [];
let refused = 0;
let since = 0;

function openFake() {
  return openEventSocket({
    address: () => ({ url: `ws://page/events?since=${since}`, protocols: ["reelight.v1"] }),
    onText: (text) => texts.push(text),
    onStatus: (state) => states.push(state),
    onRefused: () => {
      refused += 1;
    },
    dial: (url, protocols) => {
      const socket = new FakeSocket();
      dialled.push({ url, protocols, socket });
      return socket as unknown as WebSocket;
    },
    random: () => 1,
  });
}

const last = () => {
  const call = dialled.at(-1);
  if (!call) throw new Error("nothing was dialled");
  return call.socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  dialled.length = states.length = texts.length = 0;
  refused = since = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test("dials again after a cut, asking for what was missed since", () => {
  openFake();
  last().accept();
  since = 42;
  last().drop();
  expect(states.at(-1)?.kind).toBe("lost");
  vi.advanceTimersByTime(500);
  expect(dialled.map(({ url }) => url)).toEqual([
    "ws://page/events?since=0",
    "ws://page/events?since=42",
  ]);
});

test("waits twice as long after each failure, at most half a minute", () => {
  openFake();
  const pauses: number[] = [];
  for (let failure = 0; failure < 9; failure += 1) {
    last().drop();
    const state = states.at(-1);
    if (state?.kind !== "lost") throw new Error("should be lost");
    pauses.push(state.retryAt - Date.now());
    vi.advanceTimersByTime(state.retryAt - Date.now());
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test("starts with short pauses again once the server has said something", () => {
  openFake();
  for (const pause of [500, 1000, 2000, 4000]) {
    last().drop();
    vi.advanceTimersByTime(pause);
  }
  last().accept();
  last().say("pong");
  last().drop();
  const state = states.at(-1);
  expect(state?.kind === "lost" && state.retryAt - Date.now()).toBe(500);
});

test("pings every 25 s and passes on everything but the pong", () => {
  openFake();
  last().accept();
  vi.advanceTimersByTime(25_000);
  expect(last().sent).toEqual(["ping"]);
  last().say("pong");
  last().say('{"type":"hello"}');
  vi.advanceTimersByTime(20_000);
  expect(texts).toEqual(['{"type":"hello"}']);
  expect(states.at(-1)?.kind).toBe("open");
});

test("takes a line for dead that does not answer a ping within 10 s", () => {
  openFake();
  last().accept();
  vi.advanceTimersByTime(34_999);
  expect(states.at(-1)?.kind).toBe("open");
  vi.advanceTimersByTime(1);
  expect(states.at(-1)?.kind).toBe("lost");
});

test("any message counts as a sign of life", () => {
  openFake();
  last().accept();
  vi.advanceTimersByTime(30_000);
  last().say("{}");
  vi.advanceTimersByTime(10_000);
  expect(states.at(-1)?.kind).toBe("open");
});

test("tells a refused handshake from a cut line", () => {
  openFake();
  last().accept();
  last().drop();
  expect(refused).toBe(0);
  vi.advanceTimersByTime(500);
  last().drop();
  expect(refused).toBe(1);
});

test("makes room for a newer window for as long as it can", () => {
  openFake();
  last().accept();
  last().say("{}");
  last().drop(4409);
  const state = states.at(-1);
  expect(state?.kind === "lost" && state.retryAt - Date.now()).toBe(30_000);
});

test("gives up a handshake that takes too long", () => {
  openFake();
  vi.advanceTimersByTime(15_000);
  expect(states.at(-1)?.kind).toBe("lost");
  expect(refused).toBe(1);
});

test("reconnects at once when asked, and only once", () => {
  const socket = openFake();
  last().drop();
  socket.reconnect();
  expect(dialled).toHaveLength(2);
  vi.advanceTimersByTime(10_000);
  expect(dialled).toHaveLength(2);
});

test("a closed stream stays closed", () => {
  const socket = openFake();
  last().accept();
  socket.close();
  vi.advanceTimersByTime(120_000);
  expect(dialled).toHaveLength(1);
  expect(last().sent).toEqual([]);
});
