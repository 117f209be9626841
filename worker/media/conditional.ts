// Conditional requests, RFC 9110 §13: whether the client has the file already, or wants it only as
// it knows it. All files here are immutable and have strong entity tags; dates are not used.

/** 304 or 412 if the preconditions say so, null if the request is to be answered. */
export function precondition(headers: Headers, etag: string): 304 | 412 | null {
  const match = headers.get("if-match");
  if (match !== null && !lists(match, etag)) return 412;
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== null && lists(noneMatch.replace(/\bW\/"/g, '"'), etag)) return 304;
  return null;
}

/** False if `If-Range` knows another version: the answer is then the whole file. */
export function rangeApplies(headers: Headers, etag: string): boolean {
  const condition = headers.get("if-range");
  return condition === null || condition.trim() === etag;
}

function lists(header: string, etag: string): boolean {
  if (header.trim() === "*") return true;
  return header.split(",").some((tag) => tag.trim() === etag);
}
