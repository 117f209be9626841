// RFC 9457 problem details: how every refused request answers. A problem's code is a failure's code
// or one of the few that only a request can have.

import * as z from "zod/mini";
import { type FailureCode, failure, failureStatus } from "./failure.ts";

const REQUEST_PROBLEMS = {
  bad_request: { status: 400, title: "The request cannot be understood" },
  unauthorized: { status: 401, title: "A valid token is needed" },
  not_found: { status: 404, title: "There is no such thing here" },
  method_not_allowed: { status: 405, title: "This method is not offered here" },
  conflict: { status: 409, title: "The state of this thing does not allow it" },
  offset_conflict: { status: 409, title: "The offset is not where the upload stands" },
  length_required: { status: 411, title: "The length has to be told beforehand" },
  gone: { status: 410, title: "This was removed" },
  unsupported_version: { status: 412, title: "This version of tus is not spoken here" },
  unsupported_media_type: { status: 415, title: "This content type is not accepted here" },
  /** tus clients try again after 423, and give up after 429. */
  busy: { status: 423, title: "As much as is allowed goes on already" },
  limit_reached: { status: 429, title: "A limit of this session is reached" },
} as const;

export type RequestProblemCode = keyof typeof REQUEST_PROBLEMS;
export type ProblemCode = FailureCode | RequestProblemCode;

export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  retryable: z.boolean(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof ProblemSchema>;

/** The problem document of a code. `detail` says what to change; it holds no path and no secret. */
export function problem(code: ProblemCode, detail: string | undefined, requestId: string): Problem {
  const type = `urn:reelight:problem:${code}`;
  if (isRequestProblem(code)) {
    const { status, title } = REQUEST_PROBLEMS[code];
    const retryable = status === 429 || status === 423;
    return { type, title, status, detail: detail ?? `${title}.`, code, retryable, requestId };
  }
  const { title, detail: sentence, retryable } = failure(code, detail);
  return { type, title, status: failureStatus(code), detail: sentence, code, retryable, requestId };
}

function isRequestProblem(code: ProblemCode): code is RequestProblemCode {
  return code in REQUEST_PROBLEMS;
}
