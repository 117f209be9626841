// Checks a finished file against its plan before anyone is told of it. What is wrong goes to the
// log; the client reads `internal`, or which size could not be kept.

import { stat } from "node:fs/promises";
import type { HdrPlan, Plan, RenditionKind } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { avcLevelFor } from "./avc-level.ts";
import { transferOf } from "./colour.ts";
import { HDR_MATRIX, HDR_PRIMARIES } from "./encoder-arguments.ts";
import { numberOf, type Probed, type ProbedStream, parseProbed } from "./ffprobe-json.ts";
import { contentLightOf, masteringDisplayOf } from "./hdr-metadata.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { readOwnBoxes } from "./own-file.ts";
import type { Work } from "./work.ts";

/** All packets of the largest file are read. */
const TIMEOUT_MS = 600_000;
/** How far sound may lie from where it belongs (ITU-R BT.1359 notices 45 ms). */
const SYNC_SECONDS = 0.04;
/** Chapters are written in milliseconds. */
const CHAPTER_SECONDS = 0.002;

/** What a sound track's own file holds: it is on the picture's clock. Seconds. */
export type JoinedSound = { packets: number; start: number; end: number };

export type Promised = {
  plan: Plan;
  rendition: RenditionKind;
  sounds: readonly JoinedSound[];
  /** Tracks of subtitles that were joined. */
  subtitles: number;
};

/** Throws JobFailure, with all that is wrong as its cause, unless the file is right. */
export async function verifyResult(path: string, promised: Promised, work: Work): Promise<void> {
  const { plan, rendition } = promised;
  const search = plan.quality.search;
  if (search?.asked === "maxBytes" && (await stat(path)).size > search.target) {
    throw new JobFailure(
      "invalid_settings",
      "quality.maxBytes is too small for this film: ask for more bytes.",
    );
  }
  const probed = await asked("-count_packets", "-show_format", "-show_streams", "-show_chapters");
  const order = (await readOwnBoxes(path)).map((box) => box.type);
  const faults = faultsOf(probed, order, promised);
  if (rendition === "hdr" && plan.hdr) {
    // HEVC carries its mastering data in its own bits.
    const first = ["-select_streams", "v:0", "-read_intervals", "%+#1"];
    const frames = await asked(...first, "-show_frames", "-show_entries", "frame=side_data_list");
    faults.push(...faultsOfMastering(frames, plan.hdr));
  }
  if (faults.length === 0) return;
  throw new JobFailure("internal", undefined, new Error(faults.join("; ")));

  async function asked(...what: string[]): Promise<Probed> {
    const { stdout } = await work.programs.ffprobe({
      args: ["-v", "error", ...ownFileOptions(), ...what, "-of", "json", path],
      signal: work.signal,
      timeoutMs: TIMEOUT_MS,
    });
    return parseProbed(stdout);
  }
}

/** What of the plan the file does not keep, one sentence each. `order` names its top boxes. */
export function faultsOf(probed: Probed, order: readonly string[], promised: Promised): string[] {
  const { plan, rendition } = promised;
  const { video } = plan;
  const streams = probed.streams ?? [];
  const picture = streams[0];
  if (picture?.codec_type !== "video") return ["the first stream is no picture"];
  const frameSeconds = 1 / toNumber(video.frameRate);
  const duration = numberOf(picture.duration) ?? 0;
  const count = (kind: string) => streams.filter((stream) => stream.codec_type === kind).length;
  const checks: [boolean, string][] = [
    [count("video") === 1, `${count("video")} pictures`],
    [picture.width === video.width && picture.height === video.height, "another size"],
    [video.width % 2 === 0 && video.height % 2 === 0, "an odd size"],
    [numberOf(picture.nb_read_packets) === video.frames, `${picture.nb_read_packets} frames`],
    [Math.abs(duration - video.frames * frameSeconds) <= frameSeconds, `lasts ${duration} s`],
    [Math.abs(numberOf(picture.start_time) ?? 1) <= frameSeconds / 2, "does not start at 0"],
    [!picture.side_data_list?.some((entry) => entry.displaymatrix), "still turned by a matrix"],
    [count("subtitle") === promised.subtitles, `${count("subtitle")} tracks of subtitles`],
    [isFastStart(order), `boxes in the order ${order.join(" ")}`],
    [showsNoPlace(probed, plan), "tells a place"],
  ];
  return [
    ...checks.filter(([right]) => !right).map(([, fault]) => fault),
    ...(rendition === "hdr" ? hevcFaults(picture, plan) : avcFaults(picture, plan)),
    ...chapterFaults(probed, plan),
    ...soundFaults(streams, promised),
  ];
}

