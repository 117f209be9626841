// A place on Earth in words and as an address of a map. Pure.

import type { About } from "../../protocol/facts.ts";
import { formatNumber } from "../format.ts";

type Location = NonNullable<About["location"]>;

/** `48.2° north, 16.37° east, 171 m above the sea`. */
export function locationWords({ latitude, longitude, altitude }: Location): string {
  const side = (value: number, more: string, less: string) =>
    `${formatNumber(Math.abs(value), 5)}° ${value < 0 ? less : more}`;
  const height =
    altitude === null
      ? []
      : [
          `${formatNumber(Math.abs(altitude), 0)}\u00a0m ${altitude < 0 ? "below" : "above"} the sea`,
        ];
  return [side(latitude, "north", "south"), side(longitude, "east", "west"), ...height].join(", ");
}

/** Near enough to see streets. */
const ZOOM = 15;

export function locationUrl({ latitude, longitude }: Location): string {
  const query = new URLSearchParams({ mlat: String(latitude), mlon: String(longitude) });
  return `https://www.openstreetmap.org/?${query}#map=${ZOOM}/${latitude}/${longitude}`;
}
