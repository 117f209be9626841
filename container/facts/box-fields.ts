// Numbers and boxes inside a box of MP4, for walks over a stranger's file: nothing is read behind an
// end, and nothing throws. Pure.

/** Numbers of a box's payload, big-endian; 0 behind its end. */
export type Fields = {
  bytes: Uint8Array;
  u8: (at: number) => number;
  u16: (at: number) => number;
  u32: (at: number) => number;
  i32: (at: number) => number;
  u64: (at: number) => number;
  i64: (at: number) => number;
  /** Four characters. */
  text: (at: number) => string;
};

export function fieldsOf(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (at: number, size: number) => at >= 0 && at + size <= bytes.length;
  return {
    bytes,
    u8: (at) => bytes[at] ?? 0,
    u16: (at) => (within(at, 2) ? view.getUint16(at) : 0),
    u32: (at) => (within(at, 4) ? view.getUint32(at) : 0),
    i32: (at) => (within(at, 4) ? view.getInt32(at) : 0),
    u64: (at) => (within(at, 8) ? Number(view.getBigUint64(at)) : 0),
    i64: (at) => (within(at, 8) ? Number(view.getBigInt64(at)) : 0),
    text: (at) => String.fromCharCode(...bytes.subarray(at, at + 4)),
  };
}

/** The boxes of `parent` up to the first that is broken, as many as there is room for. */
export function* children(
  parent: Uint8Array,
  room: { boxes: number },
): Generator<{ type: string; payload: Fields }> {
  const fields = fieldsOf(parent);
  for (let at = 0; at + 8 <= parent.length && room.boxes > 0; room.boxes--) {
    const declared = fields.u32(at);
    const header = declared === 1 ? 16 : 8;
    const size =
      declared === 1 ? fields.u64(at + 8) : declared === 0 ? parent.length - at : declared;
    if (size < header || at + size > parent.length) return;
    const payload = fieldsOf(parent.subarray(at + header, at + size));
    yield { type: fields.text(at + 4), payload };
    at += size;
  }
}
