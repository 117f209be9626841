import { describe, expect, it } from "vitest";
import { formatRational } from "../protocol/rational.ts";
import type { Settings } from "../protocol/settings.ts";
import type { Features } from "./features.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import type { Scan } from "./interlacing.ts";
import { type PacketStatistics, packetClock } from "./packets/packet-clock.ts";
import { doableScan, notesOnVideo, planVideo } from "./plan-video.ts";

const stream = (fields: Partial<ProbedStream> = {}): ProbedStream => ({
  index: 0,
  codec_name: "h264",
  width: 720,
  height: 480,
  pix_fmt: "yuv420p",
  r_frame_rate: "30000/1001",
  avg_frame_rate: "30000/1001",
  field_order: "progressive",
  ...fields,
});
/** `n` pictures, `distance` seconds apart, from `first` on. */
const packets = (n: number, distance: number, first = 0): PacketStatistics => {
  const clock = packetClock(1 / 90_000);
  for (let at = 0; at < n; at++) {
    const pts = first + at * distance;
    clock.add({ pts, dts: pts, duration: distance, bytes: 1, position: 0, key: true });
  }
  return clock.finish();
};
const WHOLE: Scan = { kind: "progressive" };
const NTSC = packets(300, 1001 / 30000);
const MANUAL: Settings = { mode: "manual" };

describe("the plan of the picture", () => {
  it("gives a film made fit for television its own pictures back", () => {
    const plan = planVideo(stream(), NTSC, { kind: "telecine", fieldOrder: "tff" }, MANUAL);
    expect(plan).toMatchObject({ deinterlace: "telecine", fieldOrder: "tff", frames: 240 });
    expect(formatRational(plan.frameRate)).toBe("24000/1001");
    expect(formatRational(plan.sourceRate)).toBe("24000/1001");
  });

  it("leaves whole pictures alone, whatever their flags say", () => {
    const plan = planVideo(stream({ field_order: "tt" }), NTSC, WHOLE, MANUAL);
    expect(plan).not.toHaveProperty("deinterlace");
    expect(notesOnVideo(stream({ field_order: "tt" }), NTSC, plan)).toEqual([
      "The file says it is interlaced, but its pictures are whole: they are left as they are.",
    ]);
    expect(notesOnVideo(stream(), NTSC, plan)).toEqual([]);
  });

  it("says what it found of fields against the flags", () => {
    const plan = planVideo(stream(), NTSC, { kind: "frames", fieldOrder: "bff" }, MANUAL);
    expect(notesOnVideo(stream(), NTSC, plan)).toEqual([
      "Interlaced, lower field first, although the file says otherwise: made progressive.",
    ]);
  });

  it("lays what is transparent upon black or the colour that is asked for", () => {
    const webm = stream({ codec_name: "vp9", tags: { alpha_mode: "1" } });
    expect(planVideo(webm, NTSC, WHOLE, MANUAL).matte).toBe("#000000");
    const prores = stream({ codec_name: "prores", pix_fmt: "yuva444p12le" });
    const green = planVideo(prores, NTSC, WHOLE, { ...MANUAL, matte: "#00ff00" });
    expect(green).toMatchObject({ matte: "#00ff00", bitDepth: 12 });
    expect(planVideo(stream(), NTSC, WHOLE, { ...MANUAL, matte: "#00ff00" })).not.toHaveProperty(
      "matte",
    );
  });

  it("knows a picture whose pixels are made square, and bits by their name alone", () => {
    const dvd = stream({ sample_aspect_ratio: "8:9", pix_fmt: "yuv420p9le" });
    expect(planVideo(dvd, NTSC, WHOLE, MANUAL)).toMatchObject({ scaled: true, bitDepth: 9 });
    const square = planVideo(stream({ pix_fmt: "p010le" }), NTSC, WHOLE, MANUAL);
    expect(square).not.toHaveProperty("scaled");
    expect(square.bitDepth).toBe(10);
  });

  it("begins where the picture begins, and lasts as long at any rate", () => {
    const late = packets(100, 0.04, 3.5);
    const pal = stream({ r_frame_rate: "25/1", avg_frame_rate: "25/1" });
    expect(planVideo(pal, late, WHOLE, MANUAL)).toMatchObject({ startTime: 3.5, frames: 100 });
    expect(planVideo(pal, late, WHOLE, { ...MANUAL, fps: "30000/1001" }).frames).toBe(120);
    expect(planVideo(pal, packets(1, 0.04), WHOLE, { ...MANUAL, fps: 1 }).frames).toBe(1);
  });

  it("refuses what is past a limit, and nothing without a time", () => {
    const plan = (read: PacketStatistics) => () => planVideo(stream(), read, WHOLE, MANUAL);
    expect(plan(packets(3, 7201))).toThrow("too_long");
    expect(plan(packets(300, 1 / 480))).toThrow("more than 240 pictures a second");
    expect(plan(packets(0, 1))).toThrow("corrupt");
  });
});

describe("a scan that this ffmpeg cannot undo", () => {
  const features = (...filters: string[]): Features => ({
    filters: new Set(filters),
    encoders: new Set(),
    decoders: new Set(),
  });
  const telecine: Scan = { kind: "telecine", fieldOrder: "tff" };

  const FIELDS = ["bwdif", "estdif", "idet", "setfield", "separatefields"];

  it("is undone as far as it can be, and a note says so", () => {
    const all = features(...FIELDS, "fieldmatch", "decimate");
    expect(doableScan(telecine, all)).toEqual({ scan: telecine, notes: [] });
    const some = doableScan(telecine, features(...FIELDS));
    expect(some.scan).toEqual({ kind: "frames", fieldOrder: "tff" });
    expect(some.notes).toHaveLength(1);
    const none = doableScan(telecine, features());
    expect(none.scan).toEqual(WHOLE);
    expect(none.notes[0]).toMatch(/left as they are: deinterlacing needs bwdif/);
  });
});
