// Places as cameras write them: ISO 6709, annex H (`+52.5200+013.4050+034.000/`). Pure.

import type { About } from "../../protocol/facts.ts";
import { cleanText } from "../clean-text.ts";

type Location = NonNullable<About["location"]>;

const POINT = /^([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)?(?:CRS[\w:-]*)?\/?$/;

/** The place; null where the text is none on Earth. Degrees of WGS 84, altitude in metres. */
export function locationOf(value: string | undefined): Location | null {
  const text = cleanText(value);
  const [, north, east, up] = POINT.exec(text ?? "") ?? [];
  if (text === null || north === undefined || east === undefined) return null;
  const [latitude, longitude] = [degrees(north, 2), degrees(east, 3)];
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitude: up === undefined ? null : Number(up), text };
}

/** Degrees, degrees and minutes, or with seconds too: which it is, the number of digits tells. */
function degrees(text: string, degreeDigits: number): number | null {
  const sign = text.startsWith("-") ? -1 : 1;
  const [whole = "", fraction = "0"] = text.slice(1).split(".");
  const value = Number(`${whole}.${fraction || "0"}`);
  const digits = whole.length - degreeDigits;
  if (digits === 0) return sign * value;
  if (digits === 2) return sign * rounded(Math.floor(value / 100) + (value % 100) / 60);
  if (digits !== 4) return null;
  const minutes = Math.floor(value / 100) % 100;
  return sign * rounded(Math.floor(value / 10_000) + minutes / 60 + (value % 100) / 3600);
}

/** A ten-millionth of a degree is a centimetre. */
function rounded(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}
