// /v1/videos: what became of each upload, and what its owner asks of it.

import { Hono } from "hono";
import type { Video } from "../../protocol/video.ts";
import { sessionOf } from "../auth.ts";
import type { Env } from "../env.ts";
import { granted, HttpFailure } from "../problem.ts";
import { activeSettingsOf, jsonBody, jsonLimit, videoIdOf } from "./request.ts";

/** Videos on a page of the list unless `?limit` says otherwise, and the most it may say. */
const PAGE = 50;
const PAGE_MAX = 200;

export const videos = new Hono<{ Bindings: Env }>();

videos.get("/", async (c) => {
  const snapshot = await sessionOf(c).stub.snapshot();
  if (!snapshot) throw new HttpFailure("unauthorized", "This session is over. Begin a new one.");
  const limit = Number(c.req.query("limit") ?? PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
    throw new HttpFailure("bad_request", `limit must be a whole number from 1 to ${PAGE_MAX}.`);
  }
  // A cursor is the place of a video in time, so that it holds when that video is deleted.
  const cursor = c.req.query("cursor") ?? "";
  const rest = snapshot.videos.filter((video) => placeOf(video) > cursor);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return c.json({ videos: page, cursor: last && rest.length > limit ? placeOf(last) : null });
});

videos.get("/:id", async (c) => c.json(found(await sessionOf(c).stub.video(videoIdOf(c)))));

videos.delete("/:id", async (c) => {
  if (!(await sessionOf(c).stub.removeVideo(videoIdOf(c)))) throw notFound();
  return c.body(null, 204);
});

videos.post("/:id/enhancements", jsonLimit, async (c) => {
  const { stub } = sessionOf(c);
  const id = videoIdOf(c);
  // The body's `settings`, or the body itself where it has none of that name.
  const body = await jsonBody(c);
  const settings = activeSettingsOf(isRecord(body) && "settings" in body ? body.settings : body);
  return c.json(granted(await stub.requestEnhancement(id, settings)), 202);
});

videos.post("/:id/proxy", async (c) => {
  return c.json(granted(await sessionOf(c).stub.requestProxy(videoIdOf(c))), 202);
});

videos.post("/:id/retry", async (c) => {
  return c.json(granted(await sessionOf(c).stub.retry(videoIdOf(c))), 202);
});

videos.post("/:id/cancel", async (c) => {
  return c.json(granted(await sessionOf(c).stub.cancel(videoIdOf(c))));
});

/** Sorts as the session does: oldest first, by id within a millisecond. */
function placeOf({ createdAt, id }: Video): string {
  return `${createdAt}_${id}`;
}

function found<Value>(value: Value | null): Value {
  if (value === null) throw notFound();
  return value;
}

function notFound(): HttpFailure {
  return new HttpFailure("not_found");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
