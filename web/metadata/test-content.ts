// What decoding shows of a clip of 12 seconds, for tests that care about a part of it only.

import type { PictureContent, SoundContent } from "../../protocol/content.ts";

const bars = (middle: number, width: number) => {
  const heights = Array.from({ length: 64 }, (_, bar) =>
    Math.exp(-(((bar - middle) / width) ** 2)),
  );
  const sum = heights.reduce((total, height) => total + height, 0);
  return heights.map((height) => height / sum);
};

const wave = (count: number, height: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => height(index));

export const PICTURE_CONTENT: PictureContent = {
  ...{ index: 0, frames: 324, lost: [], sceneCount: 3 },
  scenes: [
    { at: 3.5, score: 32 },
    { at: 8, score: 51 },
  ],
  black: [{ start: 0, end: 0.8 }],
  frozen: [{ start: 10, end: 12 }],
  scan: {
    ...{ verdict: "progressive", topFirst: 0, bottomFirst: 0, progressive: 320 },
    ...{ undetermined: 4, repeatedFields: 0 },
  },
  letterbox: { x: 0, y: 132, width: 1920, height: 816 },
  luma: {
    ...{ histogram: bars(22, 12), mean: 0.36, p1: 0.04, p5: 0.1, p50: 0.34, p95: 0.71, p99: 0.88 },
    ...{ clippedShadows: 0.002, clippedHighlights: 0.011, illegal: 0, toneMapped: null },
    series: { start: 0, step: 0.5, values: wave(24, (at) => 0.4 + 0.2 * Math.sin(at / 3)) },
  },
  chroma: {
    ...{ histogramBlue: bars(30, 4), histogramRed: bars(35, 5) },
    ...{ saturation: 0.21, castRed: 0.031, castBlue: -0.004 },
  },
  palette: [
    { colour: "#2f3b2a", share: 0.41 },
    { colour: "#c9b58f", share: 0.22 },
  ],
  ...{ noise: 0.004, sharpness: 0.31, blockiness: 0.02 },
  spatialInformation: { min: 31, mean: 44.2, max: 60 },
  temporalInformation: { min: 0.4, mean: 9.1, max: 48 },
  ...{ measuredWidth: 640, measuredHeight: 360, shake: 0.003 },
  flicker: { mean: 0.001, flashes: [] },
  hashes: { start: 0, step: 1, values: ["ffee00112233aabb"] },
};

export const SOUND_CONTENT: SoundContent = {
  ...{ index: 1, seconds: 12, damaged: false, loudness: -23.04, loudnessRange: 6.2 },
  ...{ truePeak: -0.8, samplePeak: -1.1, rms: -26, dcOffset: 0, clippedSamples: 12 },
  silence: [{ start: 5, end: 7.5 }],
  ...{ deadChannels: [], dualMono: false, phase: 0.62 },
  series: {
    ...{ start: 0, step: 0.5 },
    values: wave(24, (at) => -24 + 6 * Math.sin(at / 2)).map((level, at) =>
      at >= 12 && at < 14 ? null : level,
    ),
  },
  waveform: {
    ...{ start: 0, step: 0.05 },
    values: wave(240, (at) => (at > 100 && at < 150 ? 0 : Math.abs(Math.sin(at * 1.7)) * 0.8)),
  },
};
