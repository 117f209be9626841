// The descriptors of an `esds` box (ISO/IEC 14496-1, 7.2.6): which codec, and its header. Pure.

import { fieldsOf } from "./box-fields.ts";

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;
/** Behind the object type: stream type, buffer size, bitrates. */
const CONFIG_BYTES = 13;

/**
 * The object type (two hexadecimal digits in `box`, as `esds 40`) and the codec's own header, which
 * may be empty. Null if the descriptors are broken.
 */
export function elementaryStream(bytes: Uint8Array): { box: string; bytes: Uint8Array } | null {
  const stream = descriptor(bytes, ES_DESCRIPTOR);
  if (!stream) return null;
  const flags = fieldsOf(stream).u8(2);
  let at = 3 + (flags & 0x80 ? 2 : 0);
  if (flags & 0x40) at += 1 + fieldsOf(stream).u8(at);
  if (flags & 0x20) at += 2;
  const config = descriptor(stream.subarray(at), DECODER_CONFIG);
  const objectType = config?.[0];
  if (!config || objectType === undefined) return null;
  const specific = descriptor(config.subarray(CONFIG_BYTES), DECODER_SPECIFIC);
  const box = `esds ${objectType.toString(16).padStart(2, "0")}`;
  return { box, bytes: specific ?? new Uint8Array() };
}

/** The content of the descriptor that `bytes` begin with, if it is the wanted one. */
function descriptor(bytes: Uint8Array, wanted: number): Uint8Array | null {
  if (bytes[0] !== wanted) return null;
  let [length, at] = [0, 1];
  for (let more = true; more && at < 5; at++) {
    const byte = bytes[at] ?? 0;
    length = length * 128 + (byte & 0x7f);
    more = byte >= 0x80;
  }
  return bytes.subarray(at, Math.min(at + length, bytes.length));
}
