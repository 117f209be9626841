// What is asked of the library: words to look for and an order. Kept in the page's address, so that
// a reload and the back button find the same list. Pure.

import type { VideoStatus } from "../../protocol/video.ts";
import { words as wordsNow } from "../language/words.ts";
import type { Entry } from "./entries.ts";

/** Orders of the list; the first is the usual one. */
export const SORTS = ["newest", "name", "size", "length", "state"] as const;

export type Sort = (typeof SORTS)[number];
export type Query = { words: string; sort: Sort };

export const EVERYTHING: Query = { words: "", sort: "newest" };

export function isSort(text: string | null): text is Sort {
  return SORTS.some((sort) => sort === text);
}

/** Reads `?q=…&sort=…`; what cannot be read is as if it were not there. */
export function readQuery(search: string): Query {
  const parameters = new URLSearchParams(search);
  const sort = parameters.get("sort");
  return { words: parameters.get("q") ?? "", sort: isSort(sort) ? sort : EVERYTHING.sort };
}

/** The query as `?q=…&sort=…`, or nothing where all is as usual. */
export function writeQuery({ words, sort }: Query): string {
  const parameters = new URLSearchParams();
  if (words.trim() !== "") parameters.set("q", words.trim());
  if (sort !== EVERYTHING.sort) parameters.set("sort", sort);
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Shorter beginnings of a state's words are letters of a name. */
const STATE_LETTERS = 4;

/** What wants a person comes first, then what is on its way, then what is done. */
const STATE_ORDER: readonly VideoStatus[] = [
  "failed",
  "cancelled",
  "uploading",
  "processing",
  "ready",
];

/** People count and leave out accents: `clip 2` before `clip 10`. */
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** The entries that fit every word of the query, in its order. `entries` come newest first. */
export function arrange(entries: readonly Entry[], { words, sort }: Query): Entry[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => wanted.every((word) => fits(entry, word)));
  return found.sort(ORDERS[sort]);
}

/** Array.sort keeps what an order calls equal as it came. */
const ORDERS: Record<Sort, (one: Entry, other: Entry) => number> = {
  newest: () => 0,
  name: (one, other) => byName.compare(one.name, other.name),
  size: (one, other) => (other.bytes ?? -1) - (one.bytes ?? -1),
  length: (one, other) => (other.duration ?? -1) - (one.duration ?? -1),
  state: (one, other) => STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state),
};

function fits({ name, state }: Entry, word: string): boolean {
  if (plain(name).includes(word)) return true;
  const ofState = plain(wordsNow().library.stateWords[state]).split(" ");
  return word.length >= STATE_LETTERS && ofState.some((one) => one.startsWith(word));
}

/** Small letters without accents. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
