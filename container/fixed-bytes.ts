// How many bytes of a finished file are not its picture: sound, subtitles, tables. An upper bound,
// for results that must keep below a size.

import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import type { Probed } from "./ffprobe-json.ts";
import { ticksOf } from "./inspect.ts";
import { readPackets } from "./read-packets.ts";
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
const TIMEOUT_MS = 60_000;

/** Upper bound of the bytes that the finished file holds beside the picture's packets. */
export async function fixedBytes(
  plan: Plan,
  probed: Probed,
  source: Source,
  work: Work,
): Promise<number> {
  const seconds = plan.video.frames / toNumber(plan.video.frameRate);
  const copied = [...plan.audio.filter(({ method }) => method === "copy"), ...plan.subtitles].map(
    ({ streamIndex }) => streamIndex,
  );
  const packets = await Promise.all(copied.map(packetBytes));
  const encoded = plan.audio
    .filter(({ method }) => method === "aac")
    .map(({ bitrate }) => {
      const tables = AAC_PACKETS_PER_SECOND * TABLE_BYTES_PER_SOUND;
      return TRACK_BYTES + seconds * ((bitrate / 8) * AAC_MARGIN + tables);
    });
  const texts = [...plan.chapters.map(({ title }) => title ?? ""), ...Object.values(plan.tags)];
  const entries = texts.map((text) => ENTRY_BYTES + Buffer.byteLength(text));
  const pictureTables = TRACK_BYTES + plan.video.frames * TABLE_BYTES_PER_PICTURE;
  const all = [FILE_BYTES, pictureTables, ...packets, ...encoded, ...entries];
  return Math.ceil(all.reduce((sum, bytes) => sum + bytes, 0));

  /** Of a track whose packets are kept, with its tables. */
  async function packetBytes(only: number): Promise<number> {
    const query = { source, ticks: ticksOf(probed), only, timeoutMs: TIMEOUT_MS };
    const { streams } = await readPackets(query, work);
    const track = streams.get(only);
    return TRACK_BYTES + (track ? track.bytes + track.packets * TABLE_BYTES_PER_SOUND : 0);
  }
}
