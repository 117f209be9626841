// /v1/sessions and /v1/session: the client's working set, and the stream of what happens in it.

import { Hono } from "hono";
import { sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { newId } from "../ids.ts";
import { HttpFailure } from "../problem.ts";
import { mintToken } from "../token.ts";

export const sessions = new Hono<{ Bindings: Env }>();

sessions.post("/sessions", async (c) => {
  // Whoever asks has no token yet, and each session costs a database for a week.
  const address = c.req.header("cf-connecting-ip") ?? "";
  if (c.env.SESSIONS_RATE && !(await c.env.SESSIONS_RATE.limit({ key: address })).success) {
    throw new HttpFailure("limit_reached", "Too many sessions were begun from this address.");
  }
  const id = newId("ses");
  const session = await c.env.SESSION.getByName(id).create(id);
  const token = mintToken(c.env.SIGNING_KEY, id, Date.parse(session.expiresAt));
  return c.json({ session, token }, 201);
});

sessions.get("/session", async (c) => {
  const snapshot = await sessionOf(c).stub.snapshot();
  if (!snapshot) throw new HttpFailure("unauthorized", "This session is over. Begin a new one.");
  return c.json(snapshot);
});

// One address, three ways to listen: a WebSocket, SSE for clients that ask for it, or one page of
// JSON for those that poll.
sessions.get("/session/events", async (c) => {
  const { stub } = sessionOf(c);
  const upgrade = c.req.header("upgrade")?.toLowerCase() === "websocket";
  const sse = c.req.header("accept")?.includes("text/event-stream") ?? false;
  if (upgrade || sse) {
    const answer = await stub.fetch(c.req.raw);
    if (answer.status === 401) throw new HttpFailure("unauthorized", "This session is over.");
    return answer;
  }
  const since = c.req.query("since");
  if (since !== undefined && !/^\d{1,15}$/.test(since)) {
    throw new HttpFailure("bad_request", "since must be the number of an event.");
  }
  const page = await stub.events(since === undefined ? 0 : Number(since));
  return c.json(page);
});
