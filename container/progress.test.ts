import { describe, expect, it } from "vitest";
import { progressReader } from "./progress.ts";

const BLOCK = (frame: number, us: string, state = "continue") => [
  `frame=${frame}`,
  "fps=31.02",
  "stream_0_0_q=23.0",
  "bitrate= 811.9kbits/s",
  "total_size=524336",
  `out_time_us=${us}`,
  `out_time_ms=${us}`,
  "out_time=00:00:01.566667",
  "dup_frames=0",
  "drop_frames=0",
  "speed=0.97x",
  `progress=${state}`,
];

const feed = (read: ReturnType<typeof progressReader>, lines: string[]) =>
  lines.map((line) => read(line).fraction).filter((fraction) => fraction !== null);

describe("progress", () => {
  it("counts frames of the whole", () => {
    expect(feed(progressReader({ frames: 150 }), BLOCK(60, "2002000"))).toEqual([0.4]);
  });

  it("counts microseconds where there are no frames", () => {
    const lines = BLOCK(0, "2500000").slice(1);
    expect(feed(progressReader({ seconds: 5 }), lines)).toEqual([0.5]);
  });

  it("never goes back and never passes 1", () => {
    const read = progressReader({ frames: 100 });
    const lines = [BLOCK(50, "1"), BLOCK(40, "1"), BLOCK(180, "1"), BLOCK(190, "1", "end")].flat();
    expect(feed(read, lines)).toEqual([0.5, 1]);
  });

  it("keeps still where the time is not known yet", () => {
    expect(feed(progressReader({ seconds: 5 }), BLOCK(0, "N/A"))).toEqual([]);
    expect(feed(progressReader({ seconds: 5 }), BLOCK(0, "-9223372036854775807"))).toEqual([]);
  });

  it("tells lines of the log from its own", () => {
    const read = progressReader({ frames: 1 });
    expect(read("[h264 @ 0x5581] [error] top block unavailable").known).toBe(false);
    expect(read("[error] frame=1").known).toBe(false);
    expect(read("drop_frames=0").known).toBe(true);
  });
});
