// What the result carries over beside picture and sound: chapters, text subtitles, tags. What it
// cannot carry is named, and what tells of a place or a device stays behind. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import type { Settings } from "../protocol/settings.ts";
import { cleanText } from "./clean-text.ts";
import { isMovingPicture, languageOf } from "./facts/probed-stream.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";

export type Carried = Pick<Plan, "subtitles" | "chapters" | "tags" | "notes">;

/** Most chapters and subtitle tracks: a disc has fewer, a hostile file thousands. */
const CHAPTERS_MAX = 200;
const SUBTITLES_MAX = 16;
/** What comes before the first chapter and is shorter belongs to it. */
const OPENING_SECONDS = 1;
/** Subtitles that are text, by ffprobe's names; MP4 takes them as mov_text. */
const TEXT_SUBTITLES = new Set(["subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text"]);
/** Tags that a person wrote, or that say when the film was made. No others are kept. */
const KEPT_TAGS = [
  ...["title", "artist", "album", "genre", "date", "comment", "description", "copyright"],
  "creation_time",
];
/** QuickTime's own names of tags begin with this. */
const QUICKTIME = "com.apple.quicktime.";
const LOCATION_TAGS = ["location", "location.iso6709"];
/**
 * A place in a free text: two decimal degrees in a row (ISO 6709, `51.501, -0.142`), degrees and
 * minutes, or the word.
 */
const PLACE =
  /\d\.\d{3,}(?:[-+]|\s*[,;/ ]\s*[-+]?)\d{1,3}\.\d{3,}|\d\s?°\s?\d{1,2}(?:\.\d+)?\s?['′]|\bGPS\b/i;

/** Times are those of the result, which begins at `video.startTime` of the source. */
export function carriedOf(
  probed: Probed,
  picture: ProbedStream,
  settings: Settings,
  video: Plan["video"],
): Carried {
  const { stripAll = false, stripLocation = true } = settings.privacy ?? {};
  const others = (probed.streams ?? []).filter((stream) => stream.index !== picture.index);
  const text = others.filter((stream) => isSubtitle(stream) && isText(stream));
  const chapters = chaptersOf(probed, video);
  const { tags, notes } = stripAll ? NO_TAGS : tagsOf(probed.format?.tags, stripLocation);
  return {
    subtitles: text.slice(0, SUBTITLES_MAX).map((stream) => ({
      streamIndex: stream.index,
      language: languageOf(stream),
      title: stripAll ? null : titleOf(stream.tags),
    })),
    chapters: titled(
      stripAll ? chapters.map((chapter) => ({ ...chapter, title: null })) : chapters,
    ),
    tags,
    notes: [
      ...notCarried(others, text.length, (probed.chapters ?? []).length),
      ...(text.some((stream) => stream.codec_name === "ass" || stream.codec_name === "ssa")
        ? ["Subtitles keep their words, not the fonts and places of ASS."]
        : []),
      ...notes,
    ],
  };
}

const NO_TAGS: Pick<Carried, "tags" | "notes"> = { tags: {}, notes: [] };

function tagsOf(given: Record<string, string> | undefined, stripLocation: boolean) {
  const tags: Record<string, string> = {};
  const notes: string[] = [];
  for (const [name, value] of Object.entries(given ?? {})) {
    const key = name.toLowerCase().replace(QUICKTIME, "");
    const text = cleanText(value);
    if (text === null) continue;
    if (LOCATION_TAGS.includes(key)) {
      if (!stripLocation) tags.location = text;
    } else if (KEPT_TAGS.includes(key)) {
      if (stripLocation && PLACE.test(text))
        notes.push(`The ${key} names a place and is left out.`);
      else tags[key] = text;
    }
  }
  return { tags, notes };
}

function chaptersOf(probed: Probed, video: Plan["video"]): Plan["chapters"] {
  const duration = video.frames / toNumber(video.frameRate);
  const moved = (time: string | undefined) =>
    inMilliseconds(Math.min(duration, Math.max(0, (numberOf(time) ?? 0) - video.startTime)));
  const sorted = (probed.chapters ?? [])
    .map((chapter) => ({
      start: moved(chapter.start_time),
      end: moved(chapter.end_time),
      title: titleOf(chapter.tags),
    }))
    .toSorted((a, b) => a.start - b.start);
  const apart = sorted
    .map((chapter, at) => ({
      ...chapter,
      end: Math.min(chapter.end, sorted[at + 1]?.start ?? duration),
    }))
    .filter(({ start, end }) => start < end);
  return fromTheStart(apart).slice(0, CHAPTERS_MAX);
}

type Chapters = Plan["chapters"];

/** The first chapter of an MP4 begins with the film: what comes before one that does not is one. */
function fromTheStart(chapters: Chapters): Chapters {
  const [first, ...others] = chapters;
  if (!first || first.start === 0) return chapters;
  if (first.start < OPENING_SECONDS) return [{ ...first, start: 0 }, ...others];
  return [{ start: 0, end: first.start, title: null }, ...chapters];
}

/** MP4's chapter track leaves out those without a title, and moves the others into their places. */
function titled(chapters: Chapters): Chapters {
  return chapters.map((chapter, at) => ({
    ...chapter,
    title: chapter.title ?? `Chapter ${at + 1}`,
  }));
}

/** As chapters are written. */
function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

/** One sentence on all that stays behind, or none. */
function notCarried(others: readonly ProbedStream[], texts: number, chapters: number): string[] {
  const isKind = (kind: string) => others.filter((stream) => stream.codec_type === kind);
  const pictures = isKind("video");
  const covers = pictures.filter((stream) => !isMovingPicture(stream));
  const bitmaps = others.filter((stream) => isSubtitle(stream) && !isText(stream));
  // QuickTime keeps the titles of chapters in a track of text.
  const data = isKind("data").filter(
    (stream) => chapters === 0 || stream.codec_tag_string !== "text",
  );
  const left = [
    counted(pictures.length - covers.length, "further picture track"),
    counted(covers.length, "cover picture"),
    ...bitmaps.map((stream) => {
      const language = languageOf(stream);
      const kind = cleanText(stream.codec_name) ?? "unknown";
      return `1 track of subtitles that are no text (${language ? `${kind}, ${language}` : kind})`;
    }),
    counted(Math.max(0, texts - SUBTITLES_MAX), "further subtitle track"),
    counted(data.length, "data track"),
    counted(isKind("attachment").length, "attachment"),
    counted(Math.max(0, chapters - CHAPTERS_MAX), "further chapter"),
  ].filter((name) => name !== "");
  return left.length === 0 ? [] : [`Not carried over: ${left.join(", ")}.`];
}

function counted(count: number, name: string): string {
  if (count === 0) return "";
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

function isSubtitle(stream: ProbedStream): boolean {
  return stream.codec_type === "subtitle";
}

function isText(stream: ProbedStream): boolean {
  return TEXT_SUBTITLES.has(stream.codec_name ?? "");
}

/** Matroska spells its tags in capitals. */
function titleOf(tags: Record<string, string> | undefined): string | null {
  const entry = Object.entries(tags ?? {}).find(([name]) => name.toLowerCase() === "title");
  return cleanText(entry?.[1]);
}
