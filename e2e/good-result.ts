// What must hold of every enhanced.mp4, whatever was uploaded: it decodes without a complaint, plays
// everywhere, and has the length, the shape and the sound of its source.

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { decodingErrors, fraction, type ProbedStream, probe, spanOf } from "./ffmpeg.ts";

/** How far the sound's length may be from the source's: two AAC frames and a packet cut by an edit. */
const SOUND_SECONDS = 0.1;

/** Fails the test unless the file at `result` is a good enhancement of the one at `source`. */
export async function expectGoodResult(source: string, result: string): Promise<void> {
  expect(await decodingErrors(result)).toEqual([]);
  const [before, after] = [await probe(source), await probe(result)];

  const { codec_name, profile, pix_fmt, side_data_list = [] } = after.video;
  expect({ codec_name, profile, pix_fmt }).toEqual({
    codec_name: "h264",
    profile: "High",
    pix_fmt: "yuv420p",
  });
  expect(side_data_list.map((entry) => entry.side_data_type)).not.toContain("Display Matrix");
  expect(after.video.sample_aspect_ratio ?? "1:1").toBe("1:1");
  expectSize(before.video, after.video);

  const [old, made] = [await spanOf(source, "v:0"), await spanOf(result, "v:0")];
  const frame = 1 / Math.min(old.rate, made.rate);
  expect(Math.abs(made.duration - old.duration)).toBeLessThanOrEqual(frame + 0.001);
  expect(Math.abs(made.start)).toBeLessThanOrEqual(frame + 0.001);

  expect(after.audio.map((stream) => stream.codec_name)).toEqual(before.audio.map(() => "aac"));
  for (const index of before.audio.keys()) {
    const [sound, copy] = [await spanOf(source, `a:${index}`), await spanOf(result, `a:${index}`)];
    expect(Math.abs(copy.duration - sound.duration)).toBeLessThanOrEqual(SOUND_SECONDS);
  }

  const boxes = topLevelBoxes(readFileSync(result));
  expect(boxes.indexOf("moov")).toBeGreaterThan(-1);
  expect(boxes.indexOf("moov")).toBeLessThan(boxes.indexOf("mdat"));
}

/** Even sides, and the picture as large as a player shows the source, upright. */
function expectSize(source: ProbedStream, result: ProbedStream): void {
  const [width = 0, height = 0] = [result.width, result.height];
  expect([width % 2, height % 2]).toEqual([0, 0]);
  const pixel = fraction(source.sample_aspect_ratio ?? "1:1") || 1;
  const shown = [(source.width ?? 0) * pixel, source.height ?? 0];
  const [shownWidth = 0, shownHeight = 0] = isTurned(source) ? shown.toReversed() : shown;
  expect(Math.abs(width - shownWidth)).toBeLessThanOrEqual(2);
  expect(Math.abs(height - shownHeight)).toBeLessThanOrEqual(2);
}

function isTurned(stream: ProbedStream): boolean {
  const angles = (stream.side_data_list ?? []).map((entry) => Number(entry.rotation ?? 0));
  return angles.some((angle) => Math.abs(angle) % 180 === 90);
}

/** The types of an MP4's outermost boxes, in order (ISO/IEC 14496-12 §4.2). */
export function topLevelBoxes(bytes: Buffer): string[] {
  const types: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    types.push(bytes.toString("latin1", at + 4, at + 8));
    const short = bytes.readUInt32BE(at);
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    at += size >= 8 ? size : bytes.length;
  }
  return types;
}
