// Old builds of x264 wrote 4:4:4 pictures in a way of their own. ffmpeg's decoder knows which build
// it has before it only from a note in the film's first packet, which a seek does not pass: without
// being told, it decodes the rest of the film to green garbage (libavcodec/h264_slice.c,
// x264_build).

import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { readRange } from "./objects.ts";

/** The note stands at the very start of the packet, behind parameter sets of some hundred bytes. */
const NOTE_BYTES = 8_192;

/** The build that made the picture, or undefined where decoding does not depend on it. */
export async function x264BuildOf(
  source: Source,
  picture: ProbedStream,
  position: number | null,
  signal: AbortSignal,
): Promise<number | undefined> {
  const full = /^(yuvj?444|gbr)/.test(picture.pix_fmt ?? "");
  if (picture.codec_name !== "h264" || !full || position === null) return undefined;
  return buildIn(await readRange(source.url, position, NOTE_BYTES, signal));
}

/** The build that a packet's bytes name. */
export function buildIn(bytes: Uint8Array): number | undefined {
  const build = /x264 - core (\d{1,4})/.exec(Buffer.from(bytes).toString("latin1"))?.[1];
  return build === undefined ? undefined : Number(build);
}

/** ffmpeg's own decoders of these codecs leave transparency out. */
const ALPHA_DECODERS: Record<string, string> = { vp8: "libvpx", vp9: "libvpx-vp9" };

/** Options before `-i` that tell the decoder, and which one it is. */
export function decoderOptions(
  video: Pick<Plan["video"], "x264Build" | "matte" | "codec" | "streamIndex">,
): string[] {
  const { x264Build, matte, codec, streamIndex } = video;
  const decoder = matte === undefined ? undefined : ALPHA_DECODERS[codec];
  return [
    ...(decoder === undefined ? [] : [`-c:${streamIndex}`, decoder]),
    ...x264BuildOptions(x264Build),
  ];
}

/** The option that names the build, where there is one to name. */
export function x264BuildOptions(build: number | undefined): string[] {
  return build === undefined ? [] : ["-x264_build", String(build)];
}
