// CORS for programs that run on pages of other origins. Tokens travel in a header and never in a
// cookie, so any origin may ask; every answer, refusals too, says what such a page may read of it.

import type { MiddlewareHandler } from "hono";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

const REQUEST_HEADERS = [
  "Accept",
  "Authorization",
  "Content-Type",
  "If-Match",
  "If-None-Match",
  "If-Range",
  "Last-Event-ID",
  "Range",
  "Tus-Resumable",
  "Upload-Checksum",
  "Upload-Concat",
  "Upload-Defer-Length",
  "Upload-Length",
  "Upload-Metadata",
  "Upload-Offset",
  "X-HTTP-Method-Override",
  "X-Request-ID",
  "X-Requested-With",
].join(", ");

const RESPONSE_HEADERS = [
  "Accept-Ranges",
  "Allow",
  "Content-Disposition",
  "Content-Length",
  "Content-Range",
  "ETag",
  "Link",
  "Location",
  "Retry-After",
  "Tus-Checksum-Algorithm",
  "Tus-Extension",
  "Tus-Max-Size",
  "Tus-Resumable",
  "Tus-Version",
  "Upload-Defer-Length",
  "Upload-Expires",
  "Upload-Length",
  "Upload-Metadata",
  "Upload-Offset",
  "X-Request-ID",
].join(", ");

/** What every answer carries. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": RESPONSE_HEADERS,
};

/** What the answer to a browser's question before the request adds, for a day. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  ...CORS_HEADERS,
  "Access-Control-Allow-Methods": METHODS,
  "Access-Control-Allow-Headers": REQUEST_HEADERS,
  "Access-Control-Max-Age": "86400",
};

/**
 * Hono middleware. It answers preflights itself and leaves any other OPTIONS to its route, since
 * tus clients ask with OPTIONS what the server can do. A 101 answer keeps its socket: its headers
 * cannot be changed, and browsers do not ask CORS of sockets.
 */
export const cors: MiddlewareHandler = async (c, next) => {
  const preflight = c.req.method === "OPTIONS" && c.req.header("access-control-request-method");
  if (preflight) return new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
  await next();
  if (c.res.status === 101) return;
  const headers = c.req.method === "OPTIONS" ? PREFLIGHT_HEADERS : CORS_HEADERS;
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
};
