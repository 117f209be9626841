// The corpus as part of `npm test`: the clips of MEDIA_DIR up to 20 seconds, and generated ones of
// each kind, with a neutral recipe. The whole of it, `auto` too, is `npm run test:corpus`.

import { describe, expect, it } from "vitest";
import { withService } from "../testing/with-service.ts";
import { QUICK } from "./cases.ts";
import { realCases, rowText, runCase } from "./corpus.ts";

/** Clips wait for each other: the service works on as many as there are cores. */
const LIMIT_MS = 300_000;

const here = withService();

const REAL = await realCases("short");
if (REAL.length === 0) console.warn("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");

describe.concurrent("the corpus", () => {
  it.each([...REAL, ...QUICK].map((test) => [test.name, test] as const))(
    "%s comes out right or is refused by name",
    async (_, test) => {
      const row = await runCase(test, here, "neutral");
      expect(row.right, rowText(row)).toBe(true);
    },
    LIMIT_MS,
  );
});
