// Values of the document, named by JSON pointer, in words: what shows a finding, and what two
// sources say differently. Pure.

import * as z from "zod/mini";
import type { Conflict } from "../../protocol/facts.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { RationalSchema } from "../../protocol/rational.ts";
import {
  formatBitrate,
  formatBytes,
  formatDuration,
  formatFrameRate,
  formatNumber,
  formatPercent,
  formatTimecode,
} from "../format.ts";
import { words } from "../language/words.ts";
import { startOf } from "./moments.ts";
import { scanName, streamTitle } from "./names.ts";
import { isPlace, namesPlace } from "./place-tags.ts";
import { milliseconds, type Row, seconds, withUnit } from "./rows.ts";

/** Longest value that is written out: the rest is in the document itself. */
const VALUE_CHARS = 300;
/** Entries of a list or an object that are written out. */
const ENTRIES_MAX = 6;

/** What shows a finding. */
export function evidenceRows(document: MetadataDocument, { evidence }: Finding): Row[] {
  return evidence.map(({ path, value }) => {
    const [, place, saying] = SAYING.exec(path) ?? [];
    const conflict = document.facts?.conflicts[Number(place)];
    if (conflict?.values[Number(saying)]) {
      const said = capital(sayingWords(conflict, Number(saying)));
      return { name: pathWords(document, conflict.path), value: said };
    }
    return {
      name: pathWords(document, path),
      value: valueWords(path, sinceStart(path, value, startOf(document))),
    };
  });
}

/** What one side of a conflict says. */
const SAYING = /^\/facts\/conflicts\/(\d+)\/values\/(\d+)(?:\/value)?$/;

/** Times within the film, which the file counts by its own clock, as a player counts them. */
function sinceStart(path: string, value: unknown, start: number): unknown {
  if (!/^\/(content|packets)\//.test(path)) return value;
  const shifted = (at: number) => Math.max(0, at - start);
  if (typeof value === "number") return path.endsWith("/at") ? shifted(value) : value;
  const stretch = StretchSchema.safeParse(value);
  if (stretch.success)
    return { start: shifted(stretch.data.start), end: shifted(stretch.data.end) };
  const moment = MomentSchema.safeParse(value);
  return moment.success ? { ...moment.data, at: shifted(moment.data.at) } : value;
}

/** `The container says 40 h, the packets show 1 s.` */
export function conflictWords(document: MetadataDocument, conflict: Conflict): Row {
  const sayings = conflict.values.map((_, index) => sayingWords(conflict, index));
  return { name: pathWords(document, conflict.path), value: `${capital(sayings.join(", "))}.` };
}

/** `the container says 40 h` */
function sayingWords({ path, values }: Conflict, index: number): string {
  const told = words().metadata.evidence;
  const saying = values[index];
  if (!saying) return told.nothing;
  const { source, reader, value } = saying;
  const repeated = values.some((other, at) => at !== index && other.source === source);
  const measured = reader === "packets" ? told.packetsShow : told.picturesShow;
  const who = source === "measured" ? measured : told.sources[source];
  return `${who}${repeated ? ` (${told.readers[reader]})` : ""} ${valueWords(path, value)}`;
}

/** Of a value's path: the place itself, or the tag it was read from. */
const leadsToPlace = (path: string) =>
  path.startsWith("/facts/about/location") ||
  (path.includes("/tags/") && namesPlace(segmentsOf(path).at(-1) ?? ""));

/** `Sound, German: sample rate` of `/facts/streams/1/sampleRate`. */
export function pathWords(document: MetadataDocument, path: string): string {
  const [part, kind = "", ...rest] = segmentsOf(path);
  const told = words().metadata.evidence;
  if (part === "file") return fieldWords([kind, ...rest]) || told.file;
  const streams = document.facts?.streams ?? [];
  const titled = (at: number, names: readonly string[], heard = false) => {
    const stream = streams.find(({ index }) => index === at);
    const name = stream ? streamTitle(stream, streams) : told.stream(at);
    const title = heard ? told.asHeard(name) : name;
    return names.length > 0 ? `${title}: ${fieldWords(names)}` : title;
  };
  const [place, ...inner] = rest;
  if (part === "facts" && kind === "streams" && place !== undefined) {
    return titled(streams[Number(place)]?.index ?? Number(place), inner);
  }
  if (part === "packets" && kind === "streams" && place !== undefined) {
    return titled(document.packets?.streams[Number(place)]?.index ?? Number(place), inner);
  }
  if (part === "content" && kind === "sound" && place !== undefined) {
    const at = document.content?.sound[Number(place)]?.index ?? Number(place);
    return titled(at, inner, true);
  }
  if (part === "content" && kind === "picture") return `${told.asSeen}: ${fieldWords(rest)}`;
  if (part === "facts" && (kind === "container" || kind === "structure" || kind === "about")) {
    const title = told.parts[kind];
    return rest.length > 0 ? `${title}: ${fieldWords(rest)}` : title;
  }
  const names = kind === "" ? [] : [kind, ...rest];
  const title = capital(told.field(part ?? ""));
  return names.length > 0 ? `${title}: ${fieldWords(names)}` : title;
}

/** RFC 6901. */
const segmentsOf = (path: string) =>
  path
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));

