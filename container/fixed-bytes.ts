// How many bytes of a finished file are not its picture: sound, subtitles, tables. An upper bound,
// for results that must keep below a size.

import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import type { Probed } from "./ffprobe-json.ts";
import { ticksOf } from "./inspect.ts";
import { readPackets } from "./packets/read-packets.ts";
import type { Work } from "./work.ts";

/**
 * Bytes of the index for one picture (stsz 4, ctts 8, stsc 12, stco 4 where each lies alone
 * between sound) and for one packet of sound; ISO/IEC 14496-12.
 */
const TABLE_BYTES_PER_PICTURE = 28;
const TABLE_BYTES_PER_SOUND = 20;
/** Headers of the file and of a track, with parameter sets. */
const FILE_BYTES = 2_048;
const TRACK_BYTES = 1_024;
/** A chapter or a tag beside its text. */
const ENTRY_BYTES = 64;
/** Samples of a packet of AAC, at up to 48 kHz. */
const AAC_PACKETS_PER_SECOND = 48_000 / 1_024;
/** ffmpeg's AAC encoder keeps its rate on average; short tracks may lie above it. */
const AAC_MARGIN = 1.1;
/** Bytes that are read in about a second. Of a larger file only the beginning is looked at. */
const READ_BYTES_MAX = 128 * 1024 * 1024;
const HEAD_SECONDS = 20;
/** What a track may take beyond its rate at the beginning, or beyond the rate it declares. */
const HEAD_MARGIN = 1.25;
/** Text read aloud fast is 25 letters a second, of up to three bytes; its tables are as much. */
const TEXT_BITRATE = 1_200;
const TIMEOUT_MS = 60_000;

/** Upper bound of the bytes that the finished file holds beside the picture's packets. */
export async function fixedBytes(
  plan: Plan,
  probed: Probed,
  source: Source,
  work: Work,
): Promise<number> {
  const seconds = plan.video.frames / toNumber(plan.video.frameRate);
  const copied: Kept[] = plan.audio.filter(({ method }) => method === "copy");
  const texts = plan.subtitles.map((track) => ({ ...track, bitrate: TEXT_BITRATE }));
  const packets = await packetBytes([...copied, ...texts]);
  const encoded = plan.audio
    .filter(({ method }) => method === "aac")
    .map(({ bitrate }) => {
      const tables = AAC_PACKETS_PER_SECOND * TABLE_BYTES_PER_SOUND;
      return TRACK_BYTES + seconds * ((bitrate / 8) * AAC_MARGIN + tables);
    });
  const titles = [...plan.chapters.map(({ title }) => title ?? ""), ...Object.values(plan.tags)];
  const entries = titles.map((text) => ENTRY_BYTES + Buffer.byteLength(text));
  const pictureTables = TRACK_BYTES + plan.video.frames * TABLE_BYTES_PER_PICTURE;
  const all = [FILE_BYTES, pictureTables, packets, ...encoded, ...entries];
  return Math.ceil(all.reduce((sum, bytes) => sum + bytes, 0));

  /** Of the tracks whose packets are kept, with their tables: all are counted in one reading. */
  async function packetBytes(tracks: readonly Kept[]): Promise<number> {
    if (tracks.length === 0) return 0;
    const whole = source.bytes <= READ_BYTES_MAX;
    const intervals = whole ? {} : { intervals: `%+${HEAD_SECONDS}` };
    const query = { source, ticks: ticksOf(probed), ...intervals, timeoutMs: TIMEOUT_MS };
    const { streams } = await readPackets(query, work);
    const sizes = tracks.map(({ streamIndex, bitrate }) => {
      const { bytes = 0, packets = 0 } = streams.get(streamIndex) ?? {};
      if (whole) return bytes + packets * TABLE_BYTES_PER_SOUND;
      const head = Math.min(HEAD_SECONDS, seconds);
      const rate = Math.max(bytes / head, bitrate / 8);
      const tables = Math.max(packets / head, AAC_PACKETS_PER_SECOND) * TABLE_BYTES_PER_SOUND;
      return seconds * HEAD_MARGIN * (rate + tables);
    });
    return sizes.reduce((sum, bytes) => sum + TRACK_BYTES + bytes, 0);
  }
}

/** A track whose packets are kept, and its bits a second as far as it tells. */
type Kept = { streamIndex: number; bitrate: number };
