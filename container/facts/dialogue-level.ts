// The dialogue level in the header of an AC-3 or E-AC-3 frame (ETSI TS 102 366, 4.3 and E.1.2). Pure.

import { bitsOf } from "./bits.ts";

const SYNC_WORD = 0x0b77;
/** Numbers of the bitstream's syntax: up to here AC-3, above E-AC-3. */
const AC3_SYNTAX_MAX = 10;
/** Sizes of AC-3's frames that there are (table 4.13). */
const SIZE_CODE_MAX = 37;
/** A level of 0 is read as this one. */
const UNSET = 31;

/** In dB below full scale, as a negative number; null where no frame begins there. */
export function dialogueLevelIn(bytes: Uint8Array | undefined): number | null {
  const at = bytes ? syncAt(bytes) : -1;
  if (!bytes || at < 0 || bytes.length < at + 12) return null;
  const bits = bitsOf(bytes.subarray(at));
  bits.u(32);
  bits.u(2);
  const sizeCode = bits.u(6);
  const syntax = bits.u(5);
  if (syntax > AC3_SYNTAX_MAX) return -(bits.u(5) || UNSET);
  // AC-3 has the mode of its channels and what it brings along between.
  bits.u(3);
  const mode = bits.u(3);
  if ((mode & 1) === 1 && mode !== 1) bits.u(2);
  if (mode & 4) bits.u(2);
  if (mode === 2) bits.u(2);
  bits.u(1);
  return sizeCode <= SIZE_CODE_MAX ? -(bits.u(5) || UNSET) : null;
}

/** A packet of a transport stream has a header of its own before the frame. */
function syncAt(bytes: Uint8Array): number {
  for (let at = 0; at + 1 < Math.min(bytes.length, 64); at++) {
    if (((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0) === SYNC_WORD) return at;
  }
  return -1;
}
