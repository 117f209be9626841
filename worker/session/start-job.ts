// How a queue consumer takes an attempt: once, with all that the transcoder is to be told.

import type { JobMessage } from "../../protocol/job.ts";
import type { Env } from "../env.ts";
import type { StartedJob } from "./contract.ts";
import { jobRequest } from "./job-request.ts";
import type { Ledger } from "./ledger.ts";

/**
 * Takes an attempt for a consumer. Null: it was taken before, is over, or was never made, and the
 * message is to be acknowledged.
 */
export function startJob(
  { job: id, attempt }: JobMessage,
  ledger: Ledger,
  env: Env,
): StartedJob | null {
  const found = ledger.findJob(id);
  if (!found) return null;
  const instance = Math.floor(Math.random() * env.TRANSCODER_INSTANCES);
  const started = ledger.change(found.state, { type: "job-started", job: id, attempt, instance });
  if (started.refused) return null;
  const request = jobRequest(started.state, found.job, {
    session: ledger.session().id,
    signingKey: env.SIGNING_KEY,
    gateway: env.GATEWAY_URL,
    now: Date.now(),
  });
  return { video: found.job.video, request, instance };
}
