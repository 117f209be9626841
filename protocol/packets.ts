// What every packet's time and size tell of a file, without decoding. Times are seconds of the
// file's own clock, rates bits per second.

import * as z from "zod/mini";

const number = z.nullable(z.number());

/** Most points of a series: longer files have coarser ones. */
export const SERIES_MAX = 600;
/** Most gaps that are listed; `gapCount` counts all. */
export const GAPS_MAX = 50;

/** Values at even steps from `start` on. */
export const SeriesSchema = z.object({
  start: z.number(),
  /** Seconds from one value to the next: 1, or more in files longer than SERIES_MAX seconds. */
  step: z.number(),
  values: z.array(number).check(z.maxLength(SERIES_MAX)),
});
export type Series = z.infer<typeof SeriesSchema>;

export const StreamPacketsSchema = z.object({
  index: z.int(),
  packets: z.int(),
  bytes: z.number(),
  /** The earliest time of presentation, and where the last packet ends. */
  start: number,
  end: number,
  bitrate: z.object({
    mean: number,
    /** Of the fullest and the emptiest whole second; null below two seconds. */
    max: number,
    min: number,
    /** Mean of each step. */
    series: z.nullable(SeriesSchema),
  }),
  /** Distances of neighbours in time. Null for streams that have no even pace, as subtitles. */
  pace: z.nullable(
    z.object({
      min: number,
      median: number,
      mean: number,
      max: number,
      /** True: uneven by more than the time base can explain. */
      variable: z.nullable(z.boolean()),
      /** Share of distances that differ from the median by more than the time base explains. */
      unevenShare: number,
      /** Distances of more than 1.5 medians: pictures or sound that are missing. */
      gapCount: z.int(),
      gaps: z.array(z.object({ at: z.number(), seconds: z.number() })).check(z.maxLength(GAPS_MAX)),
      /** Packets that share their time with another one. */
      duplicates: z.int(),
    }),
  ),
  /** Times of decoding that go back, times before zero, and packets without any. */
  nonMonotonic: z.int(),
  negative: z.int(),
  untimed: z.int(),
  /** A clock that begins again, as where recordings were joined byte by byte. */
  setBack: z.boolean(),
  /** Packets that the demuxer marks as damaged. */
  corrupt: z.int(),
  /**
   * Of pictures alone. A group of pictures runs from one key frame to the next. The last one, which
   * the film's end cuts, counts where it is the longest or the only one.
   */
  groups: z.nullable(
    z.object({
      keyframes: z.int(),
      minSeconds: number,
      meanSeconds: number,
      maxSeconds: number,
      minFrames: number,
      meanFrames: number,
      maxFrames: number,
      /** Groups with pictures shown before their key frame: they lean on the group before. */
      open: z.int(),
      /** Bytes of key frames, as a share of all. */
      keyframeShare: number,
      /** The first packet is a key frame. */
      startsWithKeyframe: z.boolean(),
    }),
  ),
  /** Bits for each pixel of each frame; null without a picture. */
  bitsPerPixel: number,
});
export type StreamPackets = z.infer<typeof StreamPacketsSchema>;

export const PacketsSchema = z.object({
  streams: z.array(StreamPacketsSchema),
  /** From the first packet's time to the last one's end, of pictures and sound. */
  duration: number,
  /** Bytes of the file that are no packet: index, headers, padding; as a share of all. */
  overhead: number,
  /** The file ends in the middle of a packet. */
  truncated: z.boolean(),
});
export type Packets = z.infer<typeof PacketsSchema>;
