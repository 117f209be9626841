// GET /v1/videos/:id/metadata in its formats, and the schema that describes it.

import { Hono } from "hono";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { sessionOf } from "../auth.ts";
import { cors } from "../cors.ts";
import type { Env } from "../env.ts";
import { contentDisposition } from "../media/file-name.ts";
import { serveMedia } from "../media/gateway.ts";
import { csvOf } from "../metadata/csv.ts";
import { mediainfoOf } from "../metadata/mediainfo.ts";
import { documentSchema } from "../metadata/schema.ts";
import { HttpFailure } from "../problem.ts";
import { videoIdOf } from "./request.ts";

const FORMATS = ["json", "ffprobe", "mediainfo", "csv"] as const;
type Format = (typeof FORMATS)[number];

/** An hour: it changes with a deployment and no sooner. */
const SCHEMA_CACHE = "public, max-age=3600";

export const metadata = new Hono<{ Bindings: Env }>();

metadata.get("/:id/metadata", async (c) => {
  const asked = c.req.query("format") ?? "json";
  const format = FORMATS.find((name) => name === asked);
  if (!format) throw new HttpFailure("bad_request", `format must be one of ${FORMATS.join(", ")}.`);
  const document = await sessionOf(c).stub.metadata(videoIdOf(c));
  if (!document) throw new HttpFailure("not_found");
  switch (format) {
    case "json":
      return c.json(document, 200, headersOf(format, document));
    case "mediainfo":
      return c.json(mediainfoOf(document), 200, headersOf(format, document));
    case "csv":
      return c.body(csvOf(document), 200, headersOf(format, document));
    case "ffprobe":
      return c.body(await rawAnswer(c.req.raw, c.env, document), 200, headersOf(format, document));
    default:
      return format satisfies never;
  }
});

export const metadataSchema = new Hono<{ Bindings: Env }>();

metadataSchema.use("*", cors);

metadataSchema.get("/metadata.json", (c) =>
  c.body(SCHEMA, 200, {
    "Content-Type": "application/schema+json",
    "Cache-Control": SCHEMA_CACHE,
    "X-Content-Type-Options": "nosniff",
  }),
);

const SCHEMA = JSON.stringify(documentSchema());

/** ffprobe's answer, through the same address under which the document names it. */
async function rawAnswer(
  request: Request,
  env: Env,
  { rawUrl }: MetadataDocument,
): Promise<ReadableStream<Uint8Array>> {
  const url = rawUrl === null ? null : new URL(rawUrl, request.url);
  const answer = url && (await serveMedia(new Request(url), env));
  if (answer?.ok && answer.body) return answer.body;
  await answer?.body?.cancel();
  throw new HttpFailure("not_found", "ffprobe's answer is not there yet. Ask again later.");
}

/** `json` is shown where it is asked for; the others are files to keep. */
function headersOf(format: Format, { file }: MetadataDocument): Record<string, string> {
  const headers = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Type":
      format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/json",
  };
  if (format === "json") return headers;
  const name = `${file.name}.${format === "csv" ? "metadata.csv" : `${format}.json`}`;
  return { ...headers, "Content-Disposition": contentDisposition("attachment", name, "") };
}
