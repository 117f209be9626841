// The walk through an MP4's `moov`: notes what mediabunny does not tell, or only after it has read
// the sample tables, and renames what can be long to `free`.

import { type Box, latin1, parseBox } from "./mp4-boxes.ts";

const TRACKS_MAX = 64;
const BOXES_MAX = 4_096;
const DEPTH_MAX = 16;
/** Codec descriptions, tags and edits of ordinary files are far below this. */
export const DETAIL_BYTES_MAX = 64 * 1024;
/** Most entries of an edit list that are told; a cut film has a few. */
const EDITS_MAX = 64;
/** Dates count from 1904-01-01 UTC (ISO/IEC 14496-12, 8.2.2); this is the Unix epoch in it. */
const UNIX_EPOCH_S = 2_082_844_800;

/** One `trak`, in the file's order. Times are in units of 1/`timescale` seconds. */
export type Mp4Track = {
  id: number;
  /** `vide`, `soun`, `text`, … */
  handler: string;
  timescale: number;
  duration: number;
  /** Samples the index lists. */
  samples: number;
  /** The one duration that all samples but the last have, or null if they differ. */
  sampleDelta: number | null;
  dolbyVision: boolean;
  /** Four characters of the description of its samples; null unless it has exactly one. */
  codecTag: string | null;
  /** The box that holds the codec's configuration (`avcC`, `hvcC`, `vpcC`, `av1C`); null for none. */
  configuration: string | null;
  /** Scheme of its encryption (`cenc`, `cbcs`). */
  encryption: string | null;
  /** What is shown of it, in the file's order; empty without an edit list, null for a long one. */
  edits: Mp4Edit[] | null;
};

/** `start` counts in the track's own units, -1 for an empty stretch; `duration` in the file's. */
export type Mp4Edit = { start: number; duration: number; rate: number };

export type WalkedIndex = {
  /** A file for mediabunny: header and masked index. */
  bytes: Uint8Array;
  /** Seconds, or null where the header tells none. */
  duration: number | null;
  /** Units a second in which the file counts. */
  timescale: number;
  /** Milliseconds since 1970, or null where the header tells none. */
  createdAt: number | null;
  modifiedAt: number | null;
  fragmented: boolean;
  tracks: Mp4Track[];
};

/** Boxes whose content is boxes, as far as mediabunny looks into them. */
const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "dinf"]);
/** Boxes that grow with the length of the film, or hold what is not looked for. */
const MASKED = new Set([
  ...["stts", "ctts", "cslg", "stsz", "stz2", "stsc", "stco", "co64", "stss", "stps", "sdtp"],
  ...["sbgp", "sgpd", "subs", "saiz", "saio", "senc", "pssh", "iods", "tref"],
]);

export class Mp4Walk {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #from: number;
  readonly #to: number;
  readonly #index: WalkedIndex;
  #boxes = 0;

  /** `body`: where in `moov`, the whole box, its content begins. */
  constructor(header: Uint8Array, moov: Uint8Array, body: number) {
    this.#bytes = new Uint8Array(header.length + moov.length);
    this.#bytes.set(header);
    this.#bytes.set(moov, header.length);
    this.#view = new DataView(this.#bytes.buffer);
    this.#from = header.length + body;
    this.#to = this.#bytes.length;
    const dates = { createdAt: null, modifiedAt: null };
    const unknown = { duration: null, timescale: 0, ...dates };
    this.#index = { bytes: this.#bytes, ...unknown, fragmented: false, tracks: [] };
  }

  /** Null if a bound is passed. */
  index(): WalkedIndex | null {
    return this.#children(this.#from, this.#to, 0, null) ? this.#index : null;
  }

