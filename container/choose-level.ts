// By how much the level of a sound track changes, from its measures alone. Only what is clearly
// wrong is mended unasked. Pure.

import type { SoundMeasures } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";

/** Loudest that AES TD1004.1.15-10 recommends for streams; what phones and podcasts play at. */
const TARGET_LUFS = -16;
/** Broadcasters deliver at −23 LUFS (EBU R 128): what is quieter was not meant to be. */
const QUIET_LUFS = -23;
/** Streaming services turn down what is above −14 LUFS; 2 LU more are nobody's mistake. */
const LOUD_LUFS = -12;
/** Nearer to the target than this, nobody hears a difference. */
const NEAR_LU = 1;
/**
 * Most that sound is lifted. What takes more is quieter than −52 LUFS: a room where nobody speaks,
 * near the noise of the microphone.
 */
const GAIN_MAX_DB = 36;
/** The window of BS.1770-4: of less sound no loudness can be told. */
const WINDOW_SECONDS = 0.4;
/** What the limiter takes is made up for, from this on: ebur128 tells tenths. */
const TAKEN_LU = 0.2;
/** A limiter that takes more than this works all the time and is heard at it. */
const TAKEN_MAX_LU = 2;

/** A change by `gain` dB towards `target` LUFS, and a note that goes on from the track's name. */
export type Level = { target: number; gain: number; note: string | null };

/** The change that the settings call for. Without a word on loudness, `auto` mends it. */
export function chooseLevel(
  { loudness, seconds }: SoundMeasures,
  { mode, audio, loudness: asked }: Settings,
): Level {
  // Who asks for copied sound and says nothing of loudness wants the sound as it is.
  const wish = asked ?? (mode === "auto" && audio !== "copy" ? "auto" : "off");
  const target = typeof wish === "number" ? wish : TARGET_LUFS;
  const leave = (note: string | null): Level => ({ target, gain: 0, note });
  if (wish === "off") return leave(null);
  if (seconds === 0) return leave("could not be listened to: its loudness is left alone.");
  if (loudness === null && seconds < WINDOW_SECONDS) return leave("is too short to be judged.");
  if (loudness === null) return leave("is silent.");
  const right = wish === "auto" ? loudness >= QUIET_LUFS && loudness <= LOUD_LUFS : false;
  const gain = tenth(target - loudness);
  if (right || Math.abs(gain) <= NEAR_LU) {
    return leave(`keeps its loudness: ${lufs(loudness)} is right.`);
  }
  if (gain > GAIN_MAX_DB) {
    return leave(`is next to silent, ${lufs(loudness)}: lifting it would lift its noise alone.`);
  }
  return { target, gain, note: noteOn(loudness, gain, target) };
}

/**
 * The level once it is known that the track, at `loudness` LUFS, comes to `limited` LUFS behind the
 * limiter that holds its peaks. What the limiter takes is made up for; where it would have to work
 * all the time, the gain is reduced.
 */
export function withLimiter(level: Level, loudness: number, limited: number): Level {
  const { target } = level;
  const taken = target - limited;
  if (taken < TAKEN_LU) return level;
  const allowed = taken <= TAKEN_MAX_LU;
  const gain = tenth(level.gain + (allowed ? taken : -taken));
  const note = allowed
    ? `${noteOn(loudness, gain, target)} Its highest peaks are held down.`
    : `was at ${lufs(loudness)}: lifted by ${gain} dB, less than ${lufs(target)} asks for, because of its peaks.`;
  return { ...level, gain, note };
}

function noteOn(loudness: number, gain: number, target: number): string {
  const change = gain > 0 ? "lifted" : "lowered";
  return `was at ${lufs(loudness)}: ${change} by ${Math.abs(gain)} dB to ${lufs(target)}.`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** With a true minus sign, for people. */
function lufs(value: number): string {
  return `${value < 0 ? "\u2212" : ""}${Math.abs(value)} LUFS`;
}
