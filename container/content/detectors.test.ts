// What the detectors make of series that are made for them: they take numbers, whoever measured.

import { describe, expect, it } from "vitest";
import type { MeasuredForm } from "./film.ts";
import { flickerFinder } from "./flicker.ts";
import { listener } from "./hear.ts";
import { lightOf } from "./light.ts";
import { lostPackets, packetList } from "./lost.ts";
import { lumaOf, secondsMean } from "./luma.ts";
import { frameMeter } from "./measure-frame.ts";
import { lostFinder, rangeFinder } from "./ranges.ts";
import { shakeMeter } from "./shake.ts";
import { vttOf } from "./sprite.ts";
import { colourCounter, hashOf } from "./tiles.ts";

/** Light at 25 frames a second that goes from `low` to `high` and back `hertz` times a second. */
function flashing(hertz: number, low: number, high: number, seconds = 4) {
  const finder = flickerFinder();
  for (let at = 0; at < seconds * 50; at++) {
    const light = (at * hertz) / 50 - Math.floor((at * hertz) / 50) < 0.5 ? low : high;
    finder.add(at / 50, light ** (1 / 2.4), light);
  }
  return finder.finish();
}

describe("flashes", () => {
  it("are told where there are more than three in a second", () => {
    const { flashes } = flashing(5, 0.1, 0.5);
    expect(flashes).toHaveLength(1);
    expect(flashes[0]?.start).toBeLessThan(0.3);
    expect(flashes[0]?.end).toBeGreaterThan(3.7);
  });

  it.each([
    ["three a second", 3, 0.1, 0.5],
    ["changes below a tenth of full light", 5, 0.1, 0.19],
    ["flashes whose dark is brighter than 0.8", 5, 0.82, 0.99],
  ])("are not told of %s", (_, hertz, low, high) => {
    expect(flashing(hertz, low, high).flashes).toEqual([]);
  });

  it("are not told of light that only rises, which does not flicker either", () => {
    const finder = flickerFinder();
    for (let at = 0; at < 100; at++) finder.add(at / 25, at / 100, at / 100);
    expect(finder.finish()).toEqual({ mean: 0, flashes: [] });
  });
});

describe("light", () => {
  it.each([
    // BT.2408: the white of paper, 203 cd/m², is at 58 % of PQ and 75 % of HLG.
    ["PQ", 0.58, 203 / 200],
    ["HLG", 0.75, 203 / 200],
    ["PQ", 1, 50],
    ["HLG", 1, 5],
    ["BT.1886", 1, 1],
    ["BT.1886", 0.5, 0.5 ** 2.4],
    ["PQ", 0, 0],
    ["HLG", 0, 0],
  ] as const)("of %s at %f is %f of 200 cd/m²", (curve, signal, light) => {
    expect(lightOf(signal, curve)).toBeCloseTo(light, 1);
  });

  /** Flashes of a picture that changes between two codes, five times a second. */
  const flashesOf = (curve: MeasuredForm["curve"], low: number, high: number) => {
    const meter = frameMeter({ width: 16, height: 16, curve });
    const finder = flickerFinder();
    for (let at = 0; at < 100; at++) {
      const code = Math.floor(at / 5) % 2 === 0 ? low : high;
      const { light, luma } = meter.measure(new Uint8Array(384).fill(code), true);
      finder.add(at / 50, luma / 256 / 255, light);
    }
    return finder.finish().flashes;
  };

  it("of HDR flashes by what its display makes of it", () => {
    // Some 23 and 53 cd/m² in PQ; 18 and 29 in an ordinary film, which is too little.
    expect(flashesOf("PQ", 97, 114)).toHaveLength(1);
    expect(flashesOf("BT.1886", 97, 114)).toEqual([]);
    // From 245 cd/m² on, where BT.1702 sees no flash, to 1 000; 110 and 200 in an ordinary film.
    expect(flashesOf("HLG", 187, 235)).toEqual([]);
    expect(flashesOf("BT.1886", 187, 235)).toHaveLength(1);
  });
});

