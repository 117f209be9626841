// What the steps of the work are called on the page.

import type { TimelineSpan } from "../../protocol/timeline.ts";
import { words } from "../language/words.ts";

type Named = Pick<TimelineSpan, "kind" | "index"> & { rendition?: TimelineSpan["rendition"] };

/** Steps of which there may be several; people count from 1. */
const COUNTED: ReadonlySet<string> = new Set(["encode", "look", "audio"]);

/** `Segment 3`, `Joining and checking (HDR)`. A kind that is newer than the page keeps its own name. */
export function stepName({ kind, index, rendition }: Named): string {
  return withRendition(numberedName(kind, index), rendition);
}

/** `Segments 1 to 60`: a run of steps of one kind. */
export function runName(first: Named, last: Named): string {
  const { step } = words().progress;
  const [from, to] = [first.index + 1, last.index + 1];
  const name =
    first.kind === "encode" ? step.segments(from, to) : step.several(nameOf(first.kind), from, to);
  return withRendition(name, first.rendition);
}

function nameOf(kind: string): string {
  return new Map(Object.entries(words().progress.steps)).get(kind) ?? kind;
}

function numberedName(kind: string, index: number): string {
  const { step } = words().progress;
  // A listen is named by its stream, as the rest of the page names it.
  if (kind === "listen") return step.listening(index);
  return COUNTED.has(kind) ? step.numbered(nameOf(kind), index + 1) : nameOf(kind);
}

function withRendition(name: string, rendition: Named["rendition"]): string {
  return rendition === "hdr" ? `${name} (HDR)` : name;
}
