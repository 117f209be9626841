// What tags mean: who, when, where, with what. Names differ from one container and one maker to the
// next. Pure; what no tag says is null.

import type { About } from "../../protocol/facts.ts";
import { toNumber } from "../../protocol/rational.ts";
import { cleanText } from "../clean-text.ts";
import type { Probed } from "../ffprobe-json.ts";
import { locationOf } from "./iso6709.ts";
import { declaredRate, filmPictureOf } from "./probed-stream.ts";
import type { Walk } from "./structure.ts";

const APPLE = "com.apple.quicktime.";

/** Names in small letters, the most telling first. */
const NAMES = {
  title: ["title", `${APPLE}title`, `${APPLE}displayname`],
  artist: ["artist", "author", "album_artist", "performer", `${APPLE}artist`, `${APPLE}author`],
  album: ["album", `${APPLE}album`],
  comment: ["comment", `${APPLE}comment`],
  description: ["description", "synopsis", `${APPLE}description`, `${APPLE}information`],
  copyright: ["copyright", `${APPLE}copyright`],
  genre: ["genre", `${APPLE}genre`],
  date: ["date", "date_released", "year", `${APPLE}year`],
  deviceMake: [`${APPLE}make`, "make", "com.android.manufacturer", "manufacturer"],
  deviceModel: [`${APPLE}model`, "model", "com.android.model", "device"],
  lens: [`${APPLE}camera.lens_model`, "lens_model", "lens"],
  writtenBy: ["encoder", "muxing_application", "writing_library"],
  software: [`${APPLE}software`, "software", "writing_application", "creation_tool"],
} as const;

/** Seconds from 1904, where QuickTime's clock begins, to 1970. */
const QUICKTIME_EPOCH_S = 2_082_844_800;

/** Playback this much slower or faster than it was filmed is meant to be seen. */
const FEATURE_RATIO = 1.5;

/** What the tags of the container and of its picture say, and what the walk over it found. */
export function aboutOf(probed: Probed, walk: Walk | null): About {
  const picture = filmPictureOf(probed.streams);
  const tags = tagsByName(probed.format?.tags);
  const said = (names: readonly string[]) => {
    const name = names.find((each) => tags.has(each));
    return cleanText(name === undefined ? undefined : tags.get(name));
  };
  const created = creationOf(tags) ?? creationOf(tagsByName(picture?.tags));
  const { modified = null, library = null, application = null } = walk?.tags ?? {};
  return {
    title: said(NAMES.title),
    artist: said(NAMES.artist),
    album: said(NAMES.album),
    comment: said(NAMES.comment),
    description: said(NAMES.description),
    copyright: said(NAMES.copyright),
    genre: said(NAMES.genre),
    date: said(NAMES.date),
    createdAt: created?.at ?? null,
    modifiedAt: modified ? instant((modified - QUICKTIME_EPOCH_S) * 1000) : null,
    zoneKnown: created?.zoned ?? null,
    deviceMake: said(NAMES.deviceMake),
    deviceModel: said(NAMES.deviceModel),
    lens: said(NAMES.lens),
    // Tags that a film kept from where it was before come after what stands in the header.
    writtenBy: cleanText(application ?? library ?? undefined) ?? said(NAMES.writtenBy),
    software: said(NAMES.software),
    location: placesOf(probed, walk)[0]?.location ?? null,
    features: featuresOf(probed, tags),
  };
}

const PLACES = [`${APPLE}location.iso6709`, "location"];

/** A place, and who read it. */
export type Place = {
  location: NonNullable<About["location"]>;
  reader: "ffprobe" | "boxes";
};

/** Where it was taken, by each that says so: of tags the one with the most digits, then XMP. */
export function placesOf(probed: Probed, walk: Walk | null): Place[] {
  const all = [probed.format, ...(probed.streams ?? [])].map((part) => tagsByName(part?.tags));
  const texts = all.flatMap((tags) => PLACES.map((name) => tags.get(name)));
  const told = [
    ...texts.map((text) => ({ text, reader: "ffprobe" as const })),
    ...(walk?.tags.locations ?? []).map((text) => ({ text, reader: "boxes" as const })),
  ];
  const tagged = told
    .flatMap(({ text, reader }) => {
      const location = locationOf(text);
      return location ? [{ location, reader }] : [];
    })
    .toSorted((a, b) => b.location.text.length - a.location.text.length);
  const inXmp = (walk?.tags.places ?? []).map((location) => ({
    ...{ location, reader: "boxes" as const },
  }));
  return [...tagged, ...inXmp];
}

/** By small letters; of a tag in several languages (`title-eng`), under the plain name too. */
function tagsByName(tags: Record<string, string> = {}): Map<string, string> {
  const named = new Map<string, string>();
  for (const [name, value] of Object.entries(tags)) {
    const plain = name.toLowerCase();
    const spoken = /^(.+)-[a-z]{3}$/.exec(plain)?.[1];
    if (spoken !== undefined && !named.has(spoken)) named.set(spoken, value);
    if (spoken === undefined) named.set(plain, value);
  }
  return named;
}

/** The time of creation. Phones write it with its zone apart from the index's, which is UTC. */
function creationOf(tags: ReadonlyMap<string, string>): { at: string; zoned: boolean } | null {
  for (const name of [`${APPLE}creationdate`, "creation_time", "date"]) {
    const found = timeOf(tags.get(name));
    if (found) return found;
  }
  return null;
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:(Z)|([+-]\d\d):?(\d\d))?$/;

/** ISO 8601 of what containers write; null for no time, and for a clock that was never set. */
function timeOf(text: string | undefined): { at: string; zoned: boolean } | null {
  const [, day, clock, fraction = "", , hours, minutes] = TIME.exec((text ?? "").trim()) ?? [];
  if (!day || !clock) return null;
  const at = `${day}T${clock}${fraction.replace(/\.?0+$/, "")}${hours ? `${hours}:${minutes}` : "Z"}`;
  const time = Date.parse(at);
  const unset = time === 0 || time === -QUICKTIME_EPOCH_S * 1000;
  return Number.isNaN(time) || unset ? null : { at, zoned: hours !== undefined };
}

function instant(time: number): string | null {
  const date = new Date(time);
  const told = !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 1970 && time > 0;
  return told ? date.toISOString().replace(".000Z", "Z") : null;
}

/** Marks of phones that say how the film is meant. */
function featuresOf(probed: Probed, tags: ReadonlyMap<string, string>): string[] {
  const features: string[] = [];
  // What ties the film to its photo (Apple, AVMetadataIdentifierQuickTimeMetadataContentIdentifier).
  if (tags.has(`${APPLE}content.identifier`)) features.push("live-photo");
  const picture = filmPictureOf(probed.streams);
  const rate = picture ? declaredRate(picture) : null;
  const filmed = Number(tags.get("com.android.capture.fps") ?? Number.NaN);
  if (rate && filmed > 0) {
    if (filmed > toNumber(rate) * FEATURE_RATIO) features.push("slow-motion");
    if (filmed * FEATURE_RATIO < toNumber(rate)) features.push("time-lapse");
  }
  // Played at its full rate it is not slowed down: the tag is written where that is a choice.
  if (tags.get(`${APPLE}full-frame-rate-playback-intent`) === "0") features.push("slow-motion");
  return [...new Set(features)];
}
