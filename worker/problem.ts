// A refused request: thrown once, answered in one place, as RFC 9457 problem details. What is not
// an HttpFailure is a bug: it is logged with its cause and answered as `internal`, without a word
// of it to the client.

import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { type ProblemCode, problem } from "../protocol/problem.ts";
import type { Outcome } from "./session/contract.ts";

/** Ends a request with the problem of that code. `detail` is read by people: no path, no secret. */
export class HttpFailure extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, detail?: string, headers: Record<string, string> = {}) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }
}

/** The value of an outcome, or its refusal thrown as an HttpFailure. */
export function granted<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new HttpFailure(outcome.code, outcome.detail);
}

/** Hono's `onError`. */
export function answerProblem(error: Error, c: Context): Response {
  const requestId = crypto.randomUUID();
  if (error instanceof HttpFailure) {
    return problemResponse(error.code, error.detail, error.headers, requestId);
  }
  if (error instanceof HTTPException && error.status < 500) {
    return problemResponse("bad_request", undefined, {}, requestId);
  }
  console.error(`request ${requestId}: ${c.req.method} ${c.req.routePath}`, error);
  return problemResponse("internal", undefined, {}, requestId);
}

/** A problem document as a response, with its status and content type. */
export function problemResponse(
  code: ProblemCode,
  detail?: string,
  headers: Record<string, string> = {},
  requestId: string = crypto.randomUUID(),
): Response {
  const body = problem(code, detail, requestId);
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": requestId,
      ...(body.status === 429 || body.status === 423 ? { "retry-after": "10" } : {}),
      ...headers,
    },
  });
}
