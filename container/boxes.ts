// A small walk over the boxes of an MP4 (ISO/IEC 14496-12), for files that this service wrote:
// where fragments lie, how many samples they hold, which codec string the track has. Pure.

/** Boxes whose payload is other boxes, as far as the walk has to look into them. */
const PARENTS = new Set(["moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "edts", "mvex"]);

export type Box = { type: string; offset: number; bytes: number };

/** Where bytes of a file come from; fewer than asked for at its end. */
export type ReadAt = (offset: number, bytes: number) => Promise<Uint8Array>;

export type Fragment = {
  /** Of its moof, in the file; `bytes` includes the mdat. */
  offset: number;
  bytes: number;
  samples: number;
  /** In the track's timescale. */
  decodeTime: number;
  duration: number;
};

export type FragmentedFile = {
  /** Bytes before the first fragment: ftyp and moov. */
  initBytes: number;
  timescale: number;
  /** RFC 6381 string of an AVC or HEVC track, null of others. */
  videoCodec: string | null;
  fragments: Fragment[];
};

/** The boxes at the top of a file of that many bytes. Throws an Error where they do not add up. */
export async function topBoxes(readAt: ReadAt, fileBytes: number): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let offset = 0; offset < fileBytes; ) {
    const box = boxAt(await readAt(offset, 16), 0, fileBytes - offset);
    boxes.push({ ...box, offset });
    offset += box.bytes;
  }
  return boxes;
}

/** Reads the index of a fragmented file with one track. Throws an Error if it is not one. */
export async function readFragments(readAt: ReadAt, fileBytes: number): Promise<FragmentedFile> {
  const boxes = await topBoxes(readAt, fileBytes);
  const moov = boxes.find((box) => box.type === "moov");
  if (!moov) throw new Error("no moov box");
  const header = await readAt(moov.offset, moov.bytes);
  const fragments: Fragment[] = [];
  for (const [at, box] of boxes.entries()) {
    const data = boxes[at + 1];
    if (box.type !== "moof") continue;
    if (data?.type !== "mdat") throw new Error("a moof box without its mdat");
    const moof = await readAt(box.offset, box.bytes);
    fragments.push({ offset: box.offset, bytes: box.bytes + data.bytes, ...readMoof(moof) });
  }
  return {
    initBytes: fragments[0]?.offset ?? moov.offset + moov.bytes,
    timescale: timescaleOf(header),
    videoCodec: videoCodecOf(header),
    fragments,
  };
}

/** Samples and times of one moof with one traf (its trun boxes summed up). */
export function readMoof(moof: Uint8Array): Pick<Fragment, "samples" | "decodeTime" | "duration"> {
  let [samples, decodeTime, duration, usual] = [0, 0, 0, 0];
  walk(moof, (type, view) => {
    if (type === "tfhd") usual = defaultDuration(view);
    if (type === "tfdt") decodeTime = view.getUint8(0) === 1 ? wide(view, 4) : view.getUint32(4);
    if (type === "trun") {
      const run = readRun(view, usual);
      samples += run.samples;
      duration += run.duration;
    }
  });
  return { samples, decodeTime, duration };
}

/** RFC 6381 string of the picture that a moov describes; null if it is neither AVC nor HEVC. */
export function videoCodecOf(moov: Uint8Array): string | null {
  // The sample description has fields between its boxes: configurations are found by their names.
  const avc = payloadAfter(moov, "avcC", 4);
  if (avc) return `avc1.${[...avc.subarray(1)].map(hexByte).join("")}`;
  const hevc = payloadAfter(moov, "hvcC", 13);
  if (!hevc) return null;
  const entry = indexOfText(moov, "hev1") < 0 ? "hvc1" : "hev1";
  return `${entry}.${hevcProfile(hevc)}`;
}

