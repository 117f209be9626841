// The transcoder's own view of what it does, asked past the Worker.

import * as z from "zod/mini";
import { exactly } from "./exactly.ts";
import type { Address } from "./product.ts";

const HealthSchema = z.object({
  ok: z.literal(true),
  ffmpeg: z.string(),
  running: z.int(),
  waiting: z.int(),
  /** Filters and coders that single settings need and this ffmpeg has not. */
  missing: z.array(z.string()),
});

/** Jobs at work and in line. */
export async function transcoderLoad({
  transcoder,
}: Address): Promise<z.infer<typeof HealthSchema>> {
  const answer = await fetch(`${transcoder}/health`);
  return exactly(HealthSchema, await answer.json());
}

/** Resolves when nothing is at work or in line, content jobs of earlier tests too; throws after `limitMs`. */
export function untilIdle(address: Address, limitMs = 60_000): Promise<void> {
  return until(address, (jobs) => jobs === 0, limitMs);
}

/** Resolves when something is at work; throws after `limitMs`. */
export function untilBusy(address: Address, limitMs: number): Promise<void> {
  return until(address, (jobs) => jobs > 0, limitMs);
}

async function until(address: Address, fits: (jobs: number) => boolean, limitMs: number) {
  const end = Date.now() + limitMs;
  for (;;) {
    const { running, waiting } = await transcoderLoad(address);
    if (fits(running + waiting)) return;
    if (Date.now() > end)
      throw new Error(`the transcoder has ${running} at work, ${waiting} in line`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
