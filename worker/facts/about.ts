// What the tags in the index say, by their meaning. mediabunny reads the tags; dates come from the
// file's header. Where two places say the same thing, the one with the zone or the name wins.

import type { MetadataTags } from "mediabunny";
import type * as z from "zod/mini";
import type { AboutSchema } from "../../protocol/facts.ts";
import { cleanText } from "./words.ts";

type About = z.input<typeof AboutSchema>;

/** Instants in milliseconds since 1970, or null. */
export type Dates = { createdAt: number | null; modifiedAt: number | null };

/** Null where nothing is told. */
export function aboutOf(tags: MetadataTags, dates: Dates): About | null {
  const raw = (...names: string[]): string | null => {
    for (const name of names) {
      const value = tags.raw?.[name];
      const text = typeof value === "string" ? cleanText(value) : null;
      if (text !== null) return text;
    }
    return null;
  };
  const zoned = zonedDate(raw("com.apple.quicktime.creationdate"));
  // A box of 3GPP's beside it may tell another place, and only ffprobe reads that.
  const placed = tags.raw?.loci !== undefined;
  const about: About = {
    title: cleanText(tags.title ?? null),
    artist: cleanText(tags.artist ?? null),
    album: cleanText(tags.album ?? null),
    comment: cleanText(tags.comment ?? null),
    description: cleanText(tags.description ?? null),
    genre: cleanText(tags.genre ?? null),
    copyright: raw("cprt", "©cpy", "com.apple.quicktime.copyright"),
    createdAt: zoned ?? iso(dates.createdAt),
    modifiedAt: iso(dates.modifiedAt),
    zoneKnown: zoned === null ? null : true,
    deviceMake: raw("com.apple.quicktime.make", "©mak"),
    deviceModel: raw("com.apple.quicktime.model", "©mod"),
    software: raw("com.apple.quicktime.software", "©swr"),
    writtenBy: raw("©too"),
    location: placed ? null : locationOf(raw("com.apple.quicktime.location.ISO6709", "©xyz")),
  };
  return Object.values(about).some((value) => value !== null) ? about : null;
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Apple writes `2020-06-01T18:30:05+0200`: the zone gets its colon. Null for anything else. */
export function zonedDate(text: string | null): string | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(Z)|([+-]\d\d):?(\d\d))$/.exec(text ?? "");
  if (!parts) return null;
  const zoned = parts[1] + (parts[2] ?? `${parts[3]}:${parts[4]}`);
  return Number.isNaN(Date.parse(zoned)) ? null : zoned;
}

/** Degrees in decimals, as phones write them (ISO 6709, annex H): `+48.8577+002.295+059.255/`. */
export function locationOf(text: string | null): NonNullable<About["location"]> | null {
  const parts =
    /^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?(?:CRS\w+)?\/?$/.exec(
      text ?? "",
    );
  if (!text || !parts) return null;
  const [latitude, longitude] = [Number(parts[1]), Number(parts[2])];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitude: parts[3] ? Number(parts[3]) : null, text };
}
