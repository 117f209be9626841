// GET /v1/videos/:id/timeline: what happened to a video and when.

import { Hono } from "hono";
import { sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { HttpFailure } from "../problem.ts";
import { videoIdOf } from "./request.ts";

export const timeline = new Hono<{ Bindings: Env }>();

timeline.get("/:id/timeline", async (c) => {
  const known = await sessionOf(c).stub.timeline(videoIdOf(c));
  if (!known) throw new HttpFailure("not_found");
  return c.json(known, 200, { "Cache-Control": "private, no-store" });
});
