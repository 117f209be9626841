// Sends what the session has released. A message is confirmed by the queue or sent again by the
// watchdog; a second copy does no harm, since an attempt can be taken once.

import type { JobMessage } from "../../protocol/job.ts";
import type { Env } from "../env.ts";
import { unsent } from "./release.ts";
import type { JobRecord } from "./state.ts";

/** A send that hangs is given up and made again (queues were seen to take a minute to fail). */
const SEND_TIMEOUT_MS = 5_000;

export class Courier {
  readonly #env: Env;
  /** Jobs whose send is under way, so that two looks in a row do not both send. */
  readonly #sending = new Set<string>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** Sends every message that is due; `sent` is called for each one that its queue has taken. */
  async send(
    session: string,
    jobs: readonly JobRecord[],
    sent: (job: JobRecord) => void,
  ): Promise<void> {
    const due = unsent(jobs, Date.now()).filter((job) => !this.#sending.has(job.id));
    await Promise.all(
      due.map(async (job) => {
        this.#sending.add(job.id);
        const confirmed = await this.#sendOne({ session, job: job.id, attempt: job.attempt }, job);
        this.#sending.delete(job.id);
        if (confirmed) sent(job);
      }),
    );
  }

  async #sendOne(message: JobMessage, job: JobRecord): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("the queue did not answer")), SEND_TIMEOUT_MS);
    });
    try {
      await Promise.race([queueOf(this.#env, job).send(message), timeout]);
      return true;
    } catch (cause) {
      console.warn(`${job.kind} ${job.id}: not sent, the watchdog tries again`, cause);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * A local queue runs one batch at a time. So what is fast never stands behind what is slow: facts
 * have a queue of their own, packets and posters another, and content that of the slowest. A proxy
 * takes as long as content and somebody waits for it: segments do not stand behind it, nor it behind
 * content. Sound, subtitles and measures are read from the whole film: of a long one no segment waits
 * for that. What a film begins with stands behind no other film.
 */
function queueOf(env: Env, { kind, index }: JobRecord): Queue<JobMessage> {
  switch (kind) {
    case "probe":
      return env.FACTS;
    case "inspect":
    case "poster":
      return env.METADATA;
    case "digest":
    case "listen":
    case "look":
    case "summarise":
      return env.CONTENT;
    case "proxy":
      return env.PROXY;
    case "audio":
    case "subtitles":
      return env.SOUND;
    case "analyse":
      return env.FIRST;
    case "encode":
      return index === 0 ? env.FIRST : env.ENHANCE;
    default:
      return env.ENHANCE;
  }
}
