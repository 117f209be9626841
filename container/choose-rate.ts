// The frame rate of the result. Speed and sound stay as they are; pictures are dropped or repeated
// where the source's times and the rate do not meet. Pure.

import { OUTPUT_FPS_MAX } from "../protocol/limits.ts";
import { parseRational, type Rational, rational, toNumber } from "../protocol/rational.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import type { PacketStatistics } from "./packets/packet-clock.ts";

const STANDARD = [
  rational(24000, 1001),
  rational(24),
  rational(25),
  rational(30000, 1001),
  rational(30),
  rational(48),
  rational(50),
  rational(60000, 1001),
  rational(60),
] as const;
const FALLBACK = rational(25);
const FILM = rational(24000, 1001);
/** Seconds of a field of NTSC: a disc shows pictures of film for two and three of them in turn. */
const FIELD_SECONDS = 1001 / 60000;
/** Distance from a standard rate that clocks and time bases explain. */
const CLOSE = 0.005;
/** A median of rounded times may lie this far from the rate it stands for. */
const ROUNDED = 0.015;
/** Highest rate of a result whose source has none of its own. */
const VARIABLE_MAX = 60;
/** A denominator past this is a quotient of rounded times, and no rate anyone chose. */
const DENOMINATOR_MAX = 5_000;

/**
 * The source's own rate. Constant: the exact fraction that is declared, if average and lowest
 * common rate agree or it is near a standard one. Variable: film's, where a disc's player is told to
 * show it in fields; else the rate that is declared and that most pictures keep; else the lowest
 * standard rate that at least half of them keep up with, 60 at most.
 */
export function sourceRate(stream: ProbedStream, packets: PacketStatistics): Rational {
  const average = parseRational(stream.avg_frame_rate ?? "");
  const common = parseRational(stream.r_frame_rate ?? "");
  if (isFieldCoded(stream, packets) && average) return average;
  const median = packets.medianDistance ? 1 / packets.medianDistance : null;
  if (isShownInFields(packets)) return FILM;
  if (packets.variable && median !== null) {
    const kept = [average, common].find(
      (rate) => rate && isWithin(toNumber(rate), median, ROUNDED),
    );
    if (kept && toNumber(kept) <= VARIABLE_MAX) return kept;
    const enough = STANDARD.find((rate) => toNumber(rate) >= median * (1 - ROUNDED));
    return enough ?? rational(VARIABLE_MAX);
  }
  const measured = packets.meanDistance ? 1 / packets.meanDistance : null;
  const declared = [average, common].find(
    (rate) => rate && rate.den <= DENOMINATOR_MAX && isNear(toNumber(rate), measured),
  );
  if (average && common && toNumber(average) === toNumber(common) && declared) {
    return withinLimit(declared);
  }
  const wanted = measured ?? (average ? toNumber(average) : null);
  return withinLimit(nearestStandard(wanted) ?? declared ?? fraction(wanted));
}

/** What is left of a rate when 3:2 pulldown is undone: four pictures of five. */
export function filmRateOf(rate: Rational): Rational {
  return rational(rate.num * 4, rate.den * 5);
}

/** True where each packet is one field of an interlaced picture: two packets a picture. */
export function isFieldCoded(stream: ProbedStream, packets: PacketStatistics): boolean {
  const average = parseRational(stream.avg_frame_rate ?? "");
  if (!average || !packets.medianDistance || !isInterlaced(stream)) return false;
  return isNear(2 * toNumber(average), 1 / packets.medianDistance);
}

/** True where the stream declares itself interlaced. */
export function isInterlaced(stream: ProbedStream): boolean {
  return ["tt", "bb", "tb", "bt"].includes(stream.field_order ?? "");
}

/** Uneven only as 2, 3, 2, 3 fields are; film's rate on average. */
function isShownInFields({ variable, medianDistance, meanDistance }: PacketStatistics): boolean {
  if (!variable || !medianDistance || !meanDistance) return false;
  const steps = [2, 3].some((n) => isWithin(n * FIELD_SECONDS, medianDistance, ROUNDED));
  return steps && isNear(toNumber(FILM), 1 / meanDistance);
}

function isNear(rate: number, measured: number | null): boolean {
  return measured === null || isWithin(rate, measured, CLOSE);
}

function isWithin(rate: number, measured: number, share: number): boolean {
  return Math.abs(rate / measured - 1) <= share;
}

function nearestStandard(rate: number | null): Rational | null {
  if (rate === null) return null;
  const near = STANDARD.filter((candidate) => isNear(toNumber(candidate), rate));
  near.sort((a, b) => Math.abs(toNumber(a) - rate) - Math.abs(toNumber(b) - rate));
  return near[0] ?? null;
}

function fraction(rate: number | null): Rational {
  if (rate === null || !Number.isFinite(rate) || rate < 0.01) return FALLBACK;
  return rational(Math.max(1, Math.round(rate * 1000)), 1000);
}

/** Halves a rate until it is one that players take: every second picture of 240 is 120. */
function withinLimit(rate: Rational): Rational {
  let result = rate;
  while (toNumber(result) > OUTPUT_FPS_MAX) result = rational(result.num, result.den * 2);
  return result;
}
