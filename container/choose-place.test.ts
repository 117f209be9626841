import { describe, expect, it } from "vitest";
import { bestOf, looksIn } from "./choose-place.ts";

const look = (time: number, mean: number, deviation: number) => ({ time, mean, deviation });

describe("the place that shows a film", () => {
  it("is neither black, nor a fade, nor a bright title, nor an empty wall", () => {
    const black = look(0, 16, 0);
    const fade = look(1, 45, 12);
    const title = look(2, 200, 60);
    const wall = look(3, 110, 3);
    const usual = [look(4, 105, 38), look(5, 112, 44), look(6, 118, 41)];
    const best = bestOf([black, fade, title, wall, ...usual]);
    expect(usual).toContainEqual(best);
  });

  it("is the least dark one of a film that is black throughout, and none without a look", () => {
    expect(bestOf([look(0, 16, 0), look(1, 17, 2)])).toEqual(look(1, 17, 2));
    expect(bestOf([])).toBeNull();
  });

  it("is read from what ffmpeg says, times before 0 too", () => {
    const line =
      "[Parsed_showinfo_3 @ 0x55] [info] n:   0 pts:  -1024 pts_time:-0.08  duration: 512 " +
      "pos: 48 fmt:gray sar:1/1 s:64x36 i:P iskey:1 type:I checksum:6C mean:[105] stdev:[38.5]";
    expect(looksIn([line, "[info] something else"])).toEqual([look(-0.08, 105, 38.5)]);
  });
});
