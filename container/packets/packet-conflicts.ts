// Where the packets show another length, count or rate than the file declares of itself. Pure. The
// tolerances leave out what honest files differ by, each for the reason it states.

import type { Conflict, Facts, Stream, ValueSource } from "../../protocol/facts.ts";
import { toNumber } from "../../protocol/rational.ts";
import type { PacketStatistics } from "./packet-clock.ts";

/**
 * An encoder adds silence at the start (AAC up to 0.05 s, HE-AAC and Opus 0.1 s) and fills up its
 * last block, and a declared length may hold it or not.
 */
const PADDING_SECONDS = 0.2;
/** How long the last picture stays is often not told, and a field more or less belongs to it. */
const LAST_PICTURES = 2;
/** Clocks and rounded time bases differ by less; 24 and 23.976 by 0.1 %, which rounding can do. */
const RATE_SHARE = 0.01;
/** A nominal bitrate counts headers or not, and an encoder meets its own on average alone. */
const BITRATE_SHARE = 0.05;

export type Measured = {
  /** The facts with what was measured in place of what is declared. */
  facts: Facts;
  streams: ReadonlyMap<number, PacketStatistics>;
  /** Seconds from the first packet of picture and sound to the last one's end. */
  duration: number | null;
  /** Seconds that a picture stays; 0 without one. */
  picture: number;
};

/**
 * The conflicts of the declared facts, and those that packets add: the measured value is the first
 * where it stands in the document.
 */
export function conflictsOf(
  declared: Facts,
  { facts, streams, duration, picture }: Measured,
): Conflict[] {
  const conflicts = new Map(declared.conflicts.map((conflict) => [conflict.path, conflict]));
  const compare = (path: string, said: Said, agrees: boolean) => {
    if (said.declared === null || said.measured === null) return;
    const known = conflicts.get(path);
    if (!known && agrees) return;
    const measured = { source: "measured", reader: "packets", value: said.measured } as const;
    const reader = declared.source === "index" ? "index" : "ffprobe";
    const source = said.source ?? "container";
    const others = known?.values ?? [{ source, reader, value: said.declared } as const];
    const values = said.stands === "measured" ? [measured, ...others] : [...others, measured];
    conflicts.set(path, { path, values });
  };

  compare(
    "/facts/container/duration",
    {
      declared: declared.container.duration,
      measured: duration,
      stands: facts.container.duration === duration ? "measured" : "declared",
    },
    lengthAgrees(declared.container.duration, duration, [...streams.values()], picture),
  );
  for (const [at, stream] of declared.streams.entries()) {
    const now = facts.streams[at];
    const read = streams.get(stream.index);
    if (!now || !read || !hasTiming(stream) || !hasTiming(now)) continue;
    const path = `/facts/streams/${at}`;
    const length = now.duration;
    compare(
      `${path}/duration`,
      { declared: stream.duration, measured: length, stands: "measured" },
      lengthAgrees(stream.duration, length, [read], read.medianDistance ?? 0),
    );
    compare(
      `${path}/bitrate`,
      { declared: stream.bitrate, measured: now.bitrate, stands: "measured" },
      isWithin(stream.bitrate, now.bitrate, BITRATE_SHARE),
    );
    if (stream.kind !== "video" || now.kind !== "video") continue;
    const hidden = (now.frames ?? 0) + read.discarded.packets;
    compare(
      `${path}/frames`,
      { declared: stream.frames, measured: now.frames, stands: "measured" },
      // An index also counts the pictures that its edit list takes out.
      stream.frames === now.frames || stream.frames === hidden,
    );
    const rate = stream.frameRate ? toNumber(stream.frameRate) : null;
    compare(
      `${path}/frameRate`,
      {
        declared: rate,
        measured: now.measuredFrameRate,
        stands: "declared",
        source: rateSource(declared),
      },
      // A short film's length is known to a picture, and its rate no better.
      isWithin(rate, now.measuredFrameRate, Math.max(RATE_SHARE, 1 / Math.max(1, now.frames ?? 1))),
    );
  }
  return [...conflicts.values()];
}

type Said = {
  declared: number | null;
  measured: number | null;
  stands: "measured" | "declared";
  source?: ValueSource;
};

function hasTiming(stream: Stream) {
  return stream.kind === "video" || stream.kind === "audio";
}

/**
 * True if a declared length is the measured one, or the end of a stream, subtitles among them: many
 * containers count from zero, and some count from the first packet. `picture`: how many seconds a
 * picture stays, 0 where there is none.
 */
export function lengthAgrees(
  declared: number | null,
  measured: number | null,
  streams: readonly PacketStatistics[],
  picture: number,
): boolean {
  if (declared === null || measured === null) return true;
  const ends = streams.flatMap(({ end }) => (end === null ? [] : [end]));
  const starts = streams.flatMap(({ first }) => (first === null ? [] : [first]));
  const last = Math.max(measured, ...ends);
  const tolerance = Math.max(PADDING_SECONDS, LAST_PICTURES * picture);
  const lengths = [measured, last, last - Math.min(last, ...starts)];
  return lengths.some((length) => Math.abs(length - declared) <= tolerance);
}

function isWithin(declared: number | null, measured: number | null, share: number): boolean {
  if (declared === null || measured === null || measured === 0) return true;
  return Math.abs(declared / measured - 1) <= share;
}

/** Streams of MPEG carry their rate themselves; other containers declare it. */
function rateSource({ container }: Facts): ValueSource {
  return container.format.startsWith("mpeg") ? "bitstream" : "container";
}
