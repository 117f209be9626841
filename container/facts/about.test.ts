import { describe, expect, it } from "vitest";
import type { Probed } from "../ffprobe-json.ts";
import { aboutOf } from "./about.ts";
import { locationOf } from "./iso6709.ts";

const about = (tags: Record<string, string>, streams: Probed["streams"] = []) =>
  aboutOf({ format: { tags }, streams }, null);

describe("what tags mean", () => {
  it("is null where no tag says it", () => {
    const { features, ...rest } = about({});
    expect(features).toEqual([]);
    expect(Object.values(rest).every((value) => value === null)).toBe(true);
  });

  it("is a phone's make, model, place and time, with the zone of where it was taken", () => {
    const found = about({
      creation_time: "2019-07-24T08:25:57.000000Z",
      "com.apple.quicktime.location.ISO6709": "+32.0929+034.8620+028.516/",
      "com.apple.quicktime.make": "Apple",
      "com.apple.quicktime.model": "iPhone 6",
      "com.apple.quicktime.software": "12.3",
      "com.apple.quicktime.creationdate": "2019-07-24T11:25:40+0300",
      "com.apple.quicktime.content.identifier": "0A1B",
    });
    expect(found).toMatchObject({
      createdAt: "2019-07-24T11:25:40+03:00",
      zoneKnown: true,
      deviceMake: "Apple",
      deviceModel: "iPhone 6",
      software: "12.3",
      location: { latitude: 32.0929, longitude: 34.862, altitude: 28.516 },
      features: ["live-photo"],
    });
  });

  it.each([
    ["2018-03-07T15:21:21.000000Z", "2018-03-07T15:21:21Z", false],
    ["2018-03-07T15:21:21.250000Z", "2018-03-07T15:21:21.25Z", false],
    ["2016-05-31 17:01:35", "2016-05-31T17:01:35Z", false],
    ["2019-07-24T11:25:40+03:00", "2019-07-24T11:25:40+03:00", true],
    ["2019-07-24T11:25:40-0930", "2019-07-24T11:25:40-09:30", true],
    ["1904-01-01T00:00:00.000000Z", null, null],
    ["1970-01-01T00:00:00.000000Z", null, null],
    ["2019-02-31", null, null],
    ["2019-13-45T99:99:99Z", null, null],
    ["yesterday", null, null],
  ])("is of the time %s: %s", (creation_time, createdAt, zoneKnown) => {
    expect(about({ creation_time })).toMatchObject({ createdAt, zoneKnown });
  });

  it("is spelled in capitals by Matroska, and with a language by MP4", () => {
    const found = about({ TITLE: "A", ARTIST: "B", "comment-eng": "C", "DESCRIPTION-ger": "D" });
    expect(found).toMatchObject({ title: "A", artist: "B", comment: "C", description: "D" });
  });

  it("names slow motion and time-lapse by the rate of filming", () => {
    const picture = { index: 0, codec_type: "video", avg_frame_rate: "30/1" };
    const fps = (text: string) => about({ "com.android.capture.fps": text }, [picture]).features;
    expect(fps("240.000000")).toEqual(["slow-motion"]);
    expect(fps("2.000000")).toEqual(["time-lapse"]);
    expect(fps("30.000000")).toEqual([]);
    expect(fps("fast")).toEqual([]);
  });

  it("keeps markup as text and takes control and direction characters out", () => {
    const { title } = about({ title: "<img src=x onerror=alert(1)>\u202e\u001b[31m" });
    expect(title).toBe("<img src=x onerror=alert(1)>[31m");
  });

  it("prefers what the header says of who wrote the file, and the longer place", () => {
    const tags = {
      modified: 3_600_000_000,
      places: [],
      locations: ["+40.6892-074.0445+10.000/"],
      library: "libmatroska",
      application: "mkvmerge",
    };
    const probed = { format: { tags: { ENCODER: "Lavf56", location: "+40.680-074.500/" } } };
    expect(aboutOf(probed, { structure: {}, tags, tracks: [] })).toMatchObject({
      writtenBy: "mkvmerge",
      modifiedAt: "2018-01-28T16:00:00Z",
      location: { latitude: 40.6892 },
    });
  });
});

describe("places", () => {
  it.each([
    ["+52.5200+013.4050/", 52.52, 13.405, null],
    ["-33.8688+151.2093+005.000/", -33.8688, 151.2093, 5],
    ["+27.5916+086.5640+8850CRSWGS_84/", 27.5916, 86.564, 8850],
    ["+4012.22-07500.25/", 40.2036667, -75.0041667, null],
    ["+401213.1-0750015.1/", 40.2036389, -75.0041944, null],
    ["-00.5000-000.1000", -0.5, -0.1, null],
  ])("%s", (text, latitude, longitude, altitude) => {
    expect(locationOf(text)).toEqual({ latitude, longitude, altitude, text });
  });

  it.each(["", "Berlin", "+91.0000+013.4050/", "+52.52+181.0000/", "+52.5+13.4+1/", "++52/"])(
    "none on Earth: %j",
    (text) => expect(locationOf(text)).toBeNull(),
  );
});
