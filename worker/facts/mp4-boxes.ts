// One box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2): four characters and a length.

export type Box = { type: string; size: number; body: number };

/** The box at `at`; `body` is where its content begins. Null if it is broken or passes `end`. */
export function parseBox(bytes: Uint8Array, at: number, end: number): Box | null {
  const box = claimedBox(bytes, at, end);
  return box && at + box.size <= end ? box : null;
}

/** The box at `at` as it describes itself, even if it claims more than is there. */
export function claimedBox(bytes: Uint8Array, at: number, end: number): Box | null {
  if (bytes.length - at < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = latin1(bytes, at + 4, at + 8);
  let size = view.getUint32(at);
  let body = at + 8;
  if (size === 0) size = end - at;
  if (size === 1) {
    if (bytes.length - at < 16) return null;
    size = Number(view.getBigUint64(at + 8));
    body = at + 16;
  }
  return size >= body - at ? { type, size, body } : null;
}

/** Bytes as text, one character each. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
