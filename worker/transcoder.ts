// The transcoder's two homes behind one function. On a laptop TRANSCODER_URL names a process on
// loopback; in production it is a Cloudflare Container, which reaches nothing but the media gateway,
// by plain HTTP to `media.internal`.

import { Container, ContainerProxy } from "@cloudflare/containers";
import { TRANSCODER_HEADER } from "../protocol/job.ts";
import type { Env } from "./env.ts";
import { serveMedia } from "./media/gateway.ts";

export { ContainerProxy };

const PORT = 8788;

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
  try {
    const response = env.TRANSCODER_URL
      ? await fetch(env.TRANSCODER_URL + path, init)
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
  }
}

/** Asks an instance to stop a job. Nobody waits for it: refused news stops the job as well. */
export async function stopJob(env: Env, instance: number, job: string): Promise<void> {
  const response = await askTranscoder(env, instance, `/jobs/${job}`, { method: "DELETE" });
  await response?.text();
}
