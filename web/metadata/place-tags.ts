// Which tags of a file tell where it was made: that is private, and shown only to who asks. Pure.

import type { Facts } from "../../protocol/facts.ts";

/** Words that a name of a tag is made of where it tells a place. */
const PLACE_WORDS = new Set([
  ...["location", "sublocation", "geolocation", "place", "venue", "address", "street", "city"],
  ...["town", "province", "country", "geo", "geotag", "gps", "xyz", "coordinate", "coordinates"],
  ...["latitude", "longitude", "altitude", "lat", "lon", "lng"],
]);

/** A point as ISO 6709 writes it, degrees first: `+48.2082+016.3738/`. */
const POINT = /^[+-]\d{2,6}(\.\d+)?[+-]\d{3,7}(\.\d+)?/;

/** Of a tag's name, spelled in any way: `location-eng`, `GPSLatitude`, `com.example.place_name`. */
export const namesPlace = (name: string) =>
  name
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => PLACE_WORDS.has(word));

/** Of a tag's value, whatever its name is. */
export const isPlace = (value: string) => POINT.test(value.trim());

/** Of a tag of that file. */
export const tellsPlace = (name: string, value: string, facts: Facts) =>
  namesPlace(name) || isPlace(value) || value === facts.about?.location?.text;

/** Whether the file tells a place at all, be it understood or not. */
export const hasPlace = (facts: Facts) =>
  Boolean(facts.about?.location) ||
  [facts.container, ...facts.streams].some(({ tags }) =>
    Object.entries(tags).some(([name, value]) => tellsPlace(name, value, facts)),
  );
