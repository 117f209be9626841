// The HTTP calls of the page. Each answer is parsed by its schema; a refusal throws a ProblemError,
// a lost connection the TypeError of fetch.

import * as z from "zod/mini";
import type { PreviewForm } from "../../protocol/job.ts";
import { type MetadataDocument, MetadataDocumentSchema } from "../../protocol/metadata.ts";
import type { Settings } from "../../protocol/settings.ts";
import { type Timeline, TimelineSchema } from "../../protocol/timeline.ts";
import {
  EnhancementSchema,
  type Preview,
  PreviewSchema,
  SessionSchema,
  VideoSchema,
} from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { type Credentials, CredentialsSchema } from "./credentials.ts";
import { jsonOf, ProblemError, parseProblem } from "./problem-error.ts";
import type { Snapshot } from "./session-state.ts";

const SnapshotSchema = z.object({
  seq: z.int(),
  session: SessionSchema,
  videos: z.array(VideoSchema),
});

export async function createSession(): Promise<Credentials> {
  return CredentialsSchema.parse(await json(await request("POST", "/v1/sessions", null)));
}

/** The document itself is at hand; these the service makes of it. */
export type MetadataFormat = "csv" | "mediainfo" | "ffprobe";

export type Api = ReturnType<typeof createApi>;

/**
 * Calls with the session's token. `onUnauthorized` hears of a token that is no longer taken, with
 * that token, before the call throws.
 */
export function createApi(token: () => string | null, onUnauthorized: (token: string) => void) {
  async function call(method: string, path: string, body?: unknown, fate: Fate = {}) {
    const used = token();
    try {
      return await request(method, path, used, body, fate);
    } catch (error) {
      if (used && error instanceof ProblemError && error.problem.status === 401) {
        onUnauthorized(used);
      }
      throw error;
    }
  }
  return {
    async snapshot(): Promise<Snapshot> {
      return SnapshotSchema.parse(await json(await call("GET", "/v1/session")));
    },
    /** `url` is the video's own `metadata.url`. */
    async metadata(url: string): Promise<MetadataDocument> {
      return answerOf(MetadataDocumentSchema, await call("GET", url));
    },
    /** The same document as a file, in the words of other tools. */
    async metadataFile(url: string, format: MetadataFormat): Promise<Blob> {
      return await (await call("GET", `${url}?format=${format}`)).blob();
    },
    async timeline(video: string): Promise<Timeline> {
      return answerOf(TimelineSchema, await call("GET", `/v1/videos/${video}/timeline`));
    },
    /** Asks for a run; gives the id of what was begun, or of what is or was made of the same. */
    async enhance(video: string, settings: Settings): Promise<string> {
      const asked = await call("POST", `/v1/videos/${video}/enhancements`, { settings });
      return (await answerOf(EnhancementSchema, asked)).id;
    },
    /**
     * Shows what settings would do, without making anything that stays. Throws an `AbortError` once
     * `signal` says that nobody waits any more. `at` is a second of the film; without it the service
     * chooses.
     */
    async preview(
      video: string,
      settings: Settings,
      as: PreviewForm,
      signal: AbortSignal,
      at?: number,
    ): Promise<Preview> {
      const body = { settings, as, at };
      const asked = await call("POST", `/v1/videos/${video}/preview`, body, { signal });
      return answerOf(PreviewSchema, asked);
    },
    async retry(video: string): Promise<void> {
      await call("POST", `/v1/videos/${video}/retry`);
    },
    /** Asks for a smaller copy of the original; `video.proxy` tells what becomes of it. */
    async makeProxy(video: string): Promise<void> {
      await call("POST", `/v1/videos/${video}/proxy`);
    },
    async cancel(video: string): Promise<void> {
      await call("POST", `/v1/videos/${video}/cancel`);
    },
    /** `leaving` lets the request outlive the page. */
    async remove(video: string, leaving = false): Promise<void> {
      await call("DELETE", `/v1/videos/${video}`, undefined, { keepalive: leaving });
    },
  };
}

/** What else than its answer ends a request, or does not. */
type Fate = Pick<RequestInit, "keepalive" | "signal">;

async function request(
  method: string,
  path: string,
  token: string | null,
  body?: unknown,
  fate: Fate = {},
): Promise<Response> {
  const headers = new Headers();
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const init: RequestInit = { method, headers, ...fate };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(path, init);
  if (response.ok) return response;
  const told = parseProblem(await response.text());
  throw told ? new ProblemError(told) : new ProblemError(unknownProblem(response.status), "page");
}

/** An answer that a person waits for: one that cannot be read is told in words, as a refusal is. */
async function answerOf<Value>(schema: z.ZodMiniType<Value>, response: Response): Promise<Value> {
  const parsed = schema.safeParse(jsonOf(await response.text()));
  if (!parsed.success) throw new ProblemError(unreadable(response.status), "page");
  return parsed.data;
}

/** A service that was renewed since the page was loaded may speak otherwise than the page reads. */
const unreadable = (status: number) => ({
  ...unknownProblem(status),
  ...words().session.unreadable,
  code: "unreadable",
  retryable: false,
});

/** What is shown when something other than the API answered, such as a proxy on the way. */
function unknownProblem(status: number) {
  const { title, foreign } = words().session.unreachable;
  return {
    type: "about:blank",
    title,
    status,
    detail: foreign(status),
    code: "unreachable",
    retryable: status >= 500,
    requestId: "",
  };
}

const json = (response: Response): Promise<unknown> => response.json();
