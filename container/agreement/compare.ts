// Sets what MediaInfo says of a file beside what the document says, field by field.

import type { Stream } from "../../protocol/facts.ts";
import type { Track } from "./mediainfo.ts";
import type { Read } from "./read-document.ts";
import {
  AUDIO_RULES,
  GENERAL_RULES,
  OTHER_RULES,
  type Ours,
  type Rule,
  type Value,
  VIDEO_RULES,
} from "./rules.ts";

/** A field that both know, and whether they agree. */
export type Compared = {
  clip: string;
  /** `Video.Width`; streams of a kind after the first have their number: `Audio2.Format`. */
  field: string;
  ours: Value;
  theirs: Value;
  agree: boolean;
};

/** All fields of the clip that both sides report. */
export function compare(clip: string, read: Read, tracks: readonly Track[]): Compared[] {
  const of = <Kind extends Stream["kind"]>(kinds: readonly Kind[]) =>
    read.facts.streams.filter((stream): stream is Extract<Stream, { kind: Kind }> =>
      kinds.some((kind) => kind === stream.kind),
    );
  const all: Compared[] = [];
  const take = <Kept extends Stream | null>(
    type: string,
    streams: readonly Kept[],
    rules: readonly Rule<Kept>[],
  ) => {
    for (const [at, track] of tracks.filter((track) => track.type === type).entries()) {
      const stream = streams[at];
      if (stream === undefined) continue;
      const index = stream?.index;
      const packets = read.packets?.streams.find((each) => each.index === index) ?? null;
      const ours = { ...read, stream, read: packets };
      const prefix = at === 0 ? type : `${type}${at + 1}`;
      all.push(...rules.flatMap((rule) => judged(clip, prefix, rule, ours, track)));
    }
  };
  take("General", [null], GENERAL_RULES);
  take("Video", of(["video"]), VIDEO_RULES);
  take("Audio", of(["audio"]), AUDIO_RULES);
  take("Text", of(["subtitle"]), OTHER_RULES);
  return all;
}

function judged<Stream>(
  clip: string,
  prefix: string,
  rule: Rule<Stream>,
  known: Ours<Stream>,
  { values }: Track,
): Compared[] {
  const text = values[rule.field];
  if (text === undefined) return [];
  const [ours, theirs] = [rule.ours(known), rule.theirs ? rule.theirs(text, values) : text];
  if (ours === null || theirs === null) return [];
  const field = `${prefix}.${rule.field}`;
  return [{ clip, field, ours, theirs, agree: alike(ours, theirs, rule.within ?? {}) }];
}

function alike(
  ours: Value,
  theirs: Value,
  { absolute = 0, share = 0 }: NonNullable<Rule<null>["within"]>,
) {
  if (typeof ours !== "number" || typeof theirs !== "number") return ours === theirs;
  // What is left of rounding when decimals become binary.
  return Math.abs(ours - theirs) <= Math.max(absolute, share * Math.abs(theirs)) + 1e-9;
}