  /** False if a bound is passed. A box that is broken ends its parent, as it does for players. */
  #children(from: number, to: number, depth: number, track: Mp4Track | null): boolean {
    if (depth > DEPTH_MAX) return false;
    let at = from;
    while (to - at >= 8) {
      const box = parseBox(this.#bytes, at, to);
      if (!box) {
        this.#bytes.fill(0, at, to);
        return true;
      }
      if (++this.#boxes > BOXES_MAX) return false;
      if (!this.#box(box, at, depth, track)) return false;
      at += box.size;
    }
    return true;
  }

  #box(box: Box, at: number, depth: number, track: Mp4Track | null): boolean {
    const end = at + box.size;
    if (box.type === "trak") {
      if (this.#index.tracks.length === TRACKS_MAX) return false;
      const next = newTrack();
      this.#index.tracks.push(next);
      return this.#children(box.body, end, depth + 1, next);
    }
    if (CONTAINERS.has(box.type)) return this.#children(box.body, end, depth + 1, track);
    this.#look(box, end, track);
    if (MASKED.has(box.type) || box.size > DETAIL_BYTES_MAX) this.#mask(at);
    return true;
  }

  #mask(at: number): void {
    this.#bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
  }

  #look({ type, body }: Box, end: number, track: Mp4Track | null): void {
    if (type === "mvhd") {
      const { timescale, duration } = this.#times(body, end);
      this.#index.timescale = timescale;
      this.#index.duration = timescale > 0 && duration > 0 ? duration / timescale : null;
      const long = this.#version(body, end) === 1;
      this.#index.createdAt = this.#date(body + 4, end, long);
      this.#index.modifiedAt = this.#date(body + (long ? 12 : 8), end, long);
    }
    if (type === "trex") this.#index.fragmented = true;
    if (!track) return;
    if (type === "tkhd")
      track.id = this.#u32(body + (this.#version(body, end) === 1 ? 20 : 12), end);
    if (type === "mdhd") Object.assign(track, this.#times(body, end));
    if (type === "hdlr" && track.handler === "") track.handler = this.#ascii(body + 8, end);
    if (type === "stsz" || type === "stz2") track.samples = this.#u32(body + 8, end);
    if (type === "stts") track.sampleDelta = this.#delta(body, end);
    if (type === "elst") track.edits = this.#edits(body, end);
    if (type === "stsd" && end - body <= DETAIL_BYTES_MAX) this.#description(body, end, track);
  }

  /** `mvhd` and `mdhd` begin alike: version, two dates, timescale, duration. */
  #times(body: number, end: number): { timescale: number; duration: number } {
    const long = this.#version(body, end) === 1;
    if (end - body < (long ? 32 : 20)) return { timescale: 0, duration: 0 };
    const timescale = this.#view.getUint32(body + (long ? 20 : 12));
    const duration = long
      ? Number(this.#view.getBigUint64(body + 24))
      : this.#view.getUint32(body + 16);
    const unknown = duration === 0xffff_ffff || duration > Number.MAX_SAFE_INTEGER;
    return { timescale, duration: unknown ? 0 : duration };
  }

  /** Dates before 1970 are those of programs that count from there, or of no clock at all. */
  #date(at: number, end: number, long: boolean): number | null {
    if (at + (long ? 8 : 4) > end) return null;
    const seconds = long ? Number(this.#view.getBigUint64(at)) : this.#view.getUint32(at);
    const ms = (seconds - UNIX_EPOCH_S) * 1000;
    // Of 64 bits, most lie beyond the years that have four digits.
    return ms > 0 && ms < Date.UTC(10_000, 0) ? ms : null;
  }

  /** Encoders give the last sample what is left; all others must agree. */
  #delta(body: number, end: number): number | null {
    const entries = Math.min(this.#u32(body + 4, end), Math.floor((end - body - 8) / 8));
    if (entries < 1 || entries > 2) return null;
    if (entries === 2 && this.#u32(body + 16, end) !== 1) return null;
    const delta = this.#u32(body + 12, end);
    return delta > 0 ? delta : null;
  }

  /** Version, count, then entries of duration, start and rate (8.6.6). */
  #edits(body: number, end: number): Mp4Edit[] | null {
    const long = this.#version(body, end) === 1;
    const count = this.#u32(body + 4, end);
    if (count > EDITS_MAX || body + 8 + count * (long ? 20 : 12) > end) return null;
    const edits: Mp4Edit[] = [];
    for (let at = body + 8; edits.length < count; at += long ? 20 : 12) {
      const duration = long ? Number(this.#view.getBigUint64(at)) : this.#view.getUint32(at);
      const start = long ? Number(this.#view.getBigInt64(at + 8)) : this.#view.getInt32(at + 4);
      const rate = this.#view.getInt32(at + (long ? 16 : 8)) / 0x10000;
      edits.push({ start, duration, rate });
    }
    return edits;
  }

  /** What the description of the samples says: its name, and what lies in its boxes. */
  #description(body: number, end: number, track: Mp4Track): void {
    const text = latin1(this.#bytes, body, Math.min(end, body + 8_192));
    if (this.#u32(body + 4, end) === 1) {
      const tag = this.#ascii(body + 12, end);
      track.codecTag = /^[ -~]{4}$/.test(tag) ? tag : null;
    }
    track.encryption = /schm[\s\S]{4}([a-z0-9]{4})/.exec(text)?.[1] ?? null;
    if (track.handler !== "vide" && track.handler !== "") return;
    track.dolbyVision = /dv(cC|vC|wC)|dvh[1e]|dva[v1]/.test(text);
    track.configuration = /avcC|hvcC|vpcC|av1C/.exec(text)?.[0] ?? null;
  }

  #version(body: number, end: number): number {
    return body < end ? (this.#bytes[body] ?? 0) : 0;
  }

  #u32(at: number, end: number): number {
    return at + 4 <= end ? this.#view.getUint32(at) : 0;
  }

  #ascii(at: number, end: number): string {
    return at + 4 <= end ? latin1(this.#bytes, at, at + 4) : "";
  }
}

function newTrack(): Mp4Track {
  return {
    id: 0,
    handler: "",
    timescale: 0,
    duration: 0,
    samples: 0,
    sampleDelta: null,
    dolbyVision: false,
    codecTag: null,
    configuration: null,
    encryption: null,
    edits: [],
  };
}