/** Smooth waves, so that a picture can be moved by parts of a pixel. */
function moved(x: number, y: number): Uint8Array {
  const [width, height] = [160, 90];
  const frame = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [across, down] = [column - x, row - y];
      const wave = Math.sin(across / 5) + Math.sin(across / 17) + Math.sin(down / 6);
      frame[row * width + column] = 126 + 30 * (wave + Math.sin(down / 23));
    }
  }
  return frame;
}

/** How much a film trembles whose frames lie at these places, in pixels of 160. */
function shakeOf(place: (at: number) => { x: number; y: number }): number | null {
  const meter = frameMeter({ width: 160, height: 90, curve: "BT.1886" });
  const shake = shakeMeter(25);
  for (let at = 0; at < 75; at++) {
    const { x, y } = place(at);
    const { shift } = meter.measure(moved(x, y), true);
    shake.add(shift && { x: shift.x / 160, y: shift.y / 160 });
  }
  return shake.finish();
}

describe("shake", () => {
  it("is how far frames stray, in shares of the width", () => {
    const found = shakeOf((at) => ({ x: at % 2 === 0 ? 0.8 : -0.8, y: 0 }));
    expect(found).toBeGreaterThan(0.7 / 160);
    expect(found).toBeLessThan(0.9 / 160);
  });

  it("is next to nothing in a smooth pan and where nothing moves", () => {
    expect(shakeOf((at) => ({ x: at * 0.7, y: at * 0.2 }))).toBeLessThan(0.1 / 160);
    expect(shakeOf(() => ({ x: 0, y: 0 }))).toBe(0);
  });

  it("is unknown where the picture shows nothing to go by", () => {
    const meter = frameMeter({ width: 160, height: 90, curve: "BT.1886" });
    const shake = shakeMeter(25);
    const flat = new Uint8Array(160 * 90 * 1.5).fill(100);
    for (let at = 0; at < 75; at++) shake.add(meter.measure(flat, true).shift);
    expect(shake.finish()).toBeNull();
  });
});

describe("colours of small pictures", () => {
  const size = { width: 40, height: 20 };
  const tile = (colourAt: (x: number, y: number) => [number, number, number]) =>
    Uint8Array.from({ length: 40 * 20 * 3 }, (_, at) => {
      const pixel = Math.floor(at / 3);
      return colourAt(pixel % 40, Math.floor(pixel / 40))[at % 3] ?? 0;
    });

  it("are told by how much they cover", () => {
    const counter = colourCounter(size);
    counter.add(tile((x) => (x < 30 ? [200, 20, 30] : [10, 60, 220])));
    expect(counter.palette()).toEqual([
      { colour: "#c8141e", share: 0.75 },
      { colour: "#0a3cdc", share: 0.25 },
    ]);
  });

  it("show a cast of what should be grey, red and blue apart", () => {
    const counter = colourCounter(size);
    counter.add(tile((x) => [90 + 3 * x, 84 + 2.8 * x, 72 + 2.4 * x]));
    expect(counter.cast().red).toBeGreaterThan(0.02);
    expect(counter.cast().blue).toBeLessThan(-0.05);
  });

  it("make hashes that differ by what is drawn and not by how bright it is", () => {
    const slope = (of: number) => tile((x) => [of + x, of + x, of + x]);
    expect(hashOf(slope(10), size)).toBe("ffffffffffffffff");
    expect(hashOf(slope(150), size)).toBe("ffffffffffffffff");
    expect(
      hashOf(
        tile((x) => [90 - x, 90 - x, 90 - x]),
        size,
      ),
    ).toBe("0000000000000000");
  });
});