/** `keyframeInterval`, `maxSeconds` as `keyframe interval, max seconds`; numbers count from 1. */
function fieldWords(segments: readonly string[]): string {
  const told = words().metadata.evidence;
  return segments
    .map((segment) =>
      /^\d+$/.test(segment) ? told.number(Number(segment) + 1) : told.field(segment),
    )
    .join(", ");
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Any value of the document with the unit that its path tells; the place is not told. */
export function valueWords(path: string, value: unknown): string {
  const told = plainWords(path, value);
  return told.length > VALUE_CHARS ? `${told.slice(0, VALUE_CHARS)}…` : told;
}

const StretchSchema = z.object({ start: z.number(), end: z.number() });
const MomentSchema = z.looseObject({ at: z.number() });

function plainWords(path: string, value: unknown): string {
  const { evidence: told, private: hidden, range } = words().metadata;
  if (leadsToPlace(path)) return hidden;
  if (value === null || value === undefined) return told.nothing;
  if (typeof value === "boolean") return value ? told.yes : told.no;
  if (typeof value === "number") return numberWords(path, value);
  if (typeof value === "string" && path.endsWith("/fieldOrder")) return scanName(value);
  if (typeof value === "string") return path.includes("/tags/") && isPlace(value) ? hidden : value;
  if (Array.isArray(value)) return listWords(path, value);
  const rational = RationalSchema.safeParse(value);
  if (rational.success) {
    const { num, den } = rational.data;
    return /frameRate/i.test(path) ? formatFrameRate(rational.data) : `${num}:${den}`;
  }
  const stretch = StretchSchema.safeParse(value);
  if (stretch.success) {
    return range(formatTimecode(stretch.data.start), formatTimecode(stretch.data.end));
  }
  const entries = Object.entries(value).slice(0, ENTRIES_MAX);
  return entries
    .map(([key, part]) => told.member(fieldWords([key]), plainWords(`${path}/${key}`, part)))
    .join(", ");
}

function listWords(path: string, values: readonly unknown[]): string {
  const told = words().metadata.evidence;
  if (values.length === 0) return told.none;
  const shown = values.slice(0, ENTRIES_MAX).map((value) => plainWords(path, value));
  const more = values.length - shown.length;
  const sentence = shown.join(", ");
  return more > 0 ? told.andMore(sentence, more) : sentence;
}

/** Units by the names of values, the first that fits. */
const UNITS: readonly [path: RegExp, words: (value: number) => string][] = [
  // People count channels from 1.
  [/\/deadChannels\/\d+$/, (channel) => String(channel + 1)],
  [/bitrate/i, formatBitrate],
  [/(bytes|Bytes)$/, formatBytes],
  [/\/pace\/(min|median|mean|max)$/, milliseconds],
  [/frameRate/i, formatFrameRate],
  [/sampleRate$/, (rate) => withUnit(rate / 1000, "kHz", 3)],
  [/duration$/, (length) => (length < 60 ? seconds(length) : formatDuration(length))],
  [/(seconds|Seconds|startTime|start|end|delay|\/at)$/, seconds],
  [/\/loudness$/, (level) => withUnit(level, "LUFS")],
  [/\/loudnessRange$/, (range) => withUnit(range, "LU")],
  [/\/truePeak$/, (peak) => withUnit(peak, "dBTP")],
  [/\/(samplePeak|rms)$/, (level) => withUnit(level, "dBFS")],
  [/\/rotation$/, (degrees) => `${degrees}°`],
  [
    /(Share|overhead|clippedShadows|clippedHighlights|illegal)$/,
    (share) => formatPercent(share, 2),
  ],
  [/\/luma\/(mean|p\d+)$/, (share) => formatPercent(share, 1)],
  [/\/(noise|sharpness|blockiness|saturation|shake)$/, (share) => formatPercent(share, 2)],
  [/(width|height|Width|Height)$/, (pixels) => withUnit(pixels, "px", 2)],
  [/Luminance$|Light$/, (light) => withUnit(light, "cd/m²", 4)],
];

function numberWords(path: string, value: number): string {
  const unit = UNITS.find(([pattern]) => pattern.test(path));
  return unit ? unit[1](value) : formatNumber(value, 4).replace("-", "−");
}
