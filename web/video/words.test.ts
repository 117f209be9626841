import { expect, test } from "vitest";
import { failure } from "../../protocol/failure.ts";
import { testEnhancement, testVideo } from "./test-video.ts";
import { canRetry, downloadName } from "./words.ts";

test.each([
  ["holiday.mov", "holiday-enhanced.mp4"],
  ["a.b.mkv", "a.b-enhanced.mp4"],
  ["no ending", "no ending-enhanced.mp4"],
  ["Dr. Who and the rest", "Dr. Who and the rest-enhanced.mp4"],
])("%s is downloaded as %s", (filename, name) => {
  expect(downloadName(filename)).toBe(name);
});

const failed = (code: Parameters<typeof failure>[0]) =>
  testVideo({
    status: "failed",
    enhancements: [testEnhancement({ status: "failed", failure: failure(code) })],
  });

test("offers another try only where it can help", () => {
  expect(canRetry(failed("timeout"))).toBe(true);
  expect(canRetry(failed("corrupt"))).toBe(false);
  expect(canRetry(testVideo({ status: "cancelled" }))).toBe(true);
  expect(canRetry(testVideo({ status: "processing" }))).toBe(false);
  expect(canRetry(testVideo({ status: "failed", failure: failure("not_a_video") }))).toBe(false);
});
