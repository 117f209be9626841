// What the parameter sets of H.264 say and ffprobe does not (ITU-T H.264, 7.3.2). Pure.

import { type Bits, bitsOf } from "./bits.ts";

export type AvcHeaders = {
  /** profile_idc, the byte of constraint flags, level_idc. */
  profile: number;
  constraints: number;
  level: number;
  /** Null where that part could not be read. */
  referenceFrames: number | null;
  /** Pixels with those that only fill up blocks of 16. */
  codedSize: { width: number; height: number } | null;
  sampleAspectRatio: [number, number] | null;
  entropyCoding: "CABAC" | "CAVLC" | null;
};

const SPS = 7;
const PPS = 8;
/** Profiles whose header tells the chroma format. */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
/** Table E-1; 255 is followed by the ratio itself. */
const ASPECT_RATIOS: readonly [number, number][] = [
  ...([
    [0, 0],
    [1, 1],
    [12, 11],
    [10, 11],
    [16, 11],
    [40, 33],
    [24, 11],
    [20, 11],
  ] as const),
  ...([
    [32, 11],
    [80, 33],
    [18, 11],
    [15, 11],
    [64, 33],
    [160, 99],
    [4, 3],
    [3, 2],
  ] as const),
  [2, 1],
].map(([width = 0, height = 0]) => [width, height]);
const EXTENDED_RATIO = 255;

/** From a codec's own header where there is one, else from the beginning of the first packet. */
export function avcHeaders(
  own: { box: string; bytes: Uint8Array } | null,
  head: Uint8Array | undefined,
): AvcHeaders | null {
  if (own?.box === "avcC") return avcHeadersOf(own.bytes);
  return head ? avcHeadersIn(head) : null;
}

/** From the box or CodecPrivate `avcC` (ISO/IEC 14496-15, 5.3.3.1); null if it is cut off. */
function avcHeadersOf(avcC: Uint8Array): AvcHeaders | null {
  const units: Uint8Array[] = [];
  const take = (count: number, from: number) => {
    let at = from;
    for (let unit = 0; unit < count; unit++) {
      const length = ((avcC[at] ?? 0) << 8) | (avcC[at + 1] ?? 0);
      if (at + 2 + length > avcC.length) return at;
      units.push(avcC.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    return at;
  };
  if (avcC.length < 7) return null;
  const next = take((avcC[5] ?? 0) & 0x1f, 6);
  take(avcC[next] ?? 0, next + 1);
  const [profile = 0, constraints = 0, level = 0] = avcC.subarray(1, 4);
  return headersOf(units) ?? { ...NOTHING, profile, constraints, level };
}

/** From a run of bytes with start codes, as transport streams have it; null without an SPS. */
function avcHeadersIn(bytes: Uint8Array): AvcHeaders | null {
  const units: Uint8Array[] = [];
  let from = -1;
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    if (from >= 0) units.push(bytes.subarray(from, at));
    from = at + 3;
  }
  return headersOf(units);
}

const NOTHING = {
  ...{ referenceFrames: null, codedSize: null, sampleAspectRatio: null, entropyCoding: null },
};

function headersOf(units: readonly Uint8Array[]): AvcHeaders | null {
  const sps = units.find((unit) => ((unit[0] ?? 0) & 0x1f) === SPS);
  if (!sps || sps.length < 4) return null;
  const pps = units.find((unit) => ((unit[0] ?? 0) & 0x1f) === PPS);
  const [, profile = 0, constraints = 0, level = 0] = sps;
  const found = { ...NOTHING, profile, constraints, level };
  return { ...found, ...readable(() => readSps(sps)), ...readable(() => readPps(pps)) };
}

/** What was read; nothing where the bits end before: the other headers may be whole. */
function readable<Found>(read: () => Found): Found | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPps(unit: Uint8Array | undefined): Pick<AvcHeaders, "entropyCoding"> | null {
  if (!unit) return null;
  const bits = bitsOf(payload(unit));
  bits.ue();
  bits.ue();
  return { entropyCoding: bits.u(1) === 1 ? "CABAC" : "CAVLC" };
}

function readSps(unit: Uint8Array) {
  const bits = bitsOf(payload(unit));
  const profile = bits.u(8);
  bits.u(16);
  bits.ue();
  if (HIGH_PROFILES.has(profile)) skipChroma(bits);
  bits.ue();
  const order = bits.ue();
  if (order === 0) bits.ue();
  if (order === 1) {
    bits.u(1);
    bits.se();
    bits.se();
    const cycle = bits.ue();
    for (let frame = 0; frame < cycle; frame++) bits.se();
  }
  const referenceFrames = bits.ue();
  bits.u(1);
  const [columns, rows] = [bits.ue() + 1, bits.ue() + 1];
  // Rows are counted in fields where pictures may be fields.
  const framesOnly = bits.u(1) === 1;
  if (!framesOnly) bits.u(1);
  const codedSize = { width: columns * 16, height: rows * (framesOnly ? 16 : 32) };
  bits.u(1);
  if (bits.u(1) === 1) for (let side = 0; side < 4; side++) bits.ue();
  const described = bits.u(1) === 1 && bits.u(1) === 1;
  return { referenceFrames, codedSize, sampleAspectRatio: described ? aspectRatio(bits) : null };
}

function aspectRatio(bits: Bits): [number, number] | null {
  const index = bits.u(8);
  const ratio: [number, number] | undefined =
    index === EXTENDED_RATIO ? [bits.u(16), bits.u(16)] : ASPECT_RATIOS[index];
  return ratio && ratio[0] > 0 && ratio[1] > 0 ? ratio : null;
}

function skipChroma(bits: Bits): void {
  const format = bits.ue();
  if (format === 3) bits.u(1);
  bits.ue();
  bits.ue();
  bits.u(1);
  if (bits.u(1) === 0) return;
  for (let list = 0; list < (format === 3 ? 12 : 8); list++) {
    if (bits.u(1) === 1) skipScalingList(bits, list < 6 ? 16 : 64);
  }
}

function skipScalingList(bits: Bits, size: number): void {
  let [last, next] = [8, 8];
  for (let at = 0; at < size; at++) {
    if (next !== 0) next = (last + bits.se() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

/** A unit without its header and without the bytes that keep start codes out of it (7.4.1). */
function payload(unit: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  for (let at = 1; at < unit.length; at++) {
    const guard = unit[at] === 3 && unit[at - 1] === 0 && unit[at - 2] === 0 && at > 2;
    if (!guard) bytes.push(unit[at] ?? 0);
  }
  return Uint8Array.from(bytes);
}
