// The queue consumers. A message is a doorbell: it names an attempt, the session knows the rest.
//
// 1. The session gives the attempt out once (`startJob`). Whoever comes second, late or for a job
//    that is gone is told so and acknowledges: nothing else happens.
// 2. The job runs (run-job.ts), and its news go to the session, which decides about retries.
// 3. Only what never reached the transcoder, or a session that could not be asked, is given back to
//    the queue: the same attempt comes again after a pause. After `max_retries` the message lands in
//    the dead-letter queue, whose consumer turns it into a failure that the user sees.
//
// Messages of a batch run side by side and are settled one by one: a bad neighbour costs nothing.

import { type JobMessage, JobMessageSchema } from "../../protocol/job.ts";
import type { Env } from "../env.ts";
import { runJob } from "./run-job.ts";

/** Name that wrangler.toml gives to every dead-letter queue. */
const DEAD_LETTERS = /-dead$/;

/** Longest pause before a message comes again, in seconds. */
const PAUSE_S_MAX = 30;

/** The Worker's `queue` entry, for all queues of wrangler.toml. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  const settle = DEAD_LETTERS.test(batch.queue) ? bury : runJob;
  await Promise.all(
    batch.messages.map(async (message) => {
      const parsed = JobMessageSchema.safeParse(message.body);
      if (!parsed.success) {
        console.error(`${batch.queue}: not a job message`, message.id);
        message.ack();
        return;
      }
      try {
        const settled = await settle(parsed.data, env);
        if (settled) message.ack();
        else message.retry({ delaySeconds: pauseSeconds(message.attempts, Math.random()) });
      } catch (cause) {
        console.error(`${batch.queue}: ${parsed.data.job}`, cause);
        message.retry({ delaySeconds: pauseSeconds(message.attempts, Math.random()) });
      }
    }),
  );
}

/**
 * Seconds before delivery number `deliveries` + 1: 1, 2, 4 … with full jitter over the upper half,
 * so that messages that failed together do not come back together.
 */
export function pauseSeconds(deliveries: number, random: number): number {
  const ceiling = Math.min(PAUSE_S_MAX, 2 ** Math.max(0, deliveries - 1));
  return Math.ceil(ceiling / 2 + (random * ceiling) / 2);
}

async function bury(message: JobMessage, env: Env): Promise<boolean> {
  const session = env.SESSION.getByName(message.session);
  await session.failJob(message, "transcoder_unavailable", true);
  return true;
}
