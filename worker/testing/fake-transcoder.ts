// A transcoder for tests in workerd: it answers `POST /jobs` with the right kind of result, or with
// what a test scripts. It stands in for the process behind TRANSCODER_URL by taking over `fetch`.

import { vi } from "vitest";
import {
  type JobKind,
  type JobRequest,
  JobRequestSchema,
  type JobResult,
  type News,
  TRANSCODER_HEADER,
} from "../../protocol/job.ts";
import {
  NEUTRAL_RECIPE,
  SAMPLE_FIDELITY,
  SAMPLE_PLAN,
  SAMPLE_REPORT,
} from "../../protocol/testing/samples.ts";
import { FACTS, PACKETS, PICTURE, soundOf } from "./metadata-samples.ts";

/** What a test may answer in place of a job's result: lines of news, or no answer at all. */
export type Script = (request: JobRequest) => Scripted | Promise<Scripted>;
type Scripted = Partial<News>[] | "unreachable" | "hang" | undefined;

export class FakeTranscoder {
  readonly requests: JobRequest[] = [];
  readonly stopped: string[] = [];
  script: Script = () => undefined;

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const headers = { [TRANSCODER_HEADER]: "1" };
    if (request.method === "DELETE") {
      const id = pathname.split("/").at(-1) ?? "";
      if (!this.requests.some((job) => job.id === id)) {
        return new Response("no such job here", { status: 404, headers });
      }
      this.stopped.push(id);
      return new Response(null, { status: 204, headers });
    }
    const job = JobRequestSchema.parse(await request.json());
    this.requests.push(job);
    const scripted = await this.script(job);
    if (scripted === "unreachable") return new Response("no container", { status: 503 });
    if (scripted === "hang") return new Response(this.#hang(job.id), { headers });
    const stream = job.kind === "listen" ? job.streamIndex : undefined;
    const lines = scripted ?? [{ type: "result", result: resultOf(job.kind, stream) }];
    const body = lines
      .map((line) => JSON.stringify({ job: job.id, attempt: job.attempt, ...line }))
      .join("\n");
    return new Response(`${body}\n`, { headers });
  };

  /** An answer without a line, until the job is stopped; a stream belongs to its own request. */
  #hang(job: string): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: async (controller) => {
        while (!this.stopped.includes(job)) await new Promise((next) => setTimeout(next, 10));
        controller.close();
      },
    });
  }

  kinds(): JobKind[] {
    return this.requests.map((request) => request.kind);
  }

  /** Waits until a job of that kind was asked for: on a busy machine queues take their time. */
  async asked(kind: JobKind): Promise<void> {
    await vi.waitUntil(() => this.kinds().includes(kind), { timeout: 10_000 });
  }
}

/** Ten seconds of 25 fps in two segments, with one sound track. */
export const PLAN = SAMPLE_PLAN;

/** What such a plan has where the source is beyond standard range. */
export const HDR = {
  transfer: "arib-std-b67" as const,
  masteringDisplay: null,
  contentLight: null,
};

export const SUBTITLES = [{ streamIndex: 2, language: "eng", title: null }];

/** What a job of that kind finds; `stream` is that of a listen. */
export function resultOf(kind: JobKind, stream = 1): JobResult {
  switch (kind) {
    case "probe":
      return { kind, facts: FACTS, raw: { name: "ffprobe.json", bytes: 700 } };
    case "inspect":
      return { kind, facts: FACTS, packets: PACKETS };
    case "poster":
      return { kind, file: { name: "poster.jpg", bytes: 900 }, at: 2, width: 640, height: 360 };
    case "digest":
      return { kind, sha256: "ab".repeat(32) };
    case "listen":
      return { kind, sound: soundOf(stream) };
    case "look":
      return { kind, frames: 250, files: [{ name: "frames.ndjson", bytes: 9_000 }] };
    case "summarise":
      return {
        kind,
        picture: PICTURE,
        sprite: {
          width: 160,
          height: 90,
          columns: 10,
          rows: 1,
          step: 1,
          count: 10,
          vtt: { name: "sprite.vtt", bytes: 800 },
          sheets: [{ name: "sprite-0.jpg", bytes: 9_000 }],
        },
      };
    case "analyse":
      return { kind, plan: PLAN };
    case "encode":
      return {
        kind,
        init: { name: "init.mp4", bytes: 800 },
        segment: { name: "segment.m4s", bytes: 5_000 },
        compared: { name: "compared.yuv", bytes: 400 },
        frames: 150,
        codec: "avc1.64001e",
        fidelity: SAMPLE_FIDELITY,
      };
    case "subtitles":
      return { kind, file: { name: "subtitles.mp4", bytes: 700 } };
    case "proxy":
      return {
        kind,
        parts: [
          { name: "part-00000", bytes: 8_000 },
          { name: "part-00001", bytes: 900 },
        ],
        width: 640,
        height: 360,
        duration: 10,
        codec: "avc1.4d401e",
      };
    case "preview":
      return {
        kind,
        file: { name: "preview.png", bytes: 600 },
        contentType: "image/png",
        at: 2,
        duration: 0,
        width: 640,
        height: 360,
        recipe: NEUTRAL_RECIPE,
      };
    case "audio":
      return {
        kind,
        files: [{ name: "audio-00000.mp4", bytes: 900 }],
        initBytes: 100,
        fragments: [{ file: 0, offset: 100, bytes: 800, duration: 10 }],
      };
    case "assemble":
      return {
        kind,
        parts: [{ name: "part-00000", bytes: 10_900 }],
        report: SAMPLE_REPORT,
      };
    default:
      return kind satisfies never;
  }
}