describe("histogram and series", () => {
  it("tell levels by the legal range and what lies outside of it", () => {
    const counts = new Float64Array(256);
    for (const [code, n] of [
      [10, 5],
      [16, 15],
      [126, 60],
      [235, 15],
      [250, 5],
    ] as const) {
      counts[code] = n;
    }
    const luma = lumaOf(counts);
    expect(luma).toMatchObject({ p1: 0, p50: 110 / 219, p95: 1, p99: 1 });
    expect(luma.clippedShadows).toBeCloseTo(0.2, 12);
    expect(luma.clippedHighlights).toBeCloseTo(0.2, 12);
    expect(luma.illegal).toBeCloseTo(0.1, 12);
    expect(luma.mean).toBeCloseTo(0.2 + (0.6 * 110) / 219, 12);
  });

  it("have steps of more than a second in long films, and nothing where no frame is", () => {
    const short = secondsMean(10);
    short.add(10.5, 0.2);
    short.add(10.9, 0.4);
    short.add(12.1, 1);
    expect(short.finish()).toEqual({ start: 10, step: 1, values: [0.3, null, 1] });
    const long = secondsMean(0);
    for (let at = 0; at < 1_201; at++) long.add(at, at % 2);
    expect(long.finish()).toMatchObject({ step: 3 });
    expect(long.finish().values).toHaveLength(401);
  });
});

describe("ranges", () => {
  it("last until what closes them, and are left out where they are too short", () => {
    const found = rangeFinder(0.5);
    found.open(1);
    found.open(1.2);
    found.close(1.5);
    found.open(2);
    found.close(2.4);
    found.open(3);
    expect(found.finish(4)).toEqual([
      { start: 1, end: 1.5 },
      { start: 3, end: 4 },
    ]);
    expect(found.count()).toBe(2);
  });

  it("are all counted, and the last one is listed however many there are", () => {
    const [found, lost] = [rangeFinder(0), lostFinder()];
    for (let at = 0; at < 600; at++) {
      for (const open of [() => found.open(at), () => lost.open(at, "damaged")]) open();
      for (const finder of [found, lost]) finder.close(at + 0.5);
    }
    lost.open(600, "out_of_time");
    for (const [finder, last] of [
      [found, 599],
      [lost, 600],
    ] as const) {
      const ranges = finder.finish(601);
      expect(ranges).toHaveLength(500);
      expect([ranges[0]?.start, ranges[498]?.start, ranges[499]?.start]).toEqual([0, 498, last]);
      expect(finder.count()).toBe(last + 1);
    }
  });
});

describe("stretches that were not seen", () => {
  it("are told apart by why, and end where something is seen again", () => {
    const lost = lostFinder();
    lost.open(1, "damaged");
    lost.open(1.04, "damaged");
    lost.close(1.08);
    lost.open(4, "out_of_time");
    lost.open(9.96, "out_of_time");
    // The next stretch of the film was looked at in time, and begins with damage.
    lost.open(10, "damaged");
    lost.close(10.2);
    lost.open(12, "out_of_time");
    expect(lost.finish(20)).toEqual([
      { start: 1, end: 1.08, reason: "damaged" },
      { start: 4, end: 10, reason: "out_of_time" },
      { start: 10, end: 10.2, reason: "damaged" },
      { start: 12, end: 20, reason: "out_of_time" },
    ]);
  });
});

describe("lost packets", () => {
  it("are those without a frame near to them; what edit lists take out is none", () => {
    const list = [
      "#software: Lavf",
      "#tb 0: 1/1000",
      "0,  0,  0, 40, 816, 0x4495053d, F=0x4",
      "0, 40, 80, 40, 816, 0x4495053d",
      "0, 80, 40, 40, 484, 0x5b2febea, F=0x0",
      "0, 120, 160, 40, 484, 0x5b2febea, F=0x0",
      "0, 160, -9223372036854775808, 40, 484, 0x5b2febea",
    ].join("\n");
    expect(packetList(`${list}\n0, 200, 20`)).toEqual({
      times: [40_000, 80_000, 160_000],
      keys: [80_000],
    });
    expect(lostPackets([40_000, 80_000, 160_000], [80_500, 60_000], 25)).toEqual([160_000]);
    // A second field, half a frame later, belongs to its frame.
    expect(lostPackets([40_000, 60_000], [40_000], 25)).toEqual([]);
  });
});

