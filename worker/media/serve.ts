// Answers GET and HEAD for a file: ranges, conditions, and the headers that keep a stranger's bytes
// harmless. A file is either stored as ordered chunks, or is one object.

import { CORS_HEADERS } from "../cors.ts";
import type { ReadPlan } from "../session/contract.ts";
import { type ByteRange, chunkRanges, parseRange } from "../source/range.ts";
import { streamRanges } from "../source/read.ts";
import { precondition, rangeApplies } from "./conditional.ts";
import { contentDisposition } from "./file-name.ts";

/** How the session says a file is to be read, for the Range header it is given. */
type PlanFor = (range: string | null) => Promise<ReadPlan | "unsatisfiable" | null>;

/** A file as its headers tell it. */
type Described = { bytes: number; etag: string; contentType: string; disposition: string };

/** Immutable files may be kept, by the one client whose URL it is, for a day. */
const CACHE_CONTROL = "private, max-age=86400, immutable";

/** Answers for a file of chunks; null if there is none. */
export async function serveChunkedFile(
  request: Request,
  bucket: R2Bucket,
  planFor: PlanFor,
): Promise<Response | null> {
  const header = rangeHeader(request);
  const asked = await planFor(header);
  const whole = asked === "unsatisfiable" ? await planFor(null) : asked;
  if (whole === null || whole === "unsatisfiable") return null;

  const described = describe(request, whole);
  const condition = precondition(request.headers, whole.etag);
  if (condition) return bodiless(condition, described);
  const applies = rangeApplies(request.headers, whole.etag);
  if (asked === "unsatisfiable" && applies) return unsatisfiable(described);
  const plan = applies || header === null ? whole : await planFor(null);
  if (plan === null || plan === "unsatisfiable") return null;
  if (request.method === "HEAD") return bodiless(200, described);
  const { first, last } = plan.range ?? { first: 0, last: plan.bytes - 1 };
  const ranges = chunkRanges(plan.chunks, first, last);
  return partial(streamRanges(bucket, ranges, last - first + 1), described, plan.range);
}

/** Answers for one object of that media type; null if there is none. */
export async function serveObject(
  request: Request,
  bucket: R2Bucket,
  key: string,
  contentType: string,
): Promise<Response | null> {
  const object = await bucket.head(key);
  if (!object) return null;
  const described = {
    bytes: object.size,
    etag: object.httpEtag,
    contentType,
    disposition: "inline",
  };
  const condition = precondition(request.headers, described.etag);
  if (condition) return bodiless(condition, described);
  if (request.method === "HEAD") return bodiless(200, described);
  const applies = rangeApplies(request.headers, described.etag);
  const range = applies ? parseRange(rangeHeader(request), object.size) : null;
  if (range === "unsatisfiable") return unsatisfiable(described);
  const wanted = range ? { offset: range.first, length: range.last - range.first + 1 } : undefined;
  const found = await bucket.get(key, wanted ? { range: wanted } : {});
  const response = found && partial(found.body, described, range);
  // Seen in Chromium: a range that was asked for again came without what lies behind the file's first
  // 4 KiB, and the player waited for ever for the rest of its sound. It was not seen uncached.
  if (range) response?.headers.set("Cache-Control", "no-store");
  return response;
}

/** RFC 9110 §14.2: a Range of any method but GET is to be ignored. */
function rangeHeader(request: Request): string | null {
  return request.method === "GET" ? request.headers.get("range") : null;
}

function describe(request: Request, plan: ReadPlan): Described {
  const download = new URL(request.url).searchParams.get("download") === "1";
  const kind = download ? "attachment" : "inline";
  const disposition = contentDisposition(kind, plan.filename, plan.contentType);
  return { bytes: plan.bytes, etag: plan.etag, contentType: plan.contentType, disposition };
}

function partial(
  body: ReadableStream<Uint8Array>,
  described: Described,
  range: ByteRange | null,
): Response {
  const headers = headersOf(described);
  if (!range) return new Response(body, { headers });
  headers["Content-Range"] = `bytes ${range.first}-${range.last}/${described.bytes}`;
  return new Response(body, { status: 206, headers });
}

function bodiless(status: 200 | 304 | 412, described: Described): Response {
  const headers = headersOf(described);
  if (status === 200) headers["Content-Length"] = String(described.bytes);
  return new Response(null, { status, headers });
}

function unsatisfiable(described: Described): Response {
  const headers = headersOf(described);
  headers["Content-Range"] = `bytes */${described.bytes}`;
  return new Response(null, { status: 416, headers });
}

function headersOf({ etag, contentType, disposition }: Described): Record<string, string> {
  return {
    ...CORS_HEADERS,
    "Accept-Ranges": "bytes",
    "Cache-Control": CACHE_CONTROL,
    "Content-Disposition": disposition,
    "Content-Security-Policy": "sandbox",
    "Content-Type": contentType,
    "Cross-Origin-Resource-Policy": "cross-origin",
    ETag: etag,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}
