// What kind of file its first bytes say it is. Pure. Names, extensions and declared types are not
// asked: they are a stranger's words, and ffmpeg is later forced to the demuxer that is found here.

import type { FailureCode } from "../../protocol/failure.ts";
import type { Demuxer } from "../../protocol/job.ts";

/** As many of a file's first bytes as are looked at. */
export const HEAD_BYTES = 4096;

export type Verdict = { demuxer: Demuxer } | { code: FailureCode };

type Signature = { at?: number; bytes: string | number[]; verdict: Verdict };

const refuse = (code: FailureCode): Verdict => ({ code });
const NOT_A_VIDEO = refuse("not_a_video");
const AUDIO_ONLY = refuse("audio_only");
const UNSUPPORTED = refuse("unsupported_format");

/** The first that fits wins. Strings are Latin-1. */
const SIGNATURES: readonly Signature[] = [
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], verdict: { demuxer: "matroska" } },
  { bytes: "FLV\x01", verdict: { demuxer: "flv" } },
  { bytes: "OggS", verdict: { demuxer: "ogg" } },
  { bytes: [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], verdict: { demuxer: "asf" } },
  { bytes: [0, 0, 1, 0xba], verdict: { demuxer: "mpeg" } },
  { at: 8, bytes: "AVI ", verdict: { demuxer: "avi" } },
  { at: 8, bytes: "AVIX", verdict: { demuxer: "avi" } },

  { at: 8, bytes: "WAVE", verdict: AUDIO_ONLY },
  { at: 8, bytes: "RMID", verdict: AUDIO_ONLY },
  { at: 8, bytes: "AIF", verdict: AUDIO_ONLY },
  { bytes: "ID3", verdict: AUDIO_ONLY },
  { bytes: "fLaC", verdict: AUDIO_ONLY },
  { bytes: "#!AMR", verdict: AUDIO_ONLY },
  { bytes: "MThd", verdict: AUDIO_ONLY },
  { bytes: "caff", verdict: AUDIO_ONLY },
  { bytes: ".snd", verdict: AUDIO_ONLY },
  { bytes: "wvpk", verdict: AUDIO_ONLY },
  { bytes: "MAC ", verdict: AUDIO_ONLY },
  { bytes: "DSD ", verdict: AUDIO_ONLY },
  { bytes: [0x0b, 0x77], verdict: AUDIO_ONLY },
  { bytes: [0x7f, 0xfe, 0x80, 0x01], verdict: AUDIO_ONLY },

  { bytes: [0x89, 0x50, 0x4e, 0x47], verdict: NOT_A_VIDEO },
  { bytes: [0xff, 0xd8, 0xff], verdict: NOT_A_VIDEO },
  { bytes: "GIF8", verdict: NOT_A_VIDEO },
  { bytes: "II*\0", verdict: NOT_A_VIDEO },
  { bytes: "MM\0*", verdict: NOT_A_VIDEO },
  { bytes: "BM", verdict: NOT_A_VIDEO },
  { bytes: "8BPS", verdict: NOT_A_VIDEO },
  { at: 4, bytes: "jP  ", verdict: NOT_A_VIDEO },
  { at: 4, bytes: "JXL ", verdict: NOT_A_VIDEO },
  { at: 8, bytes: "WEBP", verdict: NOT_A_VIDEO },
  { bytes: "PK\x03\x04", verdict: NOT_A_VIDEO },
  { bytes: "PK\x05\x06", verdict: NOT_A_VIDEO },
  { bytes: "%PDF", verdict: NOT_A_VIDEO },
  { bytes: [0x1f, 0x8b], verdict: NOT_A_VIDEO },
  { bytes: "7z\xbc\xaf", verdict: NOT_A_VIDEO },
  { bytes: "Rar!", verdict: NOT_A_VIDEO },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], verdict: NOT_A_VIDEO },
  { bytes: "\x7fELF", verdict: NOT_A_VIDEO },
  { bytes: "MZ", verdict: NOT_A_VIDEO },
  { bytes: "WEBVTT", verdict: NOT_A_VIDEO },
  { bytes: "[Script Info]", verdict: NOT_A_VIDEO },

  { at: 8, bytes: "CDXA", verdict: UNSUPPORTED },
  { bytes: "#EXTM3U", verdict: UNSUPPORTED },
  { bytes: "ffconcat", verdict: UNSUPPORTED },
  { bytes: "v=0\r\no=", verdict: UNSUPPORTED },
  { bytes: "v=0\no=", verdict: UNSUPPORTED },
  { bytes: ".RMF", verdict: UNSUPPORTED },
  { bytes: "YUV4MPEG2", verdict: UNSUPPORTED },
  { bytes: "DKIF", verdict: UNSUPPORTED },
  { bytes: "nut/multimedia", verdict: UNSUPPORTED },
  { bytes: [0x06, 0x0e, 0x2b, 0x34], verdict: UNSUPPORTED },
  { bytes: [0xb7, 0xd8, 0x00, 0x20], verdict: UNSUPPORTED },
  // Bare MPEG-1/2, H.264 and HEVC: no container, so no times to cut or seek by.
  { bytes: [0, 0, 1, 0xb3], verdict: UNSUPPORTED },
  { bytes: [0, 0, 0, 1, 0x67], verdict: UNSUPPORTED },
  { bytes: [0, 0, 1, 0x67], verdict: UNSUPPORTED },
  { bytes: [0, 0, 0, 1, 0x40], verdict: UNSUPPORTED },
  { bytes: [0, 0, 0, 1, 0x09], verdict: UNSUPPORTED },
];

