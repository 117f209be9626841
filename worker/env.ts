// The bindings of wrangler.toml, typed. Nothing else names a binding.

import type { JobMessage } from "../protocol/job.ts";
import type { Session } from "./session/session.ts";
import type { Transcoder } from "./transcoder.ts";

export type Env = {
  ASSETS: Fetcher;
  MEDIA: R2Bucket;
  SESSION: DurableObjectNamespace<Session>;
  TRANSCODER: DurableObjectNamespace<Transcoder>;
  FACTS: Queue<JobMessage>;
  METADATA: Queue<JobMessage>;
  CONTENT: Queue<JobMessage>;
  FIRST: Queue<JobMessage>;
  ENHANCE: Queue<JobMessage>;
  PROXY: Queue<JobMessage>;
  SOUND: Queue<JobMessage>;
  /** In production: sessions that one address may begin. */
  SESSIONS_RATE?: RateLimit;
  /** Enhance jobs of one session that may run at a time. */
  JOBS_IN_FLIGHT: number;
  /** Instances of the transcoder that jobs are spread over. */
  TRANSCODER_INSTANCES: number;
  /** Signs tokens and capabilities; at least 32 characters. */
  SIGNING_KEY: string;
  /** Set on a laptop: the transcoder's origin. Absent where it runs as a container. */
  TRANSCODER_URL?: string;
  /** Set on a laptop: this Worker's own origin, by which the transcoder reaches the gateway. */
  GATEWAY_URL?: string;
};
