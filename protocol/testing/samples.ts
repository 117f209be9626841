// One complete plan and report, for tests that do not look at what is inside.

import type { Fidelity, PictureMeasures, Plan, Recipe, Report } from "../enhancement.ts";

export const SAMPLE_MEASURES: PictureMeasures = {
  frames: 10,
  mean: 0.4,
  percentiles: { p0_1: 0, p1: 0.02, p10: 0.1, p50: 0.4, p90: 0.7, p99: 0.9, p99_9: 0.95 },
  clippedShadows: 0,
  clippedHighlights: 0,
  saturation: 0.2,
  cast: { blue: 0, red: 0 },
  noise: 0.005,
  sharpness: 0.3,
  blockiness: 0,
};

export const NEUTRAL_RECIPE: Recipe = {
  gain: 1,
  lift: 0,
  gamma: 1,
  saturation: 1,
  red: 1,
  blue: 1,
  shots: [],
  denoise: 0,
  deblock: 0,
  sharpen: 0,
  deband: 0,
  stabilize: 0,
  loudness: null,
  notes: [],
};

/** Ten seconds of 25 fps in two segments, with one sound track. */
export const SAMPLE_PLAN: Plan = {
  recipe: NEUTRAL_RECIPE,
  before: SAMPLE_MEASURES,
  autoStrength: 1,
  soundBefore: { loudness: -16, range: 6, truePeak: -2, seconds: 10 },
  soundDigest: null,
  sourceBytes: 100,
  video: {
    streamIndex: 0,
    codec: "h264",
    width: 640,
    height: 360,
    frameRate: { num: 25, den: 1 },
    fpsMethod: "cfr",
    sourceRate: { num: 25, den: 1 },
    startTime: 0,
    frames: 250,
    gopFrames: 50,
    colour: {
      primaries: "bt709",
      transfer: "bt709",
      matrix: "bt709",
      sourceRange: "tv",
      guessed: false,
    },
    bitDepth: 8,
  },
  quality: { crf: 18, maxBitrate: null, search: null },
  hdr: null,
  segments: [
    { firstFrame: 0, frames: 100 },
    { firstFrame: 100, frames: 150 },
  ],
  audio: [
    {
      streamIndex: 1,
      method: "copy",
      codec: "mp4a.40.2",
      channels: 2,
      bitrate: 128_000,
      language: null,
      title: null,
      gain: 0,
    },
  ],
  subtitles: [],
  chapters: [],
  tags: {},
  notes: [],
};

export const SAMPLE_FIDELITY: Fidelity = { frames: 10, mean: 0.99, lowest: 0.98 };

export const SAMPLE_REPORT: Report = {
  encoder: ["-c:v", "libx264"],
  before: SAMPLE_MEASURES,
  after: SAMPLE_MEASURES,
  sound: null,
  fidelity: SAMPLE_FIDELITY,
  quality: SAMPLE_PLAN.quality,
  width: 640,
  height: 360,
  frameRate: { num: 25, den: 1 },
  frames: 250,
  duration: 10,
  bytes: 10_900,
  sourceBytes: 100,
  notes: [],
};
