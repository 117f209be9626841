// A place on Earth in words and as an address of a map. Pure.

import type { About } from "../../protocol/facts.ts";
import { formatNumber } from "../format.ts";
import { words } from "../language/words.ts";

type Location = NonNullable<About["location"]>;

/** `48.2° north, 16.37° east, 171 m above the sea`. */
export function locationWords({ latitude, longitude, altitude }: Location): string {
  const told = words().metadata.location;
  const amount = (value: number, decimals: number) => formatNumber(Math.abs(value), decimals);
  return [
    told.latitude(amount(latitude, 5), latitude >= 0),
    told.longitude(amount(longitude, 5), longitude >= 0),
    ...(altitude === null ? [] : [told.altitude(`${amount(altitude, 0)}\u00a0m`, altitude >= 0)]),
  ].join(", ");
}

/** Near enough to see streets. */
const ZOOM = 15;

export function locationUrl({ latitude, longitude }: Location): string {
  const query = new URLSearchParams({ mlat: String(latitude), mlon: String(longitude) });
  return `https://www.openstreetmap.org/?${query}#map=${ZOOM}/${latitude}/${longitude}`;
}