/** Profile, compatibility, tier and level, constraints (ISO/IEC 14496-15, annex E.3). */
export function hevcProfile(configuration: Uint8Array): string {
  const view = viewOf(configuration);
  const general = view.getUint8(1);
  const space = ["", "A", "B", "C"][general >> 6];
  const tier = general & 0x20 ? "H" : "L";
  const constraints = [...configuration.subarray(6, 12)];
  while (constraints.at(-1) === 0) constraints.pop();
  return [
    `${space}${general & 0x1f}`,
    reversedBits(view.getUint32(2)).toString(16).toUpperCase(),
    `${tier}${view.getUint8(12)}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join(".");
}

function reversedBits(word: number): number {
  return Number.parseInt([...word.toString(2).padStart(32, "0")].reverse().join(""), 2);
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** The first bytes of the payload of a box found by its name; null if it is not there whole. */
function payloadAfter(bytes: Uint8Array, type: string, length: number): Uint8Array | null {
  const at = indexOfText(bytes, type);
  const payload = bytes.subarray(at + 4, at + 4 + length);
  return at < 0 || payload.length < length ? null : payload;
}

/** The name that each track's handler bears, in the order of the tracks. */
export function handlerNames(moov: Uint8Array): string[] {
  const names: string[] = [];
  walk(moov, (type, view) => {
    if (type !== "hdlr") return;
    // Version, handler's type and reserved fields come first, a zero last.
    const rest = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).subarray(24);
    names.push(new TextDecoder().decode(rest).replace(/\0.*$/, ""));
  });
  return names;
}

/**
 * The codec string (RFC 6381) and the seconds of the first track of a moov that is the whole index;
 * null and 0 where it holds no sample.
 */
export function movieOf(moov: Uint8Array): { codec: string | null; duration: number } {
  const durations: number[] = [];
  walk(moov, (type, view) => {
    if (type !== "mdhd") return;
    const long = view.getUint8(0) === 1;
    const timescale = view.getUint32(long ? 20 : 12);
    durations.push((long ? wide(view, 24) : view.getUint32(16)) / Math.max(1, timescale));
  });
  return { codec: videoCodecOf(moov), duration: durations[0] ?? 0 };
}

function timescaleOf(moov: Uint8Array): number {
  let timescale = 0;
  walk(moov, (type, view) => {
    if (type === "mdhd") timescale = view.getUint32(view.getUint8(0) === 1 ? 20 : 12);
  });
  if (timescale === 0) throw new Error("no mdhd box");
  return timescale;
}

function readRun(view: DataView, usual: number): { samples: number; duration: number } {
  const flags = view.getUint32(0) & 0xffffff;
  const samples = view.getUint32(4);
  if (!(flags & 0x100)) return { samples, duration: samples * usual };
  const start = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
  const stride = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  let duration = 0;
  for (let at = 0; at < samples; at++) duration += view.getUint32(start + at * stride);
  return { samples, duration };
}

/** default_sample_duration of a tfhd box; the fields before it are there by flags. */
function defaultDuration(view: DataView): number {
  const flags = view.getUint32(0) & 0xffffff;
  if (!(flags & 0x8)) return 0;
  return view.getUint32(8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
}

/** Calls `visit` with each box inside, and the bytes after its header. */
function walk(bytes: Uint8Array, visit: (type: string, view: DataView) => void) {
  for (let offset = 0; offset + 8 <= bytes.length; ) {
    const box = boxAt(bytes, offset, bytes.length - offset);
    const payload = bytes.subarray(offset + box.header, offset + box.bytes);
    if (PARENTS.has(box.type)) walk(payload, visit);
    else visit(box.type, viewOf(payload));
    offset += box.bytes;
  }
}

function boxAt(bytes: Uint8Array, offset: number, room: number) {
  const view = viewOf(bytes.subarray(offset));
  if (view.byteLength < 8) throw new Error("a box is cut off");
  const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  const size = view.getUint32(0);
  const header = size === 1 ? 16 : 8;
  const length = size === 1 ? wide(view, 8) : size === 0 ? room : size;
  if (length < header || length > room) throw new Error(`a ${type} box of ${length} bytes`);
  return { type, header, bytes: length };
}

function wide(view: DataView, at: number): number {
  return Number(view.getBigUint64(at));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function indexOfText(bytes: Uint8Array, text: string): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(text, 0, "latin1");
}
