import { describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { ceilingFor } from "./choose-quality.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { ffmpeg } from "./testing/clips.ts";

describe("a ceiling", () => {
  it("is none where the ordinary encode lies far below it", () => {
    expect(ceilingFor(8_000_000, 1_000_000)).toBeNull();
    expect(ceilingFor(3_000_000, 1_000_000)).toBe(3_000_000);
    expect(ceilingFor(1_000_000, 950_000)).toBe(1_000_000);
  });

  it("is one that the encoder takes, however generous", async () => {
    const quality = { crf: 18, maxBitrate: 60_000_000_000, search: null };
    const encoder = encoderArguments({ ...SAMPLE_PLAN, quality }, "sdr");
    expect(encoder).toContain("-maxrate");
    const picture = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=0.2"];
    await ffmpeg([...picture, ...encoder, "-f", "null", "-"]);
  });
});