/**
 * The verdict on a file that begins with `head`, or null while more bytes are needed to tell.
 * `complete`: there are no more. With `HEAD_BYTES` bytes there is always a verdict.
 */
export function sniff(head: Uint8Array, complete: boolean): Verdict | null {
  if (head.length === 0) return complete ? refuse("empty_file") : null;
  const signed = SIGNATURES.find((signature) => fits(head, signature));
  if (signed) return signed.verdict;
  const boxed = sniffBoxes(head);
  if (boxed) return boxed;
  if (isTransportStream(head, complete)) return { demuxer: "mpegts" };
  if (isAudioFrame(head)) return AUDIO_ONLY;
  if (!complete && head.length < HEAD_BYTES) return null;
  return /<MPD[\s>]/.test(latin1(head, 0, HEAD_BYTES)) ? UNSUPPORTED : NOT_A_VIDEO;
}

function fits(head: Uint8Array, { at = 0, bytes }: Signature): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const wanted = typeof bytes === "string" ? bytes.charCodeAt(index) : bytes[index];
    if (head[at + index] !== wanted) return false;
  }
  return true;
}

/** Boxes an MP4 or QuickTime file may begin with. */
const FIRST_BOXES = "ftyp moov moof mdat free skip wide pnot styp sidx uuid emsg";

/** Only an `mdat` may be longer at the start of a file; text rarely reads as such a size. */
const FIRST_BOX_BYTES_MAX = 2 ** 28;

/** Major brands of still pictures and picture sequences that share the box format. */
const PICTURE_BRANDS =
  /^(hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fso]|avc[is]|jpeg|jpgs|j2ki|j2is|crx |jp2 |jpx |jxl )$/;

function sniffBoxes(head: Uint8Array): Verdict | null {
  if (head.length < 12) return null;
  const type = latin1(head, 4, 8);
  if (!FIRST_BOXES.split(" ").includes(type)) return null;
  const size = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  // 0: to the end of the file; 1: the size follows in 64 bits.
  const plausible = size <= 1 || (size >= 8 && (type === "mdat" || size <= FIRST_BOX_BYTES_MAX));
  if (!plausible) return null;
  if (type === "ftyp" && PICTURE_BRANDS.test(latin1(head, 8, 12))) return NOT_A_VIDEO;
  return { demuxer: "mov" };
}

/** Packet sizes: plain, with a 4-byte time in front (M2TS, AVCHD), with error correction behind. */
const TS_PACKETS = [
  { bytes: 188, sync: 0 },
  { bytes: 192, sync: 4 },
  { bytes: 204, sync: 0 },
];
const TS_SYNC = 0x47;
/** So many packets in a row are no accident; a shorter file must be packets to its end. */
const TS_ROW = 5;

function isTransportStream(head: Uint8Array, complete: boolean): boolean {
  for (const { bytes, sync } of TS_PACKETS) {
    const row = complete ? Math.min(TS_ROW, Math.floor(head.length / bytes)) : TS_ROW;
    if (row > 1 && synced(head, sync, bytes) >= row) return true;
    // A recording may begin in the middle of a packet.
    if (!complete && head.length < HEAD_BYTES) continue;
    for (let start = 1; start < bytes; start++) {
      if (synced(head, start, bytes) >= 2 * TS_ROW) return true;
    }
  }
  return false;
}

function synced(head: Uint8Array, start: number, bytes: number): number {
  let count = 0;
  while (head[start + count * bytes] === TS_SYNC) count++;
  return count;
}

/** MPEG audio and ADTS begin with eleven set bits; `FF FE` is the byte order mark of text. */
function isAudioFrame(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head;
  if (head.length < 3 || first !== 0xff || second < 0xe0 || second >= 0xfe) return false;
  const adts = (second & 0xf6) === 0xf0;
  const mpeg = (second & 0x18) !== 0x08 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0;
  return adts || mpeg;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
