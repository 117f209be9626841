// `Upload-Checksum` of tus: a digest of one request's body. It is counted as the bytes pass.

import { createHash } from "node:crypto";

/** What `Tus-Checksum-Algorithm` announces. */
export const CHECKSUM_ALGORITHMS = ["sha1", "sha256"] as const;

const DIGEST_BYTES = { sha1: 20, sha256: 32 };

export type Checksum = {
  update(bytes: Uint8Array): void;
  /** True if all bytes that passed have the announced digest. Asked once, at the end. */
  matches(): boolean;
};

/** The checksum an `Upload-Checksum` header announces, or null if it announces none known here. */
export function parseChecksum(header: string): Checksum | null {
  const [name, text, ...rest] = header.trim().split(/ +/);
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name?.toLowerCase());
  if (!algorithm || !text || rest.length > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const announced = Buffer.from(text, "base64");
  if (announced.length !== DIGEST_BYTES[algorithm]) return null;
  const hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    matches: () => hash.digest().equals(announced),
  };
}
