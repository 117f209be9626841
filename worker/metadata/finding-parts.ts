// What all findings are made of: where things stand in the document, and evidence by JSON pointer.

import type { AudioStream, Stream, VideoStream } from "../../protocol/facts.ts";
import { chosenOf, filmPictureOf } from "../../protocol/film-picture.ts";
import type { Finding, FindingCode, Severity } from "../../protocol/finding.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import type { Settings } from "../../protocol/settings.ts";

/** The document without what is concluded from it. */
export type Described = Omit<MetadataDocument, "findings">;

/** All findings of one subject. */
export type Rule = (document: Described) => Finding[];

/** Something of the document, and the JSON pointer to it. */
export type Placed<Value> = { value: Value; path: string };

type Words = {
  title: string;
  explanation: string;
  consequence: string;
  fix: string;
  /** Of an enhancement that mends it; null where Reelight cannot. */
  settings: Settings | null;
};

/**
 * Settings under which an enhancement changes neither light nor colour, and still writes a file of
 * even frames, upright, with square pixels, tagged, with its index in front, that plays everywhere.
 */
export const REWRITE: Settings = { mode: "manual" };

/** Of a list or a group: what shows a finding is to be read, not all there is. */
export const MEMBERS_MAX = 6;

/** A finding whose evidence is what stands in the document at `paths`. */
export function finding(
  document: Described,
  code: FindingCode,
  severity: Severity,
  { title, explanation, consequence, fix, settings }: Words,
  paths: readonly string[],
): Finding {
  return {
    code,
    severity,
    title,
    explanation,
    consequence,
    fix: { text: fix, settings },
    evidence: paths.flatMap((path) => evidenceAt(document, path)),
  };
}

/** What a pointer points to: a value, a group of them, or the first members of a list. */
function evidenceAt(document: Described, path: string): Finding["evidence"] {
  const value = valueAt(document, path);
  if (isScalar(value)) return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value).slice(0, MEMBERS_MAX);
  const scalars = members.filter((member): member is [string, Scalar] => isScalar(member[1]));
  if (!Array.isArray(value) && members.length > 0 && scalars.length === members.length) {
    return [{ path, value: Object.fromEntries(scalars) }];
  }
  return members.flatMap(([name]) => evidenceAt(document, `${path}/${name}`));
}

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** What a JSON pointer (RFC 6901) points to; null where there is nothing. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value: unknown = document;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  return value ?? null;
}

/** The streams with their places. */
export function streamsOf(document: Described): Placed<Stream>[] {
  const streams = document.facts?.streams ?? [];
  return streams.map((value, place) => ({ value, path: `/facts/streams/${place}` }));
}

/** The film's picture; null while none is known. */
export function pictureOf(document: Described): Placed<VideoStream> | null {
  const value = document.facts && filmPictureOf(document.facts);
  const path = streamsOf(document).find((stream) => stream.value === value)?.path;
  return value && path ? { value, path } : null;
}

/** The sound that a player picks: the first that is marked as default, else the first. */
export function soundOf(document: Described): Placed<AudioStream> | null {
  return chosenOf(audioStreamsOf(document), ({ value }) => value.default);
}

export function audioStreamsOf(document: Described): Placed<AudioStream>[] {
  return streamsOf(document).flatMap(({ value, path }) =>
    value.kind === "audio" ? [{ value, path }] : [],
  );
}

/** What the packets of the stream with that index tell; null before they were read. */
export function packetsOf(document: Described, index: number): Placed<StreamPackets> | null {
  const streams = document.packets?.streams ?? [];
  const place = streams.findIndex((stream) => stream.index === index);
  const value = streams[place];
  return value ? { value, path: `/packets/streams/${place}` } : null;
}

/** A number as a person says it: no more digits than matter, and a real minus. */
export function said(value: number, digits = 1): string {
  return String(Number(value.toFixed(digits))).replace("-", "\u2212");
}

/** A span of time as a person says it. */
export function saidSeconds(seconds: number): string {
  if (seconds < 1) return `${said(seconds * 1000, 0)} milliseconds`;
  if (seconds < 120) return `${said(seconds)} ${said(seconds) === "1" ? "second" : "seconds"}`;
  if (seconds < 7_200) return `${said(seconds / 60)} minutes`;
  return `${said(seconds / 3_600)} hours`;
}

type Range = { start: number; end: number };

/** What is left of the range outside of the holes, the longest piece of it. */
export function longestOutside(range: Range, holes: readonly Range[]): Range {
  let pieces = [range];
  for (const { start, end } of holes) {
    pieces = pieces.flatMap((piece) => [
      { start: piece.start, end: Math.min(piece.end, start) },
      { start: Math.max(piece.start, end), end: piece.end },
    ]);
    pieces = pieces.filter((piece) => piece.end > piece.start);
  }
  const [first = { start: range.end, end: range.end }, ...others] = pieces;
  return others.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a), first);
}

/** Seconds that ranges cover together. */
export function covered(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
}
