import { expect, test } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import { hasPlace, isPlace, namesPlace } from "./place-tags.ts";
import { PHONE_FACTS } from "./test-document.ts";

test.each([
  ["location", true],
  ["LOCATION", true],
  ["location-eng", true],
  ["com.apple.quicktime.location.ISO6709", true],
  ["GPSLatitude", true],
  ["GPS_COORDINATES", true],
  ["©xyz", true],
  ["recordingPlace", true],
  ["City", true],
  ["placeholder", false],
  ["geometry", false],
  ["replacement", false],
  ["velocity", false],
  ["encoder", false],
])("the tag %s tells a place: %s", (name, tells) => {
  expect(namesPlace(name)).toBe(tells);
});

test.each([
  ["+48.2082+016.3738/", true],
  ["-33.85+151.21+010/", true],
  ["+1", false],
  ["2024-05-03", false],
  ["-12-34", false],
])("the value %s is a place: %s", (value, is) => {
  expect(isPlace(value)).toBe(is);
});

test("a place is found where it could not be understood, and in any stream", () => {
  const { container, streams } = PHONE_FACTS;
  const facts = (tags: object, streamTags: object = {}) =>
    FactsSchema.parse({
      ...PHONE_FACTS,
      about: null,
      container: { ...container, tags },
      streams: [streams[0], { ...streams[1], tags: streamTags }],
    });
  expect(hasPlace(facts({ encoder: "x" }))).toBe(false);
  expect(hasPlace(facts({ location: "the garden" }))).toBe(true);
  expect(hasPlace(facts({}, { note: "+48.2082+016.3738/" }))).toBe(true);
});
