// What first facts tell of an MP4 beside its streams, and how little of it is read for them.

import { describe, expect, it } from "vitest";
import { locationOf, zonedDate } from "./about.ts";
import { edgeFacts } from "./edge-facts.ts";
import { ascii, box, FTYP, moov, picture, source, sparse, u16, u32, zeros } from "./made-mp4.ts";

const factsOf = (...parts: number[][]) => edgeFacts(source(Uint8Array.from(parts.flat())));
const MEDIA = box("mdat", zeros(50_000));

describe("a film of 2 GiB and three hours", () => {
  const FILM_BYTES = 2 * 2 ** 30;
  // Times of 300 000 samples: so long is the index of three hours of picture and sound.
  const index = Uint8Array.from(moov(picture(), box("trak", box("stsz", zeros(1_200_000)))));
  const header = Uint8Array.from(FTYP);
  const wide = (bytes: number) => Uint8Array.from([...u32(1), ...ascii("mdat"), ...u32(0, bytes)]);

  it.each([
    ["first", true],
    ["last", false],
  ])("with its index %s is read in three ranges and not much beside it", async (_, first) => {
    const media = FILM_BYTES - header.length - index.length;
    const [indexAt, mediaAt] = first
      ? [header.length, header.length + index.length]
      : [header.length + media, header.length];
    const film = sparse(FILM_BYTES, [
      { at: 0, bytes: header },
      { at: indexAt, bytes: index },
      { at: mediaAt, bytes: wide(media) },
    ]);
    const facts = await edgeFacts(film);
    expect(film.seen.reads).toBeLessThanOrEqual(3);
    expect(film.seen.bytes).toBeLessThanOrEqual(1.05 * index.length + 64 * 1024);
    expect(facts?.streams[0]).toMatchObject({ width: 640, height: 360 });
    expect(facts?.structure).toMatchObject({ indexFirst: first, indexBytes: index.length });
  });

  it("with a small index last, and boxes before and behind it, keeps to the same", async () => {
    const small = Uint8Array.from(moov(picture()));
    const skip = (bytes: number) => Uint8Array.from([...u32(bytes), ...ascii("free")]);
    const behind = 100_000;
    const end = FILM_BYTES - small.length - behind;
    const film = sparse(FILM_BYTES, [
      { at: 0, bytes: header },
      { at: header.length, bytes: skip(40_000) },
      { at: header.length + 40_000, bytes: wide(end - header.length - 40_000) },
      { at: end, bytes: small },
      { at: end + small.length, bytes: skip(behind) },
    ]);
    expect(await edgeFacts(film)).not.toBeNull();
    expect(film.seen.reads).toBeLessThanOrEqual(3);
    expect(film.seen.bytes).toBeLessThanOrEqual(1.05 * small.length + 64 * 1024);
  });
});

describe("the structure", () => {
  it("names brands, and the boxes as far as they are seen", async () => {
    const facts = await factsOf(FTYP, moov(picture()), MEDIA);
    expect(facts?.structure).toMatchObject({
      brand: "isom",
      brandVersion: 512,
      compatibleBrands: ["isom", "avc1"],
      indexFirst: true,
      fragmented: false,
      truncated: false,
      trailingBytes: 0,
    });
    expect(facts?.structure?.boxes.map(({ type }) => type)).toEqual(["ftyp", "moov", "mdat"]);
    expect(facts?.structure?.boxes[2]).toMatchObject({ bytes: MEDIA.length });
  });

  it("of a file that breaks off in its media says so", async () => {
    const facts = await factsOf(FTYP, moov(picture()), MEDIA.slice(0, 20_000));
    expect(facts?.structure).toMatchObject({ truncated: true, trailingBytes: null });
  });

  it("says nothing of an end that was not seen", async () => {
    const facts = await factsOf(FTYP, moov(picture()), MEDIA, box("free", zeros(9)));
    expect(facts?.structure).toMatchObject({ truncated: null, trailingBytes: null });
  });

  it("of a fragmented file says so, and takes its empty tables for nothing", async () => {
    const extends_ = box("mvex", box("trex", u32(0, 1, 1, 0, 0, 0)));
    const facts = await factsOf(FTYP, moov(picture({ frames: 0 }), extends_), box("moof"));
    expect(facts?.structure).toMatchObject({ fragmented: true, indexFirst: true });
    expect(facts?.streams[0]).toMatchObject({ frames: null, duration: null });
  });

  it("shows an edit list, and a length that keeps to it", async () => {
    // Half a second of nothing, then two seconds from the third tick of 1001 on.
    const list = box("elst", u32(0, 2, 500, -1, 0x10000, 2000, 3003, 0x10000));
    const facts = await factsOf(FTYP, moov(picture({ before: [box("edts", list)] })), MEDIA);
    expect(facts?.streams[0]).toMatchObject({ duration: 2 });
    expect(facts?.structure?.editLists).toEqual([
      {
        stream: 0,
        edits: [
          { start: null, duration: 0.5, rate: 1 },
          { start: 0.1001, duration: 2, rate: 1 },
        ],
      },
    ]);
  });

  it("names the scheme of an encrypted stream", async () => {
    const scheme = box("sinf", box("schm", u32(0), ascii("cbcs"), u32(0x10000)));
    const facts = await factsOf(FTYP, moov(picture({ details: [scheme] })), MEDIA);
    expect(facts?.structure).toMatchObject({ encryption: "cbcs" });
    expect(facts?.streams[0]).toMatchObject({ encryption: "cbcs" });
  });
});

