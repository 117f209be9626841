// What the samples themselves tell of a sound stream: levels, offset, clipping, dead and equal
// channels, and the outline of the wave. Pure; memory does not grow with the length.

/**
 * Full scale, as 16 bits reach it on either side. Three neighbours there are a run: a single sample
 * that touches it is an honest peak, a wave that was cut off stays there.
 */
const FULL_SCALE = 32_767 / 32_768 - 1e-6;
const RUN_SAMPLES = 3;
/** −80 dBFS: dither and what codecs leave behind lie below. */
const DEAD_PEAK = 1e-4;
/** Share of the energy that two equal channels may differ in, −60 dB: codecs round them apart. */
const SAME_SHARE = 1e-6;
/** Points of the outline, and its finest step. On a page of ordinary width each is a pixel or two. */
const POINTS_MAX = 600;
const FINEST_SECONDS = 0.05;
/** What a pipe gives at a time, and what may be left of the block before. */
const BLOCK_BYTES = 66_000;

export type SampleMeasures = {
  /** Samples of each channel. */
  samples: number;
  /** dBFS, null where nothing is heard. */
  samplePeak: number | null;
  rms: number | null;
  /** Of the channel that is furthest off, −1…1. */
  dcOffset: number;
  clippedSamples: number;
  deadChannels: number[];
  dualMono: boolean | null;
  phase: number | null;
  /** Highest sample of each `step` seconds, counted in samples from the first. */
  outline: { step: number; values: number[] };
};

export type SampleMeter = {
  /** Takes interleaved 32-bit floats in the machine's order, in blocks of any length. */
  read: (block: Uint8Array) => void;
  /** Seconds heard so far. */
  seconds: () => number;
  measures: () => SampleMeasures;
};

/** A meter for so many channels at so many samples a second. */
export function sampleMeter(channels: number, sampleRate: number): SampleMeter {
  const meters = Array.from({ length: channels }, createChannel);
  const [left, right] = channels === 2 ? meters : [];
  let samples = 0;
  let products = 0;
  let stepSamples = Math.max(1, Math.round(sampleRate * FINEST_SECONDS));
  let outline: number[] = [];
  let highest = 0;
  let inStep = 0;
  const frameBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  let bytes = new Uint8Array(BLOCK_BYTES);
  let rest = 0;

  const endStep = () => {
    outline.push(Math.min(1, highest));
    highest = 0;
    inStep = 0;
    if (outline.length < POINTS_MAX) return;
    outline = halved(outline);
    stepSamples *= 2;
  };

  /** Samples that belong to one step of the outline. */
  const readWithinStep = (values: Float32Array) => {
    for (const [channel, meter] of meters.entries()) {
      highest = Math.max(highest, readChannel(meter, values, channel, channels));
    }
    if (left && right) products += productsOf(values);
    inStep += values.length / channels;
    samples += values.length / channels;
    if (inStep >= stepSamples) endStep();
  };

  const readFrames = (values: Float32Array) => {
    for (let at = 0; at < values.length; ) {
      const end = at + (stepSamples - inStep) * channels;
      readWithinStep(onlyNumbers(values.subarray(at, end)));
      at = end;
    }
  };

  return {
    read(block) {
      // Copied, because a block of a pipe begins anywhere and floats do not.
      const length = rest + block.length;
      if (bytes.length < length) bytes = grown(bytes, length);
      bytes.set(block, rest);
      const whole = length - (length % frameBytes);
      readFrames(new Float32Array(bytes.buffer, 0, whole / Float32Array.BYTES_PER_ELEMENT));
      bytes.copyWithin(0, whole, length);
      rest = length - whole;
    },
    seconds: () => samples / sampleRate,
    measures() {
      const energy = meters.reduce((sum, meter) => sum + meter.squares, 0);
      const peak = Math.max(0, ...meters.map((meter) => meter.peak));
      const offsets = meters.map((meter) => meter.sum / Math.max(1, samples));
      const pair = left && right && left.squares > 0 && right.squares > 0 ? { left, right } : null;
      return {
        samples,
        samplePeak: decibels(peak),
        rms: decibels(Math.sqrt(energy / Math.max(1, samples * channels))),
        dcOffset: offsets.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0,
        clippedSamples: meters.reduce((sum, meter) => sum + meter.clipped, 0),
        deadChannels: [...meters.keys()].filter((at) => (meters[at]?.peak ?? 0) < DEAD_PEAK),
        // The energy of the difference.
        dualMono: pair && energy - 2 * products <= SAME_SHARE * energy,
        phase: pair && products / Math.sqrt(pair.left.squares * pair.right.squares),
        outline: {
          step: stepSamples / sampleRate,
          values: inStep > 0 ? [...outline, Math.min(1, highest)] : outline,
        },
      };
    },
  };
}

type Channel = { peak: number; sum: number; squares: number; run: number; clipped: number };

function createChannel(): Channel {
  return { peak: 0, sum: 0, squares: 0, run: 0, clipped: 0 };
}

/**
 * Adds every `stride`th value from `first` on, and gives the highest of them. Each sample of a film
 * passes here: sums are local and nothing is called.
 */
function readChannel(meter: Channel, values: Float32Array, first: number, stride: number): number {
  let { sum, squares, run, clipped } = meter;
  let peak = 0;
  for (let at = first; at < values.length; at += stride) {
    const value = values[at] ?? 0;
    const size = value < 0 ? -value : value;
    sum += value;
    squares += value * value;
    if (size > peak) peak = size;
    if (size < FULL_SCALE) run = 0;
    else {
      run++;
      if (run === RUN_SAMPLES) clipped += RUN_SAMPLES;
      else if (run > RUN_SAMPLES) clipped++;
    }
  }
  Object.assign(meter, { peak: Math.max(peak, meter.peak), sum, squares, run, clipped });
  return peak;
}

/** Sum of left times right. */
function productsOf(values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 2) sum += (values[at] ?? 0) * (values[at + 1] ?? 0);
  return sum;
}

/** Files of floats may hold what is no number: that is silence. */
function onlyNumbers(values: Float32Array): Float32Array {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0;
  return Number.isFinite(sum)
    ? values
    : values.map((value) => (Number.isFinite(value) ? value : 0));
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** Neighbours joined. */
function halved(values: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(values.length / 2) }, (_, at) =>
    Math.max(values[2 * at] ?? 0, values[2 * at + 1] ?? 0),
  );
}

function decibels(level: number): number | null {
  return level > 0 ? 20 * Math.log10(level) : null;
}
