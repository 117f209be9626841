// `POST /v1/videos/:id/preview`: what settings would do, before anyone commits to them. The answer
// comes while the person waits; what was shown before is answered from storage.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { failureStatus } from "../../protocol/failure.ts";
import { PreviewFormSchema } from "../../protocol/job.ts";
import { DURATION_S_MAX } from "../../protocol/limits.ts";
import type { Preview } from "../../protocol/video.ts";
import { type Caller, sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { runPreview } from "../jobs/run-preview.ts";
import { granted, HttpFailure } from "../problem.ts";
import type { BegunPreview, PreviewWish } from "../session/contract.ts";
import { activeSettingsOf, jsonBody, jsonLimit, videoIdOf } from "./request.ts";

type PreviewContext = Context<{ Bindings: Env }>;

/** A transcoder that was not reached may be asked again after this: a container starts in 3 s. */
const RETRY_AFTER_S = "5";

const AT_SENTENCE = `at must be a number of seconds from 0 to ${DURATION_S_MAX}.`;
const at = z.number(AT_SENTENCE).check(z.gte(0, AT_SENTENCE), z.lte(DURATION_S_MAX, AT_SENTENCE));

const BodySchema = z.strictObject(
  {
    settings: z.optional(z.unknown()),
    as: z.optional(z.enum(PreviewFormSchema.options, 'as must be "still" or "clip".')),
    at: z.optional(z.nullable(at)),
  },
  "Send a JSON object with settings, as and at.",
);

export const preview = new Hono<{ Bindings: Env }>();

preview.post("/:id/preview", jsonLimit, async (c) => {
  const { stub } = sessionOf(c);
  const id = videoIdOf(c);
  const begun = granted(await stub.beginPreview(id, wishOf(await jsonBody(c))));
  if (begun.made) return c.json(begun.made);
  const making = make(c, stub, begun);
  // The client may go; then it is this that ends what it asked for.
  c.executionCtx.waitUntil(Promise.allSettled([making]));
  return c.json(await making);
});

function wishOf(body: unknown): PreviewWish {
  const parsed = BodySchema.safeParse(body ?? {});
  if (!parsed.success) throw new HttpFailure("bad_request", parsed.error.issues[0]?.message);
  const { settings, as = "still", at = null } = parsed.data;
  return { settings: activeSettingsOf(settings), as, at };
}

/** Has the transcoder make it. Throws what kept it from being made. */
async function make(
  c: PreviewContext,
  stub: Caller["stub"],
  begun: Extract<BegunPreview, { made: null }>,
): Promise<Preview> {
  const linger = (work: Promise<unknown>) => c.executionCtx.waitUntil(Promise.allSettled([work]));
  const { id } = begun.request;
  const wanted = () =>
    stub.mayWritePreview(id).catch((cause) => {
      // A deploy resets the session for a moment; the next line asks again.
      console.warn(`preview ${id}: the session could not be asked`, cause);
      return true;
    });
  const end = await runPreview(begun, c.env, { gone: c.req.raw.signal, wanted, linger });
  if (end.result) {
    const made = await stub.finishPreview(id, end.result);
    if (made) return made;
  } else if (await stub.dropPreview(id)) {
    const again = failureStatus(end.code) === 503 ? { "retry-after": RETRY_AFTER_S } : {};
    throw new HttpFailure(end.code, end.detail, again);
  }
  throw new HttpFailure("cancelled", "A newer preview took its place, or its video is gone.");
}
