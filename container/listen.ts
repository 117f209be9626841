// Job `listen`: decodes one sound stream once and measures it. One ffmpeg hears its loudness and its
// silence and says so in lines; the samples come along through a pipe, and are looked at here.
// Memory does not grow with the length, and nothing is written to disk.

import type { SoundContent } from "../protocol/content.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import type { Series } from "../protocol/packets.ts";
import { numberOf, type Probed } from "./ffprobe-json.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { isAboutSound } from "./measure-sound.ts";
import { listSource } from "./probe.ts";
import { LISTENING_FILTERS, soundLines } from "./sound-lines.ts";
import { sampleMeter } from "./sound-samples.ts";
import { runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";

/** More are no loudspeakers but data, and no order of channels is defined for them. */
const CHANNELS_MAX = 64;

/**
 * The sound of the stream `streamIndex`; null where nothing of it can be decoded. Throws JobFailure
 * for what is not the sound's fault, BrokenRead where the source broke off.
 */
export async function listen(job: JobOf<"listen">, work: Work): Promise<ResultOf<"listen">> {
  const { probed } = await listSource(job.source, work);
  const form = formOf(probed, job.streamIndex);
  if (form === null) return { kind: "listen", sound: null };
  return { kind: "listen", sound: await soundOf(job.source, job.streamIndex, form, work) };
}

type Form = { channels: number; sampleRate: number; duration: number | null };

/** What comes through the pipe; null for a stream that is no sound or does not say what it is. */
function formOf(probed: Probed, streamIndex: number): Form | null {
  const stream = probed.streams?.find(({ index }) => index === streamIndex);
  const sampleRate = numberOf(stream?.sample_rate) ?? 0;
  const channels = stream?.channels ?? 0;
  if (stream?.codec_type !== "audio" || !(sampleRate > 0)) return null;
  if (!(channels > 0 && channels <= CHANNELS_MAX)) return null;
  const duration = numberOf(stream.duration) ?? numberOf(probed.format?.duration);
  return { channels, sampleRate, duration };
}

async function soundOf(
  source: Source,
  streamIndex: number,
  { channels, sampleRate, duration }: Form,
  work: Work,
): Promise<SoundContent | null> {
  const lines = soundLines();
  const meter = sampleMeter(channels, sampleRate);
  try {
    await runOverSource(
      {
        inputs: [
          {
            options: ["-v", "level+info", "-nostats", "-copyts", ...sourceOptions(source)],
            source: source.url,
          },
        ],
        output: {
          options: [
            ...["-map", `0:${streamIndex}`, "-vn", "-sn", "-dn"],
            ...["-af", `${LISTENING_FILTERS},aformat=sample_fmts=flt`],
            // As declared, whatever the stream turns into: the reader counts on it.
            ...["-ac", String(channels), "-ar", String(sampleRate), "-f", FLOATS],
          ],
          path: "pipe:1",
        },
        signal: work.signal,
        onLine: lines.read,
        onBytes: (block) => {
          meter.read(block);
          if (duration) work.progress(meter.seconds() / duration);
        },
      },
      work,
    );
  } catch (error) {
    if (work.signal.aborted || !(error instanceof JobFailure) || !isAboutSound(error)) throw error;
    // What was heard until then is told, as of a stream that is damaged.
    work.log(`stream ${streamIndex} was not heard to its end: ${error.code}`);
    return contentOf(streamIndex, lines, meter, true);
  }
  return contentOf(streamIndex, lines, meter, false);
}

/** Floats as this machine has them, without a header. */
const FLOATS = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "f32le" : "f32be";

function contentOf(
  index: number,
  lines: ReturnType<typeof soundLines>,
  meter: ReturnType<typeof sampleMeter>,
  failed: boolean,
): SoundContent | null {
  const { samples, outline, ...levels } = meter.measures();
  if (samples === 0) return null;
  const { measures, damaged } = lines.heard();
  return {
    index,
    seconds: rounded(meter.seconds(), 3),
    damaged: damaged || failed,
    loudness: measures.loudness,
    loudnessRange: measures.range,
    truePeak: measures.truePeak,
    samplePeak: rounded(levels.samplePeak, 2),
    rms: rounded(levels.rms, 2),
    dcOffset: rounded(levels.dcOffset, 6),
    clippedSamples: levels.clippedSamples,
    silence: lines.silence(),
    silenceCount: lines.silenceCount(),
    deadChannels: levels.deadChannels,
    dualMono: levels.dualMono,
    phase: rounded(levels.phase, 3),
    series: evened(lines.series()),
    waveform: evened(lines.onClock(outline)),
  };
}

/** What is told is no finer than it can be known, and a document of 600 points stays small. */
function rounded<Value extends number | null>(value: Value, digits: number): Value | number {
  return value === null ? value : Math.round(value * 10 ** digits) / 10 ** digits;
}

function evened({ start, step, values }: Series): Series {
  return { start: rounded(start, 3), step, values: values.map((value) => rounded(value, 4)) };
}
