import { describe, expect, it } from "vitest";
import { type Look, looksIn, type Stretch, scanOf, swingOf } from "./interlacing.ts";

/** Looks by letter: t, b, p, u; a capital where a field is repeated. */
const looks = (letters: string): Look[] =>
  [...letters].map((letter) => ({
    order:
      ({ t: "tff", b: "bff", p: "progressive" } as const)[letter.toLowerCase()] ?? "undetermined",
    repeated: letter !== letter.toLowerCase(),
  }));
/** Looks beside fields that bear them out, or not. */
const shown = (list: Look[], lowerToUpper = 1, upperToLower = 3): Stretch => ({
  looks: list,
  swing: { lowerToUpper, upperToLower },
});
const many = (letters: string, times: number) => looks(letters.repeat(times));
const FILM = { field_order: "progressive" };
const FIELDS = { field_order: "tt" };
const kind = (letters: Look[], stream: { field_order?: string }, rate = 25) =>
  scanOf([shown(letters)], stream, rate).kind;

describe("the scan of a film", () => {
  it("is what its pictures show, whatever the header says", () => {
    expect(scanOf([shown(many("t", 30))], FILM, 25)).toEqual({ kind: "frames", fieldOrder: "tff" });
    expect(scanOf([shown(many("b", 30), 3, 1)], FIELDS, 25)).toEqual({
      kind: "frames",
      fieldOrder: "bff",
    });
    expect(kind(many("p", 30), FIELDS)).toBe("progressive");
    expect(kind(many("p", 30), FILM)).toBe("progressive");
  });

  it("is progressive where drawn lines look like fields of both orders", () => {
    // idet on test pictures and screens: 57 one way, 48 the other, 17 whole.
    const drawn = [...many("t", 57), ...many("b", 48), ...many("p", 17)];
    expect(kind(drawn, FILM)).toBe("progressive");
    expect(kind(drawn, FIELDS)).toBe("progressive");
    // A page that scrolls two lines a picture: 31 of one order, 31 whole.
    expect(kind([...many("b", 31), ...many("p", 31)], FILM)).toBe("progressive");
  });

  it("wants the motion between fields to bear it out where no flag does", () => {
    // idet on test pictures at 12.5 a second: nearly all of one order.
    const drawn = many("t", 25);
    const scan = (lowerToUpper: number, upperToLower: number, stream = FILM) =>
      scanOf([shown(drawn, lowerToUpper, upperToLower)], stream, 25).kind;
    expect(scan(6.47, 6.43)).toBe("progressive");
    expect(scan(3.89, 1.68), "of the other order").toBe("progressive");
    expect(scan(1.63, 3.89)).toBe("frames");
    expect(scan(6.47, 6.43, FIELDS)).toBe("frames");
  });

  it("asks less of a header that tells of fields: most of the film may be still", () => {
    const mostlyStill = [...many("u", 60), ...many("p", 30), ...many("t", 8)];
    expect(kind(mostlyStill, FIELDS)).toBe("frames");
    expect(kind(mostlyStill, FILM)).toBe("progressive");
  });

  it("is the header's word where nothing moves, or nothing could be seen", () => {
    expect(scanOf([shown(many("u", 40))], { field_order: "bb" }, 25)).toEqual({
      ...{ kind: "frames", fieldOrder: "bff" },
    });
    expect(scanOf([shown([])], { field_order: "tb" }, 25)).toMatchObject({ fieldOrder: "bff" });
    expect(kind([], FILM)).toBe("progressive");
    expect(kind([], {})).toBe("progressive");
  });

  it("finds pulldown by its pattern of five, at NTSC's rate alone", () => {
    // A film of live action in MPEG-2, and a drawn one whose repeated fields are lost in coding.
    for (const cycle of ["tTtTp", "ttttp", "uuttt"]) {
      expect(kind(many(cycle, 9), FIELDS, 29.97), cycle).toBe("telecine");
      expect(kind(many(cycle, 9), FIELDS, 25), cycle).toBe("frames");
    }
    expect(kind(many("ttttp", 4), FIELDS, 29.97), "too short to tell").toBe("frames");
  });

  it("takes no other pattern for pulldown", () => {
    expect(kind(many("t", 45), FIELDS, 29.97)).toBe("frames");
    expect(kind(many("tttp", 11), FIELDS, 29.97), "every fourth").toBe("frames");
    expect(kind([...many("t", 20), ...many("u", 25)], FIELDS, 29.97), "a still end").toBe("frames");
    const [film, video] = [shown(many("ttttp", 9)), shown(many("t", 45))];
    expect(scanOf([film, video, video], FIELDS, 29.97).kind, "one part of three").toBe("frames");
  });
});

describe("the swing of fields", () => {
  /** Fields of one grey each. */
  const fields = (...greys: number[]) =>
    Buffer.concat(greys.map((grey) => Buffer.alloc(96 * 64, grey)));

  it("is even in whole pictures, and leans to the field that comes first", () => {
    const whole = swingOf(fields(10, 10, 20, 20, 30, 30));
    expect(whole).toEqual({ lowerToUpper: 10, upperToLower: 10 });
    const upperFirst = swingOf(fields(10, 20, 30, 40, 50, 60));
    expect(upperFirst).toEqual({ lowerToUpper: 10, upperToLower: 30 });
    expect(swingOf(fields(20, 10, 40, 30)).upperToLower).toBe(10);
    expect(swingOf(fields(10, 20))).toEqual({ lowerToUpper: 0, upperToLower: 0 });
  });
});

describe("looks", () => {
  it("are read from what ffmpeg prints", () => {
    const line = (text: string) => `[Parsed_metadata_3 @ 0x55d0] [info] lavfi.idet.${text}`;
    expect(
      looksIn([
        "[Parsed_metadata_3 @ 0x55d0] [info] frame:0    pts:0       pts_time:0",
        line("repeated.current_frame=neither"),
        line("single.current_frame=progressive"),
        line("multiple.current_frame=tff"),
        line("repeated.current_frame=top"),
        line("single.current_frame=tff"),
      ]),
    ).toEqual(looks("pT"));
  });
});
