// Which colour tags the result carries. Wrong or missing tags are why a picture looks washed out in
// one player and not in another, so they are always written, and a guess is told as one. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import type { ProbedStream } from "./ffprobe-json.ts";

type Colour = Plan["video"]["colour"];

const PRIMARIES = new Set(["bt709", "smpte170m", "bt470bg", "bt470m", "smpte240m", "bt2020"]);
const TRANSFERS = new Set([
  ...["bt709", "smpte170m", "gamma22", "gamma28", "smpte240m", "linear", "iec61966-2-1"],
  ...["iec61966-2-4", "bt2020-10", "bt2020-12"],
]);
/** What ffprobe calls two of them, whose names as options of ffmpeg are others. */
const TRANSFER_OPTIONS: Record<string, string> = { bt470m: "gamma22", bt470bg: "gamma28" };
const MATRICES = new Set(["bt709", "smpte170m", "bt470bg", "fcc", "smpte240m", "bt2020nc"]);
/** Standard definition's colour ends with PAL's lines; films cropped to less are HD by their width. */
const SD_HEIGHT_MAX = 576;
const HD_WIDTH_MIN = 1280;
const PAL_HEIGHTS = new Set([288, 576]);

/** Base layers of Dolby Vision by their compatibility id (Dolby Vision Streams, table 2). */
const BASE_LAYERS: Record<number, "HDR10" | "HLG"> = { 1: "HDR10", 4: "HLG", 6: "HDR10" };

/** How a source beyond standard range is turned into an ordinary picture; null if it is one. */
export function highDynamicRangeOf(stream: ProbedStream): "HDR10" | "HLG" | null {
  if (stream.color_transfer === "smpte2084") return "HDR10";
  if (stream.color_transfer === "arib-std-b67") return "HLG";
  if (transferOf(stream)) return null;
  // Nothing is declared but the configuration of Dolby Vision, which says what lies below it.
  const base = stream.side_data_list?.find((entry) => entry.dv_profile !== undefined);
  return BASE_LAYERS[base?.dv_bl_signal_compatibility_id ?? 0] ?? null;
}

/** The declared transfer as an option of ffmpeg; undefined where none, or none of sense, is. */
export function transferOf({ color_transfer = "" }: ProbedStream): string | undefined {
  const name = TRANSFER_OPTIONS[color_transfer] ?? color_transfer;
  return TRANSFERS.has(name) ? name : undefined;
}

/**
 * The result's colour tags: the source's where they are known and mean something to H.264 players,
 * else those that pictures of its size usually have. A tone-mapped result is BT.709.
 */
export function colourOf(stream: ProbedStream): Colour {
  const sourceRange = isFullRange(stream) ? "pc" : "tv";
  if (highDynamicRangeOf(stream)) {
    return { primaries: "bt709", transfer: "bt709", matrix: "bt709", sourceRange, guessed: false };
  }
  const { width = 0, height = 0 } = stream;
  const isHd = width >= HD_WIDTH_MIN || height > SD_HEIGHT_MAX;
  const usual = isHd ? "bt709" : PAL_HEIGHTS.has(height) ? "bt470bg" : "smpte170m";
  // One declared tag tells the family of the others: a PAL matrix does not go with NTSC primaries.
  const matrix = MATRICES.has(stream.color_space ?? "") ? stream.color_space : undefined;
  const primaries = PRIMARIES.has(stream.color_primaries ?? "")
    ? stream.color_primaries
    : undefined;
  const transfer = transferOf(stream);
  const family = primaries ?? (matrix === "bt2020nc" ? "bt2020" : (matrix ?? usual));
  return {
    primaries: primaries ?? (PRIMARIES.has(family) ? family : usual),
    transfer: transfer ?? (family === "bt709" || family === "bt2020" ? "bt709" : "smpte170m"),
    matrix: matrix ?? (family === "bt2020" ? "bt2020nc" : MATRICES.has(family) ? family : usual),
    sourceRange,
    guessed: !matrix || !primaries || !transfer,
  };
}

function isFullRange(stream: ProbedStream): boolean {
  return stream.color_range === "pc" || (stream.pix_fmt ?? "").startsWith("yuvj");
}
