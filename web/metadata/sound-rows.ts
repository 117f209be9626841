// A sound stream as rows of words: what it declares, what is heard of it. Pure.

import type { SoundContent } from "../../protocol/content.ts";
import type { AudioStream } from "../../protocol/facts.ts";
import { formatBitrate, formatDuration, formatNumber } from "../format.ts";
import { codecName, dispositionName, layoutName } from "./names.ts";
import { counted, list, onlyYes, type Row, row, seconds, withUnit } from "./rows.ts";

export function soundRows(stream: AudioStream): Row[] {
  const { dispositions } = stream;
  return [
    row("Codec", codecName(stream), String, stream.profile),
    row("Codec for players", stream.codecString),
    row("Channels", layoutName(stream.channelLayout, stream.channels)),
    row("Sample rate", stream.sampleRate, (rate) => withUnit(rate / 1000, "kHz", 3)),
    row("Precision", stream.bitsPerSample || null, (bits) => `${bits} bits`, stream.sampleFormat),
    row("Bit rate", stream.bitrate, formatBitrate),
    row("Length", stream.duration, formatDuration),
    row("Begins", stream.delay || null, delayWords),
    row("Left out at the start", stream.priming || null, (samples) => counted(samples, "sample")),
    row("Dialogue level", stream.dialogueLevel, (level) => withUnit(level, "dB")),
    row("Title", stream.title),
    row("Use", dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row("Encryption", stream.encryption),
  ].flat();
}

const delayWords = (delay: number) =>
  `${seconds(Math.abs(delay))} ${delay > 0 ? "after" : "before"} the picture`;

export function heardRows(sound: SoundContent): Row[] {
  const { loudness, deadChannels } = sound;
  return [
    row("Loudness", loudness, lufs, "EBU R128, over the whole length"),
    row("Loudness", loudness === null ? "Too short or silent throughout" : null),
    row("Loudness range", sound.loudnessRange, (range) => withUnit(range, "LU")),
    row("Highest peak", sound.truePeak, (peak) => withUnit(peak, "dBTP"), "between the samples"),
    row("Highest sample", sound.samplePeak, (peak) => withUnit(peak, "dBFS")),
    row("Mean level", sound.rms, (level) => withUnit(level, "dBFS")),
    row("Samples at full scale", sound.clippedSamples || null, (n) => formatNumber(n, 0)),
    row("Offset", sound.dcOffset, (offset) =>
      Math.abs(offset) < OFFSET_UNHEARD ? null : withUnit(offset * 100, "%", 2),
    ),
    row("Channels without sound", deadChannels.length > 0 ? deadChannels : null, (channels) =>
      list(channels.map((channel) => String(channel + 1))),
    ),
    row("Left and right the same", sound.dualMono, onlyYes),
    row("Left against right", sound.phase, phaseWords),
    row("Damaged in places", sound.damaged, onlyYes),
  ].flat();
}

/** A share of full scale that nothing comes of. */
const OFFSET_UNHEARD = 0.001;

function phaseWords(phase: number): string {
  const value = formatNumber(phase, 2).replace("-", "−");
  if (phase < -0.3) return `${value}: against one another`;
  return phase > 0.9 ? `${value}: nearly the same` : value;
}

export const lufs = (loudness: number) => withUnit(loudness, "LUFS");
