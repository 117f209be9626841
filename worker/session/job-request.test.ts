import { expect, it } from "vitest";
import { readCapability } from "../capability.ts";
import { world } from "../testing/one-video.ts";
import { ATTEMPT_MS, sourceOf } from "./job-request.ts";

const MINUTE = 60_000;
const KEY = "a key of thirty-two characters..";

it("names a source by one URL for some minutes, which outlasts every attempt", () => {
  const its = world();
  its.uploaded();
  const urlAt = (now: number) =>
    sourceOf(its.state, { session: `ses_${"0".repeat(32)}`, signingKey: KEY, gateway: "", now })
      .url;
  // An attempt that begins here ends at a full five minutes.
  const from = 1_000 * 5 * MINUTE - ATTEMPT_MS;
  expect(urlAt(from + 1)).toBe(urlAt(from + 5 * MINUTE));
  expect(urlAt(from + 5 * MINUTE + 1)).not.toBe(urlAt(from + 5 * MINUTE));
  for (const now of [from, from + 1, from + 5 * MINUTE]) {
    const capability = urlAt(now).split("/")[3] ?? "";
    expect(readCapability(KEY, capability, now + ATTEMPT_MS - 1)).toMatchObject({
      resource: "original",
      video: its.state.video.id,
    });
  }
});
