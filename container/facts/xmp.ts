// A place in XMP, as cameras and editing programs write it beside the tags (Exif for XMP, ISO
// 16684-1). The text is a stranger's: only these few values are taken out of it. Pure.

import type { About } from "../../protocol/facts.ts";
import { cleanText } from "../clean-text.ts";

type Location = NonNullable<About["location"]>;

/** The `uuid` box of an XMP packet (XMP Specification Part 3, 1.2.7: MPEG-4). */
export const XMP_UUID = "be7acfcb97a942e89c71999491e3afac";
/** A packet of an editor with its whole history is some tens of kilobytes. */
export const XMP_BYTES_MAX = 256 * 1024;

/** The place in an XMP packet; null where it tells none on Earth. Degrees of WGS 84, metres. */
export function xmpLocation(packet: Uint8Array): Location | null {
  const xml = Buffer.from(packet.subarray(0, XMP_BYTES_MAX)).toString("utf8");
  const [north, east] = [propertyOf(xml, "GPSLatitude"), propertyOf(xml, "GPSLongitude")];
  if (north === null || east === null) return null;
  const [latitude, longitude] = [degrees(north, "NS"), degrees(east, "EW")];
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitude: altitudeIn(xml), text: `${north} ${east}` };
}

/** A simple property, as an attribute or an element; null without it. */
function propertyOf(xml: string, name: string): string | null {
  const found = new RegExp(`:${name}\\s{0,9}(?:=\\s{0,9}["']|>)([^"'<>]{1,64})["'<]`, "i").exec(
    xml,
  );
  return cleanText(found?.[1]);
}

const COORDINATE =
  /^([+-]?\d{1,3}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?(?:,(\d{1,2}(?:\.\d{1,12})?))?\s?([NSEW])?$/i;

/** `48,51.5N`, `48,51,30N` (degrees, minutes, seconds), or degrees alone with a sign or letter. */
function degrees(text: string, letters: string): number | null {
  const [, whole, minutes = "0", seconds = "0", letter = ""] = COORDINATE.exec(text) ?? [];
  if (whole === undefined) return null;
  const side = letters.indexOf(letter.toUpperCase());
  if (side < 0) return null;
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3600;
  const back = whole.startsWith("-") || (letter !== "" && side === 1);
  // A ten-millionth of a degree is a centimetre.
  return (back ? -1 : 1) * (Math.round(size * 1e7) / 1e7);
}

/** A fraction or a number; the reference 1 means below the sea. */
function altitudeIn(xml: string): number | null {
  const text = propertyOf(xml, "GPSAltitude") ?? "";
  const [, metres, divisor = "1"] =
    /^(-?\d{1,9}(?:\.\d{1,9})?)(?:\/([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (metres === undefined) return null;
  const altitude = Number(metres) / Number(divisor);
  return propertyOf(xml, "GPSAltitudeRef") === "1" ? -altitude : altitude;
}