it("a stream tells its tag, codec string, profile, level and time base", async () => {
  const facts = await factsOf(FTYP, moov(picture()), MEDIA);
  expect(facts?.streams[0]).toMatchObject({
    id: 7,
    codecTag: "avc1",
    codecString: "avc1.64001f",
    profile: "High",
    level: 31,
    levelName: "3.1",
    timeBase: { num: 1, den: 30_000 },
  });
});

describe("what tags say", () => {
  const text = (value: string) => [...new TextEncoder().encode(value)];
  const place = (value: string) =>
    box("\u00a9xyz", u16(value.length, 0x15c7), text(value)).map((byte) => byte & 0xff);
  const keys = (...pairs: [string, string][]) =>
    box(
      "meta",
      box("hdlr", u32(0, 0), ascii("mdta"), zeros(13)),
      box("keys", u32(0, pairs.length), ...pairs.map(([key]) => box("mdta", text(key)))),
      box(
        "ilst",
        ...pairs.map(([, value], place) => {
          const data = box("data", u32(1, 0), text(value));
          return [...u32(data.length + 8, place + 1), ...data];
        }),
      ),
    );

  it("is told by its meaning, with the zone where there is one", async () => {
    const tags = keys(
      ["com.apple.quicktime.make", "Apple"],
      ["com.apple.quicktime.model", "iPhone 6"],
      ["com.apple.quicktime.creationdate", "2019-07-24T11:25:40+0300"],
      ["com.apple.quicktime.location.ISO6709", "+32.0929+034.8620+028.516/"],
    );
    const facts = await factsOf(FTYP, moov(picture(), tags), MEDIA);
    expect(facts?.about).toMatchObject({
      deviceMake: "Apple",
      deviceModel: "iPhone 6",
      createdAt: "2019-07-24T11:25:40+03:00",
      zoneKnown: true,
      location: { latitude: 32.0929, longitude: 34.862, altitude: 28.516 },
    });
  });

  it("is without controls, without marks of direction, and short", async () => {
    const title = `a\u202eb\u0007${"x".repeat(5_000)}`;
    const tags = keys(["title", title], ["__proto__", "evil"]);
    const facts = await factsOf(FTYP, moov(picture(), tags), MEDIA);
    expect(facts?.about?.title).toBe(`ab${"x".repeat(254)}`);
    expect(Object.hasOwn(facts?.about ?? {}, "evil")).toBe(false);
  });

  it("is left to ffprobe where a second place is told", async () => {
    const udta = box("udta", place("+40.6800-074.5000/"), box("loci", zeros(24)));
    const one = box("udta", place("+40.6800-074.5000/"));
    expect((await factsOf(FTYP, moov(picture(), udta), MEDIA))?.about?.location ?? null).toBeNull();
    expect((await factsOf(FTYP, moov(picture(), one), MEDIA))?.about?.location).toMatchObject({
      latitude: 40.68,
      longitude: -74.5,
      altitude: null,
    });
  });

  it.each([
    ["2020-06-01T18:30:05+0200", "2020-06-01T18:30:05+02:00"],
    ["2020-06-01T18:30:05-03:30", "2020-06-01T18:30:05-03:30"],
    ["2020-06-01T18:30:05Z", "2020-06-01T18:30:05Z"],
    ["2020-13-01T18:30:05Z", null],
    ["2020-06-01T18:30:05", null],
    ["yesterday", null],
  ])("a date %s is %s", (told, meant) => {
    expect(zonedDate(told)).toBe(meant);
  });

  it.each([
    ["+48.8577+002.295/", { latitude: 48.8577, longitude: 2.295, altitude: null }],
    ["-33-070+520CRSWGS_84/", { latitude: -33, longitude: -70, altitude: 520 }],
    ["+98.8577+002.295/", null],
    // Degrees and minutes are allowed by the standard; no phone writes them.
    ["+4851.46+00217.7/", null],
    ["nowhere", null],
  ])("a place %s", (told, meant) => {
    expect(locationOf(told)).toEqual(meant && { ...meant, text: told });
  });
});
