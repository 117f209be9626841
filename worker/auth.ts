// Who is asking. The token is checked before any object is named: what follows from it is the only
// way from a request to a session.

import type { Context } from "hono";
import { STREAM_SUBPROTOCOL } from "../protocol/limits.ts";
import type { Env } from "./env.ts";
import { HttpFailure } from "./problem.ts";
import type { Session } from "./session/session.ts";
import { readToken } from "./token.ts";

const TOKEN_SHAPE = /^[A-Za-z0-9._-]{32,512}$/;

export type Caller = { id: string; stub: DurableObjectStub<Session> };

/**
 * The session whose token the request carries: in `Authorization: Bearer`, or, for a socket of a
 * browser, as the subprotocol `bearer.<token>`. Throws `unauthorized` without a valid one.
 */
export function sessionOf(c: Context<{ Bindings: Env }>): Caller {
  const token = bearer(c) ?? subprotocolToken(c);
  const id =
    token !== null && TOKEN_SHAPE.test(token)
      ? readToken(c.env.SIGNING_KEY, token, Date.now())
      : null;
  if (id === null) {
    throw new HttpFailure("unauthorized", "Send the session's token as Authorization: Bearer.", {
      "www-authenticate": "Bearer",
    });
  }
  return { id, stub: c.env.SESSION.getByName(id) };
}

function bearer(c: Context): string | null {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;
}

function subprotocolToken(c: Context): string | null {
  const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((p) => p.trim());
  if (!offered.includes(STREAM_SUBPROTOCOL)) return null;
  return offered.find((p) => p.startsWith("bearer."))?.slice("bearer.".length) ?? null;
}
