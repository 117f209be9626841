// Whether a rendition beyond standard range is made, and what it has to carry.

import type { HdrPlan, Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import type { Settings } from "../protocol/settings.ts";
import { highDynamicRangeOf } from "./colour.ts";
import { dolbyVisionProfile } from "./facts/probed-stream.ts";
import { missingFor, needs } from "./features.ts";
import { type ProbedStream, parseProbed, type SideData } from "./ffprobe-json.ts";
import { contentLightOf, masteringDisplayOf } from "./hdr-metadata.ts";
import { listingOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import type { Work } from "./work.ts";

/** One frame is decoded. */
const TIMEOUT_MS = 30_000;
/** x265's smallest picture (source/encoder/api.cpp: one coding unit of 16). */
const SIDE_MIN = 16;

export type HdrChoice = {
  hdr: HdrPlan | null;
  /** True where the source's mastering data makes no sense: tone mapping may not believe it. */
  absurd: boolean;
  notes: string[];
};

/** What becomes of a source beyond standard range; its first frame is looked at. */
export async function planHdr(
  picture: ProbedStream,
  video: Plan["video"],
  settings: Settings,
  source: Source,
  work: Work,
): Promise<HdrChoice> {
  const isHigh = highDynamicRangeOf(picture) !== null;
  const inFrame = isHigh ? await sideDataOfFirstFrame(picture, source, work) : [];
  const choice = hdrChoiceOf(picture, inFrame, video, settings);
  const missing = missingFor("HDR rendition", work.features);
  if (choice.hdr === null || missing.length === 0) return choice;
  const note = `There is no HDR version: it ${needs(missing)}.`;
  return { ...choice, hdr: null, notes: [...choice.notes, note] };
}

/** The same from what is known. Pure. */
export function hdrChoiceOf(
  picture: ProbedStream,
  inFrame: readonly SideData[],
  video: Pick<Plan["video"], "width" | "height">,
  settings: Settings,
): HdrChoice {
  const range = highDynamicRangeOf(picture);
  const dolby = dolbyVisionProfile(picture) !== null;
  const notes = dolby
    ? [`Dolby Vision's own data is not kept: made from its base layer (${range ?? "SDR"}).`]
    : [];
  if (range === null) return { hdr: null, absurd: false, notes };
  const data = [...(picture.side_data_list ?? []), ...inFrame];
  const display = data.find((entry) => entry.max_luminance !== undefined);
  const light = data.find((entry) => entry.max_content !== undefined);
  const masteringDisplay = display ? masteringDisplayOf(display) : null;
  const contentLight = light ? contentLightOf(light) : null;
  const absurdDisplay = display !== undefined && masteringDisplay === null;
  // Zero stands for unknown.
  const absurdLight = light !== undefined && contentLight === null && light.max_content !== 0;
  if (data.some((entry) => /2094-40|HDR10\+/.test(entry.side_data_type ?? ""))) {
    notes.push("HDR10+ data, which changes from scene to scene, is not kept.");
  }
  if (absurdDisplay) notes.push("The mastering display's data made no sense.");
  if (absurdLight) notes.push("The content's light levels made no sense.");
  const absurd = absurdDisplay || absurdLight;
  if (settings.hdr === "tonemap") return { hdr: null, absurd, notes };
  if (Math.min(video.width, video.height) < SIDE_MIN) {
    notes.push("There is no HDR version: the picture is too small for it.");
    return { hdr: null, absurd, notes };
  }
  const transfer = range === "HLG" ? "arib-std-b67" : "smpte2084";
  return { hdr: { transfer, masteringDisplay, contentLight }, absurd, notes };
}

/** What HEVC and AV1 carry in their own bits and not in the container is known with a frame. */
export async function sideDataOfFirstFrame(
  picture: ProbedStream,
  source: Source,
  work: Work,
): Promise<SideData[]> {
  try {
    const { stdout } = await work.programs.ffprobe({
      args: [
        // ffprobe opens the decoders of all streams, subtitles and covers too.
        ...["-v", "error", ...listingOptions(source), "-threads", "1"],
        ...["-select_streams", String(picture.index), "-read_intervals", "%+#1"],
        ...["-show_frames", "-show_entries", "frame=side_data_list", "-of", "json"],
        ...["-i", source.url],
      ],
      signal: work.signal,
      timeoutMs: TIMEOUT_MS,
    });
    return parseProbed(stdout).frames?.[0]?.side_data_list ?? [];
  } catch (error) {
    // A film whose first packet is damaged is not refused for that.
    if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
    work.log(`no first frame: ${error.code}`);
    return [];
  }
}
