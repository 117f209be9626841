import { describe, expect, it } from "vitest";
import { xmpLocation } from "./xmp.ts";

const packet = (properties: string) =>
  Buffer.from(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description ${properties}/></x:xmpmeta>`,
    "utf8",
  );
const at = (latitude: string, longitude: string, more = "") =>
  xmpLocation(packet(`exif:GPSLatitude="${latitude}" exif:GPSLongitude='${longitude}' ${more}`));

describe("a place in XMP", () => {
  it.each([
    ["48,51.5N", "2,21.0E", 48.8583333, 2.35],
    ["48,51,30N", "2,21,0W", 48.8583333, -2.35],
    ["33,51.408S", "151,12.6E", -33.8568, 151.21],
    ["-33.8568", "+151.21", -33.8568, 151.21],
    ["33.8568 S", "151.21E", -33.8568, 151.21],
  ])("is %s %s", (north, east, latitude, longitude) => {
    expect(at(north, east)).toEqual({
      ...{ latitude, longitude, altitude: null, text: `${north} ${east}` },
    });
  });

  it("is read from elements too, with its height", () => {
    const elements =
      "/><e:GPSLatitude>1,30N</e:GPSLatitude><e:GPSLongitude>2,0E</e:GPSLongitude><a ";
    expect(xmpLocation(packet(elements))).toMatchObject({ latitude: 1.5, longitude: 2 });
    expect(at("1N", "2E", 'exif:GPSAltitude="1234/10"')?.altitude).toBe(123.4);
    expect(at("1N", "2E", 'exif:GPSAltitude="12" exif:GPSAltitudeRef="1"')?.altitude).toBe(-12);
  });

  it.each([
    ["91N", "2E"],
    ["48,51.5E", "2,21N"],
    ["", "2E"],
    ["north", "2E"],
    ["1,2,3,4N", "2E"],
  ])("is not %s %s", (north, east) => {
    expect(at(north, east)).toBeNull();
  });

  it("is none without both, in noise, and in megabytes of a stranger's spaces", () => {
    expect(xmpLocation(packet('exif:GPSLatitude="48,51.5N"'))).toBeNull();
    expect(xmpLocation(Buffer.alloc(100, 0xff))).toBeNull();
    const started = performance.now();
    expect(xmpLocation(packet(`:GPSLatitude${" ".repeat(1e6)}`))).toBeNull();
    expect(xmpLocation(packet(":GPSLatitude=".repeat(1e5)))).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