describe("what filters say", () => {
  it("is heard by their names, and nothing else is theirs", () => {
    const { heard, hear } = listener(() => {});
    const said = [
      "[showinfo@small @ 0x5] [info] config in time_base: 1/1000000, frame_rate: 24/1",
      "[showinfo@small @ 0x5] [info] n:   0 pts:      0 pts_time:0       pos:       48 fmt:yuv420p",
      "[showinfo@small @ 0x5] [info] color_range:tv color_space:unknown",
      "[showinfo@small @ 0x5] [info] n:   1 pts:  41667 pts_time:0.041667 pos:     2070 fmt:yuv420p",
      "[showinfo@small @ 0x5] [info] n:   2 pts:  NOPTS pts_time:NOPTS pos:     2070 fmt:yuv420p",
      "[metadata@order @ 0x5] [info] frame:0    pts:0       pts_time:0",
      "[metadata@order @ 0x5] [info] lavfi.idet.single.current_frame=tff",
      "[metadata@repeated @ 0x5] [info] frame:0    pts:0       pts_time:0",
      "[metadata@repeated @ 0x5] [info] lavfi.idet.repeated.current_frame=top",
      "[showinfo@tiles @ 0x5] [info] n:   0 pts:  -5000 pts_time:-0.005 pos: 2070 fmt:rgb24",
    ];
    expect(said.map(hear)).not.toContain(false);
    expect(hear("[h264 @ 0x5] [error] n: 1 pts: 12")).toBe(false);
    expect(heard).toEqual({
      small: [0, 41_667, 41_667],
      fields: [],
      tiles: [-5_000],
      patches: [],
      orders: [{ time: 0, order: 2, repeated: true }],
    });
  });
});

describe("frames that nobody dated", () => {
  const shown = (name: string, pts: string) =>
    `[showinfo@${name} @ 0x5] [info] n:   0 pts:  ${pts}`;
  const judged = (pts: string) => [
    `[metadata@order @ 0x5] [info] frame:0    pts:${pts}       pts_time:0`,
    "[metadata@order @ 0x5] [info] lavfi.idet.single.current_frame=tff",
  ];

  it.each([
    [
      ["NOPTS", "NOPTS", "9000", "NOPTS", "9040"],
      [9_000, 9_000, 9_000, 9_000, 9_040],
    ],
    [
      ["NOPTS", "NOPTS"],
      [0, 0],
    ],
  ])("have the time of a neighbour: %j", (times, expected) => {
    const { heard, hear } = listener(() => {});
    for (const pts of times) {
      for (const name of ["small", "tiles", "patches", "fields"]) hear(shown(name, pts));
      for (const line of judged(pts)) hear(line);
    }
    const { small, tiles, patches, fields, orders } = heard;
    const found = [small, tiles, patches, fields, orders.map(({ time }) => time)];
    // What a look leaves for `summarise` goes through JSON, which has no other numbers.
    expect(JSON.parse(JSON.stringify(found))).toEqual(found.map(() => expected));
  });
});

describe("the sprite's WebVTT", () => {
  it("names the sheet and the place of each, until the next one's moment", () => {
    const size = { width: 160, height: 90 };
    const places = [0, 1, 4, ...Array.from({ length: 98 }, (_, at) => 3_600 + at)];
    const text = vttOf({ path: "", size, places, step: 1, delay: 0, duration: 3_700.5 }, 10, 10);
    const cues = text.split("\n\n").slice(1);
    expect(cues[1]).toBe("00:00:01.000 --> 00:00:04.000\nsheet-0.jpg#xywh=160,0,160,90");
    expect(cues[11]).toBe("01:00:08.000 --> 01:00:09.000\nsheet-0.jpg#xywh=160,90,160,90");
    expect(cues.at(-1)?.trim()).toBe("01:01:37.000 --> 01:01:40.500\nsheet-1.jpg#xywh=0,0,160,90");
  });
});
