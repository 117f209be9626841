// Who has the file already, and who wants it only as it was.

import { describe, expect, it } from "vitest";
import { precondition, rangeApplies } from "./conditional.ts";

const ETAG = '"vid_1"';

describe("precondition", () => {
  it.each([
    [{}, null],
    [{ "if-none-match": ETAG }, 304],
    [{ "if-none-match": `W/${ETAG}` }, 304],
    [{ "if-none-match": `"other", ${ETAG}` }, 304],
    [{ "if-none-match": "*" }, 304],
    [{ "if-none-match": '"other"' }, null],
    [{ "if-match": ETAG }, null],
    [{ "if-match": "*" }, null],
    [{ "if-match": '"other"' }, 412],
    [{ "if-match": `W/${ETAG}` }, 412],
    [{ "if-match": '"other"', "if-none-match": ETAG }, 412],
  ])("%j gives %s", (headers, status) => {
    expect(precondition(new Headers(headers), ETAG)).toBe(status);
  });
});

describe("If-Range", () => {
  it.each([
    [{}, true],
    [{ "if-range": ETAG }, true],
    [{ "if-range": `W/${ETAG}` }, false],
    [{ "if-range": '"other"' }, false],
    [{ "if-range": "Sun, 22 Nov 2026 10:00:00 GMT" }, false],
  ])("%j lets the range hold: %s", (headers, applies) => {
    expect(rangeApplies(new Headers(headers), ETAG)).toBe(applies);
  });
});
