import { describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { carriedOf } from "./carried.ts";
import type { Probed, ProbedStream } from "./ffprobe-json.ts";

const PICTURE: ProbedStream = { index: 0, codec_type: "video", codec_name: "h264" };
/** Ten seconds that begin at 2 s of the source. */
const VIDEO = { ...SAMPLE_PLAN.video, startTime: 2 };
const carried = (probed: Probed, privacy?: Settings["privacy"]) =>
  carriedOf(
    { ...probed, streams: [PICTURE, ...(probed.streams ?? [])] },
    PICTURE,
    { mode: "auto", ...(privacy ? { privacy } : {}) },
    VIDEO,
  );
const tagsOf = (tags: Record<string, string>, privacy?: Settings["privacy"]) =>
  carried({ format: { tags } }, privacy);
const subtitle = (index: number, codec_name: string, tags?: Record<string, string>) => ({
  index,
  codec_type: "subtitle",
  codec_name,
  tags,
});

describe("tags of the result", () => {
  it("are what a person wrote, and when the film was made", () => {
    const { tags } = tagsOf({
      TITLE: "A film\u202e",
      artist: "Someone",
      creation_time: "2019-07-24T08:25:57.000000Z",
      "com.apple.quicktime.comment": "on a walk",
      "com.apple.quicktime.make": "Apple",
      "com.apple.quicktime.model": "iPhone 6",
      "com.apple.quicktime.software": "12.3",
      "com.android.version": "14",
      encoder: "Lavf",
      major_brand: "qt  ",
    });
    expect(tags).toEqual({
      title: "A film",
      artist: "Someone",
      creation_time: "2019-07-24T08:25:57.000000Z",
      comment: "on a walk",
    });
  });

  const PLACE = "+32.0929+034.8620+028.516/";
  it.each(["location", "location-eng", "com.apple.quicktime.location.ISO6709"])(
    "tell no place by %s",
    (name) => {
      expect(tagsOf({ [name]: PLACE }).tags).toEqual({});
    },
  );

  it.each([PLACE, "at 32.0929, 34.8620", "51°30′12″N", "GPS on"])(
    "tell no place in a comment: %s",
    (comment) => {
      const { tags, notes } = tagsOf({ comment });
      expect(tags).toEqual({});
      expect(notes).toEqual(["The comment names a place and is left out."]);
      expect(tagsOf({ comment }, { stripLocation: false }).tags).toEqual({ comment });
    },
  );

  it.each(["Take 2.5 of 12.25", "call +49-171-5551234", "20 °C outside"])(
    "keep a comment that names none: %s",
    (comment) => {
      expect(tagsOf({ comment }).tags).toEqual({ comment });
    },
  );

  it("keep the place on request, and nothing at all on request", () => {
    const tags = { title: "A film", "com.apple.quicktime.location.ISO6709": PLACE };
    expect(tagsOf(tags, { stripLocation: false }).tags).toEqual({
      title: "A film",
      location: PLACE,
    });
    expect(tagsOf(tags, { stripAll: true, stripLocation: false }).tags).toEqual({});
  });
});

describe("chapters of the result", () => {
  const chapter = (start_time: string, end_time: string, title?: string) => ({
    start_time,
    end_time,
    tags: title ? { title } : {},
  });

  it("are moved to the picture's clock and cut to its length", () => {
    const { chapters } = carried({
      chapters: [
        chapter("0", "1.5", "before"),
        chapter("1.5", "5", "One"),
        chapter("5", "30"),
        chapter("30", "40", "behind"),
      ],
    });
    expect(chapters).toEqual([
      { start: 0, end: 3, title: "One" },
      { start: 3, end: 10, title: "Chapter 2" },
    ]);
  });

  it("are in order, apart from each other, and none is shorter than a millisecond", () => {
    const { chapters } = carried({
      chapters: [
        chapter("6", "9", "C"),
        chapter("2", "7", "A"),
        chapter("4", "4.0004", "gone"),
        chapter("4", "6.0003"),
      ],
    });
    expect(chapters).toEqual([
      { start: 0, end: 2, title: "A" },
      { start: 2, end: 4, title: "Chapter 2" },
      { start: 4, end: 7, title: "C" },
    ]);
  });

  it("begin with the film", () => {
    const starts = (start: string) =>
      carried({ chapters: [chapter(start, "9", "A")] }).chapters.map(({ start, title }) => [
        start,
        title,
      ]);
    expect(starts("2.04")).toEqual([[0, "A"]]);
    expect(starts("5")).toEqual([
      [0, "Chapter 1"],
      [3, "A"],
    ]);
  });

  it("are no more than 200, and without titles where all is stripped", () => {
    const many = Array.from({ length: 250 }, (_, at) =>
      chapter(`${2 + at / 100}`, `${2 + (at + 1) / 100}`, `${at}`),
    );
    const found = carried({ chapters: many });
    expect(found.chapters).toHaveLength(200);
    expect(found.notes).toEqual(["Not carried over: 50 further chapters."]);
    const first = carried({ chapters: many.slice(0, 1) }, { stripAll: true }).chapters;
    expect(first).toMatchObject([{ start: 0, title: "Chapter 1" }]);
  });
});

describe("tracks beside picture and sound", () => {
  it("are carried where they are text, with language and title", () => {
    const { subtitles, notes } = carried({
      streams: [
        subtitle(2, "subrip", { language: "eng", title: "Full" }),
        subtitle(3, "hdmv_pgs_subtitle", { language: "fra" }),
        subtitle(4, "mov_text", { language: "und" }),
      ],
    });
    expect(subtitles).toEqual([
      { streamIndex: 2, language: "eng", title: "Full" },
      { streamIndex: 4, language: null, title: null },
    ]);
    expect(notes).toEqual([
      "Not carried over: 1 track of subtitles that are no text (hdmv_pgs_subtitle, fra).",
    ]);
  });

  it("are named where they stay behind", () => {
    const { notes } = carried({
      streams: [
        { index: 1, codec_type: "audio" },
        { index: 2, codec_type: "video", disposition: { attached_pic: 1 } },
        { index: 3, codec_type: "video" },
        { index: 4, codec_type: "data" },
        { index: 5, codec_type: "data" },
        { index: 6, codec_type: "attachment" },
        ...Array.from({ length: 18 }, (_, at) => subtitle(7 + at, "ass")),
      ],
    });
    expect(notes).toEqual([
      "Not carried over: 1 further picture track, 1 cover picture, 2 further subtitle tracks, 2 data tracks, 1 attachment.",
      "Subtitles keep their words, not the fonts and places of ASS.",
    ]);
  });

  it("are not missed where there are none, or only the titles of chapters", () => {
    const titles = { index: 2, codec_type: "data", codec_tag_string: "text" };
    const chapters = [{ start_time: "2", end_time: "4", tags: {} }];
    expect(carried({ streams: [titles], chapters }).notes).toEqual([]);
    expect(carried({}).notes).toEqual([]);
  });
});
