// ffmpeg and ffprobe as the tests use them, to make clips and to look at results from outside: bare,
// with none of the product's arguments.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";

/** End of stderr that an error shows. */
const TAIL_CHARS = 2_000;

const FFMPEG = process.env.FFMPEG_PATH ?? "ffmpeg";
const FFPROBE = process.env.FFPROBE_PATH ?? "ffprobe";

export type Output = { stdout: Buffer; stderr: string };

/** Runs ffmpeg. Throws with the end of what it said if it fails. */
export function ffmpeg(args: readonly string[]): Promise<Output> {
  return run(FFMPEG, ["-hide_banner", "-nostdin", "-y", ...args]);
}

/** Lines that ffmpeg counts as errors when it decodes all streams of the file. */
export async function decodingErrors(path: string): Promise<string[]> {
  const { stderr } = await ffmpeg(["-v", "error", "-i", path, "-map", "0", "-f", "null", "-"]);
  return stderr.split("\n").filter((line) => line.trim() !== "");
}

const words = z.optional(z.string());
const StreamSchema = z.object({
  index: z.int(),
  codec_type: words,
  codec_name: words,
  profile: words,
  pix_fmt: words,
  width: z.optional(z.number()),
  height: z.optional(z.number()),
  sample_aspect_ratio: words,
  avg_frame_rate: words,
  side_data_list: z.optional(z.array(z.looseObject({ side_data_type: words }))),
});
export type ProbedStream = z.infer<typeof StreamSchema>;

/** The streams of a file, by kind. */
export async function probe(path: string): Promise<{ video: ProbedStream; audio: ProbedStream[] }> {
  const { stdout } = await run(FFPROBE, ["-v", "error", "-show_streams", "-of", "json", path]);
  const { streams } = z.parse(
    z.object({ streams: z.array(StreamSchema) }),
    JSON.parse(`${stdout}`),
  );
  const video = streams.find((stream) => stream.codec_type === "video");
  if (!video) throw new Error(`${path} has no picture`);
  return { video, audio: streams.filter((stream) => stream.codec_type === "audio") };
}

/** A stream's packets that are shown: how many, how large, and the time they span in seconds. */
export type Span = {
  packets: number;
  bytes: number;
  start: number;
  end: number;
  duration: number;
  /** Frame rate as declared, frames per second. */
  rate: number;
};

const PacketSchema = z.object({
  pts_time: words,
  duration_time: words,
  size: z.string(),
  flags: words,
});

/** `stream` as ffprobe selects one: `v:0`, `a:1`. */
export async function spanOf(path: string, stream: string): Promise<Span> {
  const entries = "packet=pts_time,duration_time,size,flags:stream=avg_frame_rate";
  const selection = ["-select_streams", stream, "-show_entries", entries];
  const { stdout } = await run(FFPROBE, ["-v", "error", ...selection, "-of", "json", path]);
  const schema = z.object({
    packets: z.array(PacketSchema),
    streams: z.array(z.object({ avg_frame_rate: words })),
  });
  const probed = z.parse(schema, JSON.parse(`${stdout}`));
  const rate = fraction(probed.streams[0]?.avg_frame_rate ?? "0/1");
  // Packets that an edit list leaves out are decoded and not shown.
  const shown = probed.packets.filter((packet) => !packet.flags?.includes("D"));
  let [start, end, bytes] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const { pts_time, duration_time, size } of shown) {
    const time = Number(pts_time);
    const length = duration_time === undefined ? (rate > 0 ? 1 / rate : 0) : Number(duration_time);
    start = Math.min(start, time);
    end = Math.max(end, time + length);
    bytes += Number(size);
  }
  return { packets: shown.length, bytes, start, end, duration: end - start, rate };
}

/** The SSIM of each pair of frames, compared by their place and not by their time. */
export async function ssimByFrame(path: string, reference: string): Promise<number[]> {
  const placed = "settb=1/1000,setpts=N";
  const graph = `[0:v:0]${placed}[a];[1:v:0]${placed}[b];[a][b]ssim=stats_file=-`;
  const inputs = ["-i", path, "-i", reference];
  const { stdout } = await ffmpeg(["-v", "error", ...inputs, "-lavfi", graph, "-f", "null", "-"]);
  return [...stdout.toString().matchAll(/All:([\d.]+)/g)].map(([, all]) => Number(all));
}

/** Time in seconds and mean luma, 0…255, of each frame. */
export async function lumaByFrame(path: string): Promise<{ time: number; luma: number }[]> {
  const filter = "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-";
  const input = ["-i", path, "-map", "0:v:0"];
  const { stdout } = await ffmpeg(["-v", "error", ...input, "-vf", filter, "-f", "null", "-"]);
  const lines = stdout.toString().matchAll(/pts_time:(\S+)\s+lavfi\.signalstats\.YAVG=(\S+)/g);
  return [...lines].map(([, time, luma]) => ({ time: Number(time), luma: Number(luma) }));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `30000/1001` as a number; 0 for ffprobe's `0/0`. */
export function fraction(value: string): number {
  const [num = 0, den = 1] = value.split(/[/:]/).map(Number);
  return den === 0 ? 0 : num / den;
}

async function run(program: string, args: readonly string[]): Promise<Output> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const [stderr, how] = await Promise.all([text(child.stderr), ended]);
  if (how !== "code 0") {
    throw new Error(`${program} ${args.join(" ")}: ${how}\n${stderr.slice(-TAIL_CHARS)}`);
  }
  return { stdout: Buffer.concat(pieces), stderr };
}
