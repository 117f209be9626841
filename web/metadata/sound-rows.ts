// A sound stream as rows of words: what it declares, what is heard of it. Pure.

import type { SoundContent } from "../../protocol/content.ts";
import type { AudioStream } from "../../protocol/facts.ts";
import { formatBitrate, formatDuration, formatNumber } from "../format.ts";
import { words } from "../language/words.ts";
import { codecName, dispositionName, layoutName } from "./names.ts";
import { counted, list, onlyYes, type Row, row, seconds, withUnit } from "./rows.ts";

export function soundRows(stream: AudioStream): Row[] {
  const { dispositions } = stream;
  const { rows } = words().metadata;
  const told = rows.sound;
  return [
    row(rows.codec, codecName(stream), String, stream.profile),
    row(rows.codecForPlayers, stream.codecString),
    row(told.channels, layoutName(stream.channelLayout, stream.channels)),
    row(told.sampleRate, stream.sampleRate, (rate) => withUnit(rate / 1000, "kHz", 3)),
    row(rows.precision, stream.bitsPerSample || null, rows.bits, stream.sampleFormat),
    row(rows.bitrate, stream.bitrate, formatBitrate),
    row(rows.length, stream.duration, formatDuration),
    row(told.begins, stream.delay || null, delayWords),
    row(told.priming, stream.priming || null, (samples) => counted(samples, told.samples)),
    row(told.dialogue, stream.dialogueLevel, (level) => withUnit(level, "dB")),
    row(rows.title, stream.title),
    row(rows.use, dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row(rows.encryption, stream.encryption),
  ].flat();
}

function delayWords(delay: number): string {
  const told = words().metadata.rows.sound;
  const length = seconds(Math.abs(delay));
  return delay > 0 ? told.after(length) : told.before(length);
}

export function heardRows(sound: SoundContent): Row[] {
  const { loudness, deadChannels } = sound;
  const told = words().metadata.rows.sound;
  return [
    row(told.loudness, loudness, lufs, told.loudnessRemark),
    row(told.loudness, loudness === null ? told.unheard : null),
    row(told.range, sound.loudnessRange, (range) => withUnit(range, "LU")),
    row(told.truePeak, sound.truePeak, (peak) => withUnit(peak, "dBTP"), told.truePeakRemark),
    row(told.samplePeak, sound.samplePeak, (peak) => withUnit(peak, "dBFS")),
    row(told.rms, sound.rms, (level) => withUnit(level, "dBFS")),
    row(told.clipped, sound.clippedSamples || null, (n) => formatNumber(n, 0)),
    row(told.offset, sound.dcOffset, (offset) =>
      Math.abs(offset) < OFFSET_UNHEARD ? null : withUnit(offset * 100, "%", 2),
    ),
    row(told.deadChannels, deadChannels.length > 0 ? deadChannels : null, (channels) =>
      list(channels.map((channel) => String(channel + 1))),
    ),
    row(told.dualMono, sound.dualMono, onlyYes),
    row(told.phase, sound.phase, phaseWords),
    row(told.damaged, sound.damaged, onlyYes),
  ].flat();
}

/** A share of full scale that nothing comes of. */
const OFFSET_UNHEARD = 0.001;

function phaseWords(phase: number): string {
  const value = formatNumber(phase, 2).replace("-", "−");
  const told = words().metadata.rows.sound;
  if (phase < -0.3) return told.opposed(value);
  return phase > 0.9 ? told.alike(value) : value;
}

export const lufs = (loudness: number) => withUnit(loudness, "LUFS");
