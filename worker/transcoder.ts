// The transcoder's two homes behind one function. On a laptop TRANSCODER_URL names a process on
// loopback; in production it is a Cloudflare Container, which reaches nothing but the media gateway,
// by plain HTTP to `media.internal`.

import { Container, ContainerProxy } from "@cloudflare/containers";
import { TRANSCODER_HEADER } from "../protocol/job.ts";
import type { Env } from "./env.ts";
import { serveMedia } from "./media/gateway.ts";

export { ContainerProxy };

const PORT = 8788;

/**
 * A process on loopback that has not begun to answer by then hangs. A container has limits of its
 * own, and its requests are never aborted (https://github.com/cloudflare/containers/issues/241).
 */
const ANSWER_MS = 20_000;

export class Transcoder extends Container<Env> {
  override defaultPort = PORT;
  override requiredPorts = [PORT];
  /** Idle seconds cost money and a cold start costs three: one pause between two clips is bridged. */
  override sleepAfter = "2m";
  override enableInternet = false;
  override pingEndpoint = "transcoder/health";
}

// Assigned after the class: a static field would hide the setter that registers the entry
// (https://developers.cloudflare.com/containers/platform-details/outbound-traffic/).
Transcoder.outboundByHost = {
  "media.internal": (request: Request, env: Env) => serveMedia(request, env),
};

/**
 * Sends a request to one instance of the transcoder. Null means that it did not answer: the
 * platform's own 5xx responses and failed connections lack the mark of the transcoder's answers.
 * The body of an answer must be read to its end, or the container never sleeps
 * (https://github.com/cloudflare/containers/issues/241).
 */
export async function askTranscoder(
  env: Env,
  instance: number,
  path: string,
  init: RequestInit = {},
): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    const response = env.TRANSCODER_URL
      ? await fetch(env.TRANSCODER_URL + path, { ...init, signal: patience.signal })
      : await env.TRANSCODER.getByName(`transcoder-${instance}`).fetch(
          `http://transcoder${path}`,
          init,
        );
    if (response.headers.has(TRANSCODER_HEADER)) return response;
    console.warn(`transcoder ${instance}: ${response.status}`, await response.text());
    return null;
  } catch (cause) {
    console.warn(`transcoder ${instance} cannot be reached`, cause);
    return null;
  } finally {
    // The limit is for the answer's beginning; its body has limits of its own.
    clearTimeout(timer);
  }
}

/**
 * Asks the job's instance to stop an attempt, and no newer one. Nobody waits for it: refused news
 * stops the job as well.
 */
export async function stopJob(
  env: Env,
  { id, attempt, instance }: { id: string; attempt: number; instance: number },
): Promise<void> {
  const path = `/jobs/${id}?attempt=${attempt}`;
  const response = await askTranscoder(env, instance, path, { method: "DELETE" });
  await response?.text();
}
