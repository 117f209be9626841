// Sound that was copied is known by its packets, and is not heard again; all other sound is.

import { expect, it } from "vitest";
import { ffmpeg } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

const { analyse, carryOut, clip } = withService();

/** Measures that no sound of these films has. */
const FALSE_MEASURES = { loudness: -3, range: 1, truePeak: -1, seconds: 9 };

it(
  "takes the source's measures for the very same packets alone",
  async () => {
    const inputs = ["testsrc2=s=160x90:r=24:d=3", "sine=f=440:d=3"];
    const path = await clip(
      ...(["same.mp4", ...inputs.flatMap((graph) => ["-f", "lavfi", "-i", graph])] as const),
      ...["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"],
    );
    const plan = await analyse(path, { mode: "manual" });
    expect(plan.audio).toMatchObject([{ method: "copy" }]);
    expect(plan.soundDigest).toMatch(/^[0-9a-f]{64}$/);
    const made = (soundDigest: string | null) => {
      return carryOut(path, { ...plan, soundBefore: FALSE_MEASURES, soundDigest }, "sdr");
    };

    const same = await made(plan.soundDigest);
    expect(same.report.sound?.after).toEqual(FALSE_MEASURES);
    const hashed = ["-map", "0:a", "-c", "copy", "-f", "hash", "-"];
    const { stdout } = await ffmpeg(["-v", "error", "-i", same.file, ...hashed]);
    expect(stdout.trim()).toBe(`SHA256=${plan.soundDigest}`);

    for (const digest of ["0".repeat(64), null]) {
      const { after } = (await made(digest)).report.sound ?? {};
      expect(after?.loudness).toBeCloseTo(plan.soundBefore?.loudness ?? 0, 1);
      expect(after?.seconds).toBeCloseTo(3, 0);
    }
  },
  MINUTE,
);

it(
  "names no digest where the sound is encoded",
  async () => {
    const inputs = ["testsrc2=s=160x90:r=24:d=2", "sine=f=440:d=2"];
    const path = await clip(
      ...(["quiet.mp4", ...inputs.flatMap((graph) => ["-f", "lavfi", "-i", graph])] as const),
      ...["-af", "volume=-25dB", "-c:a", "aac"],
    );
    const plan = await analyse(path, { mode: "auto" });
    expect(plan.audio).toMatchObject([{ method: "aac" }]);
    expect(plan.soundDigest).toBeNull();
  },
  MINUTE,
);
