// Randomness that can be had again: everything follows from a seed that the test prints.

import { createCipheriv, createHash, randomBytes } from "node:crypto";

export type Random = {
  seed: string;
  /** A whole number from 0 to `below` − 1. */
  whole: (below: number) => number;
  bytes: (length: number) => Buffer;
};

/** `REELIGHT_SEED` repeats a run. */
export function seeded(seed = process.env.REELIGHT_SEED ?? randomBytes(6).toString("hex")): Random {
  const key = createHash("sha256").update(seed).digest();
  const stream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  const bytes = (length: number) => stream.update(Buffer.alloc(length));
  return { seed, whole: (below) => Number(bytes(6).readUIntBE(0, 6) % below), bytes };
}
