// Checks a finished file against its plan before anyone is told of it. What is wrong goes to the
// log; the client reads `internal`.

import type { Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { numberOf, type Probed, parseProbed } from "./ffprobe-json.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { readOwnBoxes } from "./own-file.ts";
import type { Work } from "./work.ts";

const TIMEOUT_MS = 120_000;

/** Throws JobFailure `internal`, with all that is wrong as its cause, unless the file is right. */
export async function verifyResult(path: string, plan: Plan, work: Work): Promise<void> {
  const { stdout } = await work.programs.ffprobe({
    args: [
      "-v",
      "error",
      ...ownFileOptions(),
      "-show_format",
      "-show_streams",
      "-of",
      "json",
      path,
    ],
    signal: work.signal,
    timeoutMs: TIMEOUT_MS,
  });
  const order = (await readOwnBoxes(path)).map((box) => box.type);
  const faults = faultsOf(parseProbed(stdout), order, plan);
  if (faults.length === 0) return;
  throw new JobFailure("internal", undefined, new Error(faults.join("; ")));
}

/** What of the plan the file does not keep, one sentence each. `order` names its top boxes. */
export function faultsOf(probed: Probed, order: readonly string[], plan: Plan): string[] {
  const { video, audio } = plan;
  const streams = probed.streams ?? [];
  const picture = streams[0];
  if (picture?.codec_type !== "video") return ["the first stream is no picture"];
  const frameSeconds = 1 / toNumber(video.frameRate);
  const duration = numberOf(picture.duration) ?? 0;
  const sounds = streams.filter((stream) => stream.codec_type === "audio");
  const checks: [boolean, string][] = [
    [picture.codec_name === "h264" && picture.profile === "High", "not H.264 High"],
    [picture.pix_fmt === "yuv420p", `pixels are ${picture.pix_fmt}`],
    [picture.width === video.width && picture.height === video.height, "another size"],
    [video.width % 2 === 0 && video.height % 2 === 0, "an odd size"],
    [numberOf(picture.nb_frames) === video.frames, `${picture.nb_frames} frames`],
    [Math.abs(duration - video.frames * frameSeconds) <= frameSeconds, `lasts ${duration} s`],
    [Math.abs(numberOf(picture.start_time) ?? 1) <= frameSeconds / 2, "does not start at 0"],
    [!picture.side_data_list?.some((entry) => entry.displaymatrix), "still turned by a matrix"],
    [sounds.length === audio.length, `${sounds.length} sound tracks`],
    [sounds.every((sound) => numberOf(sound.nb_frames) !== 0), "a sound track without packets"],
    [isFastStart(order), `boxes in the order ${order.join(" ")}`],
  ];
  return checks.filter(([right]) => !right).map(([, fault]) => fault);
}

/** The index lies before the bytes it points to. */
function isFastStart(order: readonly string[]): boolean {
  const [moov, mdat] = [order.indexOf("moov"), order.indexOf("mdat")];
  return moov >= 0 && mdat >= 0 && moov < mdat;
}
