import { describe, expect, it } from "vitest";
import { formatRational } from "../protocol/rational.ts";
import { isFieldCoded, sourceRate } from "./choose-rate.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { type PacketStatistics, packetClock } from "./packets/packet-clock.ts";

/** Packets at these times. */
function packets(times: number[], tick: number): PacketStatistics {
  const clock = packetClock(tick);
  for (const pts of times)
    clock.add({ pts, dts: pts, duration: null, bytes: 1, position: 0, key: true });
  return clock.finish();
}
const every = (seconds: number, n = 120, tick = 1 / 90_000) =>
  packets(
    Array.from({ length: n }, (_, at) => Math.round((at * seconds) / tick) * tick),
    tick,
  );
const stream = (common: string, average: string, field = "progressive"): ProbedStream => ({
  index: 0,
  r_frame_rate: common,
  avg_frame_rate: average,
  field_order: field,
});
const chosen = (from: ProbedStream, read: PacketStatistics) =>
  formatRational(sourceRate(from, read));

describe("frame rate", () => {
  it.each([
    ["exact NTSC", "30000/1001", "30000/1001", 1001 / 30000, "30000/1001"],
    ["whole", "24/1", "24/1", 1 / 24, "24/1"],
    ["odd but exact", "90000/3001", "90000/3001", 3001 / 90000, "90000/3001"],
    ["decimal", "2997/100", "2997/100", 100 / 2997, "2997/100"],
    ["30 of a phone that counts in 600ths", "30000/1001", "72000/2401", 1 / 30, "30/1"],
    ["240 halved to what players take", "240/1", "240/1", 1 / 240, "120/1"],
    ["a webcam's 20", "20/1", "20/1", 1 / 20, "20/1"],
    ["none declared", "0/0", "0/0", 1 / 25, "25/1"],
  ])("keeps a constant rate: %s", (_, common, average, distance, rate) => {
    expect(chosen(stream(common, average), every(distance))).toBe(rate);
  });

  it("takes the declared rate of a variable film whose pictures mostly keep it", () => {
    const times = Array.from({ length: 100 }, (_, at) => at / 30).filter((_, at) => at % 10 !== 7);
    expect(chosen(stream("30/1", "2700/101"), packets(times, 1 / 90_000))).toBe("30/1");
  });

  it("takes the lowest standard rate that a variable film's pictures keep up with", () => {
    const jitter = [0.031, 0.036, 0.034, 0.045, 0.034, 0.029];
    let at = 0;
    const times = Array.from({ length: 90 }, (_, n) => (at += jitter[n % 6] ?? 0));
    expect(chosen(stream("1000/1", "2872/100"), packets(times, 1 / 90_000))).toBe("30000/1001");
    const fast = Array.from({ length: 90 }, (_, n) => n * 0.004 + (n % 3) * 0.001);
    expect(chosen(stream("1000/1", "250/1"), packets(fast, 1e-6))).toBe("60/1");
  });

  it("gives film on a disc its own rate, though it is shown in twos and threes of fields", () => {
    const field = 1001 / 60000;
    const times = Array.from({ length: 96 }, (_, at) => Math.floor(at * 2.5) * field);
    expect(chosen(stream("60000/1001", "24000/1001"), packets(times, 1 / 90_000))).toBe(
      "24000/1001",
    );
    // As uneven, but of another rate on average.
    const other = Array.from({ length: 96 }, (_, at) => Math.floor(at * 2.3) * field);
    expect(chosen(stream("60000/1001", "26/1"), packets(other, 1 / 90_000))).not.toBe("24000/1001");
  });

  it("counts two fields as one picture", () => {
    const camera = stream("50/1", "25/1", "tt");
    expect(isFieldCoded(camera, every(0.02))).toBe(true);
    expect(chosen(camera, every(0.02))).toBe("25/1");
    expect(isFieldCoded(stream("50/1", "50/1", "tt"), every(0.02))).toBe(false);
  });
});
