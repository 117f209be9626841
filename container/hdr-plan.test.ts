import { describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { hdrChoiceOf } from "./hdr-plan.ts";

const DISPLAY = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
const LIGHT = "1000,400";

describe("the plan of an HDR rendition", () => {
  const PQ = { index: 0, color_transfer: "smpte2084" };
  const MASTERING = {
    side_data_type: "Mastering display metadata",
    ...{ red_x: "34000/50000", red_y: "16000/50000" },
    ...{ green_x: "13250/50000", green_y: "34500/50000" },
    ...{ blue_x: "7500/50000", blue_y: "3000/50000" },
    ...{ white_point_x: "15635/50000", white_point_y: "16450/50000" },
    ...{ min_luminance: "1/10000", max_luminance: "10000000/10000" },
  };
  const choose = (fields: object, data: object[] = [], hdr?: "tonemap", width = 640) =>
    hdrChoiceOf(
      { ...PQ, ...fields },
      data,
      { ...SAMPLE_PLAN.video, width },
      { mode: "auto", ...(hdr ? { hdr } : {}) },
    );

  it("takes mastering data from the container or from the first frame", () => {
    const plan = { transfer: "smpte2084", masteringDisplay: DISPLAY, contentLight: LIGHT };
    const light = { max_content: 1000, max_average: 400 };
    expect(choose({}, [MASTERING, light])).toEqual({ hdr: plan, absurd: false, notes: [] });
    expect(choose({ side_data_list: [MASTERING, light] })).toEqual({
      hdr: plan,
      absurd: false,
      notes: [],
    });
  });

  it.each([
    ["a display of 0.005 nits", { max_luminance: "50/10000" }],
    ["a display without a peak", { max_luminance: "0/10000" }],
    ["black brighter than white", { min_luminance: "20000000/10000" }],
    ["no colours", { red_x: "0/50000" }],
    ["colours that cannot be", { green_y: "60000/50000" }],
  ])("leaves out %s, and says so", (_, fields) => {
    const { hdr, notes, absurd } = choose({}, [{ ...MASTERING, ...fields }]);
    expect(hdr).toMatchObject({ masteringDisplay: null });
    expect(absurd).toBe(true);
    expect(notes).toEqual(["The mastering display's data made no sense."]);
  });

  it("leaves out light levels that are unknown or impossible", () => {
    const light = (max_content: number, max_average: number) => {
      const { hdr, notes } = choose({}, [{ max_content, max_average }]);
      return [hdr?.contentLight, notes.length];
    };
    expect(light(0, 0)).toEqual([null, 0]);
    expect(light(400, 1000)).toEqual([null, 1]);
    expect(light(60_000, 400)).toEqual([null, 1]);
  });

  it("says what is lost of Dolby Vision and HDR10+", () => {
    const dolby = { dv_profile: 8, dv_bl_signal_compatibility_id: 4 };
    const fields = { color_transfer: "arib-std-b67", side_data_list: [dolby] };
    const note = "Dolby Vision's own data is not kept: made from its base layer (HLG).";
    expect(choose(fields)).toMatchObject({ hdr: { transfer: "arib-std-b67" }, notes: [note] });
    expect(choose(fields, [], "tonemap")).toMatchObject({ hdr: null, notes: [note] });
    const plus = { side_data_type: "HDR Dynamic Metadata SMPTE2094-40 (HDR10+)" };
    expect(choose({}, [plus]).notes).toHaveLength(1);
  });

  it("is none for ordinary films, on request, and for pictures x265 cannot take", () => {
    expect(choose({ color_transfer: "bt709" })).toMatchObject({ hdr: null, notes: [] });
    expect(choose({}, [], "tonemap")).toMatchObject({ hdr: null, notes: [] });
    expect(choose({}, [], undefined, 8).hdr).toBeNull();
  });
});
