// The first sample entry of a track: what the container says of its codec, its picture's colour and
// shape, and its encryption (ISO/IEC 14496-12, 8.5.2; QuickTime File Format). Pure.

import { children, type Fields, fieldsOf } from "./box-fields.ts";
import { elementaryStream } from "./elementary-stream.ts";

export type SampleEntry = {
  /** Four characters; of a protected track those of what is protected, where it says. */
  type: string | null;
  /** Of a picture: pixels as the entry claims them. */
  size: { width: number; height: number } | null;
  /** The codec's own header, by its box (`avcC`, `hvcC`, `av1C`, `vpcC`, `esds` …). */
  configuration: { box: string; bytes: Uint8Array } | null;
  /** Code points of ITU-T H.273; `fullRange` is null in QuickTime's older form. */
  colour: {
    primaries: number;
    transfer: number;
    matrix: number;
    fullRange: boolean | null;
  } | null;
  pixelAspect: [number, number] | null;
  /** Sizes and offsets of `clap`, in pixels from the picture's middle. */
  aperture: { width: number; height: number; right: number; down: number } | null;
  encryption: string | null;
};

/** Behind the fields of a sample entry that all have. */
const COMMON_BYTES = 8;
const VISUAL_BYTES = COMMON_BYTES + 70;
/** QuickTime's sound entries have more fields in versions 1 and 2. */
const SOUND_BYTES = [COMMON_BYTES + 20, COMMON_BYTES + 36, COMMON_BYTES + 56];

const CONFIGURATIONS = new Set(["avcC", "hvcC", "av1C", "vpcC", "dOps", "dac3", "dec3", "dfLa"]);
const BOXES_MAX = 64;

/** The first entry of an `stsd` payload for a handler (`vide`, `soun`); null if it is broken. */
export function readSampleEntry(stsd: Uint8Array, handler: string): SampleEntry | null {
  const room = { boxes: BOXES_MAX };
  const first = children(stsd.subarray(8), room).next();
  if (first.done) return null;
  const { type, payload } = first.value;
  const entry: SampleEntry = {
    type,
    size: handler === "vide" ? { width: payload.u16(24), height: payload.u16(26) } : null,
    configuration: null,
    colour: null,
    pixelAspect: null,
    aperture: null,
    encryption: null,
  };
  const start = handler === "vide" ? VISUAL_BYTES : SOUND_BYTES[payload.u16(8)];
  if ((handler === "vide" || handler === "soun") && start !== undefined) {
    readDetails(payload.bytes.subarray(start), entry, room);
  }
  return entry;
}

function readDetails(bytes: Uint8Array, entry: SampleEntry, room: { boxes: number }): void {
  for (const { type, payload } of children(bytes, room)) {
    if (type === "wave") readDetails(payload.bytes, entry, room);
    if (CONFIGURATIONS.has(type)) entry.configuration = { box: type, bytes: payload.bytes };
    if (type === "esds") {
      const bytes = elementaryStream(payload.bytes.subarray(4));
      if (bytes) entry.configuration = bytes;
    }
    if (type === "colr") entry.colour = readColour(payload) ?? entry.colour;
    if (type === "pasp") entry.pixelAspect = [payload.u32(0), payload.u32(4)];
    if (type === "clap") entry.aperture = readAperture(payload);
    if (type === "sinf") readProtection(payload.bytes, entry, room);
  }
}

function readColour(box: Fields): SampleEntry["colour"] {
  const kind = box.text(0);
  if (kind !== "nclx" && kind !== "nclc") return null;
  return {
    primaries: box.u16(4),
    transfer: box.u16(6),
    matrix: box.u16(8),
    fullRange: kind === "nclx" && box.bytes.length > 10 ? box.u8(10) >= 0x80 : null,
  };
}

/** Four fractions: width, height, and where its middle lies from the picture's (12.1.4). */
function readAperture(box: Fields): SampleEntry["aperture"] {
  const [width, height] = [box.u32(0) / box.u32(4), box.u32(8) / box.u32(12)];
  const [right, down] = [box.i32(16) / box.u32(20), box.i32(24) / box.u32(28)];
  const sane = [width, height, right, down].every(Number.isFinite) && width > 0 && height > 0;
  return sane ? { width, height, right, down } : null;
}

function readProtection(bytes: Uint8Array, entry: SampleEntry, room: { boxes: number }): void {
  for (const { type, payload } of children(bytes, room)) {
    if (type === "frma") entry.type = fieldsOf(payload.bytes).text(0);
    if (type === "schm") entry.encryption = payload.text(4);
  }
  entry.encryption ??= "unknown";
}