function avcFaults(picture: ProbedStream, { video, quality }: Plan): string[] {
  const { primaries, transfer, matrix } = video.colour;
  const lowest = avcLevelFor(video.width, video.height, toNumber(video.frameRate));
  const { level = 0 } = picture;
  return [
    ...(picture.codec_name === "h264" && picture.profile === "High" ? [] : ["not H.264 High"]),
    ...(picture.pix_fmt === "yuv420p" ? [] : [`pixels are ${picture.pix_fmt}`]),
    // A ceiling of the bit rate may ask for a level that allows as much.
    ...(level >= lowest.level && (level <= lowest.next || quality.maxBitrate !== null)
      ? []
      : [`level ${level} where ${lowest.level} is enough`]),
    ...colourFaults(picture, primaries, transfer, matrix),
  ];
}

function hevcFaults(picture: ProbedStream, { hdr }: Plan): string[] {
  return [
    ...(picture.codec_name === "hevc" && picture.profile === "Main 10" ? [] : ["not HEVC Main 10"]),
    ...(picture.codec_tag_string === "hvc1" ? [] : [`tagged ${picture.codec_tag_string}`]),
    ...(picture.pix_fmt === "yuv420p10le" ? [] : [`pixels are ${picture.pix_fmt}`]),
    ...colourFaults(picture, HDR_PRIMARIES, hdr?.transfer ?? "", HDR_MATRIX),
  ];
}

function colourFaults(
  picture: ProbedStream,
  primaries: string,
  transfer: string,
  matrix: string,
): string[] {
  const found = [
    picture.color_primaries,
    transferOf(picture) ?? picture.color_transfer,
    picture.color_space,
    picture.color_range,
  ].join(" ");
  const planned = [primaries, transfer, matrix, "tv"].join(" ");
  return found === planned ? [] : [`colour is ${found}, not ${planned}`];
}

/** What the first frame does not carry of the plan. */
export function faultsOfMastering(probed: Probed, hdr: HdrPlan): string[] {
  const data = probed.frames?.[0]?.side_data_list ?? [];
  const display = data.map(masteringDisplayOf).find((value) => value !== null) ?? null;
  const light = data.map(contentLightOf).find((value) => value !== null) ?? null;
  return [
    ...(display === hdr.masteringDisplay ? [] : [`mastering display ${display}`]),
    ...(light === hdr.contentLight ? [] : [`content light ${light}`]),
  ];
}

/** All chapters, each where it was planned and by its name. */
export function chapterFaults({ chapters = [] }: Probed, plan: Plan): string[] {
  if (chapters.length !== plan.chapters.length) return [`${chapters.length} chapters`];
  return plan.chapters.flatMap(({ start, title }, at) => {
    const found = chapters[at];
    const [begins, named] = [numberOf(found?.start_time), found?.tags?.title ?? null];
    return [
      ...(begins !== null && Math.abs(begins - start) <= CHAPTER_SECONDS
        ? []
        : [`chapter ${at} starts at ${begins}`]),
      ...(named === title ? [] : [`chapter ${at} has another title`]),
    ];
  });
}

/** Each track whole, and where its own file had it. */
function soundFaults(streams: readonly ProbedStream[], { plan, sounds }: Promised): string[] {
  const found = streams.filter((stream) => stream.codec_type === "audio");
  if (found.length !== plan.audio.length || found.length !== sounds.length) {
    return [`${found.length} sound tracks`];
  }
  return found.flatMap((stream, at) => {
    const made = sounds[at];
    const start = numberOf(stream.start_time) ?? 0;
    const end = start + (numberOf(stream.duration) ?? 0);
    if (!made || made.packets === 0) return [`sound ${at} without packets`];
    return [
      ...(numberOf(stream.nb_read_packets) === made.packets ? [] : [`sound ${at} lost packets`]),
      ...(Math.abs(start - made.start) <= SYNC_SECONDS ? [] : [`sound ${at} starts at ${start}`]),
      ...(Math.abs(end - made.end) <= SYNC_SECONDS ? [] : [`sound ${at} ends at ${end}`]),
    ];
  });
}

/** The index lies before the bytes it points to. */
function isFastStart(order: readonly string[]): boolean {
  const [moov, mdat] = [order.indexOf("moov"), order.indexOf("mdat")];
  return moov >= 0 && mdat >= 0 && moov < mdat;
}

function showsNoPlace({ format, streams = [] }: Probed, { tags }: Plan): boolean {
  if (tags.location !== undefined) return true;
  const names = [format?.tags, ...streams.map((stream) => stream.tags)].flatMap((all) =>
    Object.keys(all ?? {}),
  );
  return !names.some((name) => /location|gps|xyz/i.test(name));
}
