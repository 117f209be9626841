import type { JobKind } from "../../../protocol/job.ts";
import type { SpanOutcome, TimelineSpan } from "../../../protocol/timeline.ts";
import type { Work } from "../../../protocol/video.ts";

/** Lengths and times of day of an attempt in words; null where it has not come to that. */
type Course = {
  name: string;
  waited: string;
  due: string;
  worked: string | null;
  end: string | null;
};

/** What is tried again: why, which attempt of how many, and in what time; null if that is over. */
type Retry = { step: string; reason: string; attempt: number; of: number; wait: string | null };

export const progress = {
  /** A preview is no step of the work on a video. */
  steps: {
    upload: "Upload",
    probe: "Index",
    inspect: "Packets",
    poster: "Poster",
    digest: "Checksum",
    listen: "Listening",
    look: "Looking",
    summarise: "Summary",
    analyse: "Measuring",
    encode: "Segment",
    audio: "Sound",
    subtitles: "Subtitles",
    assemble: "Joining and checking",
    proxy: "Preview copy",
  } satisfies Record<Exclude<JobKind, "preview"> | "upload", string>,
  step: {
    numbered: (name: string, number: number) => `${name} ${number}`,
    listening: (stream: number) => `Listening to stream ${stream}`,
    segments: (first: number, last: number) => `Segments ${first} to ${last}`,
    several: (name: string, first: number, last: number) => `${name} ${first} to ${last}`,
  },
  phases: {
    analysing: { name: "Measure", spoken: "the picture is being measured" },
    encoding: { name: "Encode", spoken: "the new picture is being encoded" },
    assembling: { name: "Join and check", spoken: "the result is being joined and checked" },
  } satisfies Record<Exclude<Work["phase"], "waiting">, { name: string; spoken: string }>,
  now: {
    meter: "Enhancement",
    steps: "Steps of the enhancement",
    done: " (done)",
    waiting: "Waiting its turn",
    analysing: "Measuring the picture",
    encoding: (segment: number, of: number) => `Encoding: segment ${segment} of ${of}`,
    sound: "Encoding: the sound",
    assembling: "Joining and checking the result",
    assemblingFile: (file: number, of: number) =>
      `Joining and checking the result: file ${file} of ${of}`,
    next: "Next in line",
    ahead: (jobs: number) => `${jobs} ${jobs === 1 ? "job" : "jobs"} ahead in line`,
    fewSeconds: "a few seconds left",
    left: (duration: string) => `about ${duration} left`,
    retry: ({ step, reason, attempt, of, wait }: Retry) => {
      const when = wait === null ? "is on its way" : `in ${wait}`;
      return `${step} did not go well (${reason}). Attempt ${attempt} of ${of} ${when}.`;
    },
  },
  aloud: {
    phase: (filename: string, spoken: string) => `${filename}: ${spoken}.`,
    retry: (filename: string, step: string, attempt: number) =>
      `${filename}: ${step} did not go well and is tried again: attempt ${attempt}.`,
  },
  timeline: {
    title: "Timeline",
    about: "what happened, and when",
    pending: "Looking…",
  },
  groups: {
    upload: "Upload",
    metadata: "Metadata",
    proxy: "Preview copy",
    enhancement: "Enhancement",
  } satisfies Record<TimelineSpan["track"], string>,
  run: (number: number) => `Enhancement, run ${number}`,
  outcomes: {
    waiting: "Waiting",
    running: "At work",
    done: "Done",
    failed: "Failed",
    lost: "Lost",
    cancelled: "Stopped",
  } satisfies Record<SpanOutcome, string>,
  span: {
    attempt: (name: string, attempt: number) => `${name}, attempt ${attempt}`,
    course: ({ name, waited, due, worked, end }: Course) => {
      const until = end === null ? "so far" : `until ${end}`;
      return worked === null
        ? `${name}: waited ${waited} from ${due} ${until}`
        : `${name}: waited ${waited} from ${due}, worked ${worked} ${until}`;
    },
    ended: (course: string, outcome: string, reason: string | null) =>
      reason === null ? `${course}. ${outcome}.` : `${course}. ${outcome}: ${reason}.`,
    doneOf: (done: number, of: number) => `${done} of ${of} done`,
    run: (result: string, from: string, to: string, bad: number) => {
      const attempts = bad === 1 ? "1 attempt" : `${bad} attempts`;
      const trouble = bad === 0 ? "" : ` ${attempts} did not go well.`;
      return `${result}, from ${from} to ${to}.${trouble}`;
    },
  },
  waterfall: {
    caption: "Every step of the work and its attempts",
    step: "Step",
    attempts: "Attempts",
    result: "Result",
    hint: "Point at a bar, or choose one, for its exact times.",
    later: (duration: string) => `${duration} later`,
    waiting: "waiting",
    work: "at work",
    failed: "failed or lost",
    cancelled: "stopped",
    cut: "nothing for a while",
  },
};
