// The file as a whole as rows of words: what it is, how it is built, what it says of itself. Pure.

import type { About, Facts, OtherStream, Structure } from "../../protocol/facts.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import {
  formatBitrate,
  formatBytes,
  formatDuration,
  formatFrameRate,
  formatNumber,
  formatPercent,
} from "../format.ts";
import { words } from "../language/words.ts";
import { codecName, dispositionName, featureName } from "./names.ts";
import { counted, list, onlyYes, type Row, row, seconds, yesNo } from "./rows.ts";

/** Lengths that differ by less are the same: the last frame's length is often not written down. */
const SAME_LENGTH_S = 0.1;

export function fileRows({ file, facts, packets, content }: MetadataDocument): Row[] {
  const container = facts?.container;
  const format = facts && formatName(facts);
  const { rows } = words().metadata;
  const told = rows.file;
  const bytes = container?.bytes ?? file.bytes;
  const claimed = container?.duration ?? null;
  const measured = packets?.duration ?? null;
  const differs =
    claimed !== null && measured !== null && Math.abs(claimed - measured) > SAME_LENGTH_S;
  return [
    row(told.format, format, String, familyOf(facts, format)),
    row(rows.size, bytes, formatBytes, bytes === null ? null : told.bytes(formatNumber(bytes, 0))),
    row(rows.length, claimed, formatDuration, differs ? told.claimed : null),
    row(told.measuredLength, differs ? measured : null, formatDuration, told.measured),
    row(rows.bitrate, container?.bitrate, formatBitrate),
    row(told.startsAt, container?.startTime || null, seconds),
    row(told.streams, facts?.streamCount ?? facts?.streams.length),
    row(told.programs, programsOf(facts), list),
    row(told.overhead, packets?.overhead, (share) => formatPercent(share, 2)),
    row(told.extension, file.extension, (extension) => `.${extension}`),
    row(told.declaredType, file.declaredType),
    row(told.mediaType, file.mediaType),
    row("SHA-256", content?.sha256),
  ].flat();
}

/**
 * One demuxer reads MP4 and QuickTime, another Matroska and WebM, and each names both; the brand, or
 * the type that stands in a Matroska file's first element, tells them apart.
 */
function formatName({ container, structure }: Facts): string {
  const brand = structure?.brand?.trim() ?? container.tags.major_brand?.trim();
  if (brand === "qt") return "QuickTime";
  if (brand === "webm") return "WebM";
  if (brand === "matroska") return "Matroska";
  return brand ? "MP4" : (container.formatName ?? container.format);
}

/** The formats among which it was told apart. */
const familyOf = (facts: Facts | null, format: string | null) =>
  facts?.container.formatName === format ? null : facts?.container.formatName;

const programsOf = (facts: Facts | null) =>
  facts && facts.programs.length > 0
    ? facts.programs.map(({ id, name }) => (name ? `${id} (${name})` : `${id}`))
    : null;

export function structureRows(structure: Structure): Row[] {
  const { compatibleBrands, encryption, trailingBytes, interleaveBytes } = structure;
  const { rows } = words().metadata;
  const told = rows.structure;
  return [
    row(told.brand, structure.brand, String, versionWords(structure.brandVersion)),
    row(told.profile, structure.profile),
    row(told.compatible, compatibleBrands.length > 0 ? compatibleBrands : null, list),
    row(told.index, structure.indexFirst, (first) =>
      first ? told.indexFirst : lateIndexWords(structure),
    ),
    row(told.indexSize, structure.indexBytes, formatBytes),
    row(told.fragmented, structure.fragmented, yesNo),
    row(told.trailing, trailingBytes || null, formatBytes),
    row(told.truncated, structure.truncated, onlyYes),
    row(rows.encryption, encryption),
    row(told.credentials, structure.contentCredentials, (there) =>
      there ? told.credentialsThere : null,
    ),
    row("XMP", structure.xmp, (there) => (there ? told.xmpThere : null)),
    row(told.run, interleaveBytes, formatBytes, told.runRemark),
    structure.editLists.flatMap(({ stream, edits }) =>
      row(told.edits(stream), edits.length > 0 ? edits.map(editWords) : null, list),
    ),
  ].flat();
}

const versionWords = (version: number | null) =>
  version === null ? null : words().metadata.rows.structure.version(version);

function editWords({ start, duration, rate }: Structure["editLists"][number]["edits"][number]) {
  const told = words().metadata.rows.structure;
  const speed = rate === 1 ? null : formatNumber(rate, 3);
  if (start === null) return told.emptyEdit(seconds(duration));
  return told.edit(seconds(duration), seconds(start), speed);
}

/** `moov  at 36, 12.4 kB`: the outermost boxes in order. */
export function boxRows({ boxes }: Structure): Row[] {
  return boxes.map(({ type, offset, bytes }) => ({
    name: type,
    value: formatBytes(bytes),
    remark: words().metadata.rows.structure.fromByte(formatNumber(offset, 0)),
  }));
}

/** What tags say by their meaning. The place stands elsewhere, since it is private. */
export function aboutRows(about: About): Row[] {
  const { features } = about;
  const { rows } = words().metadata;
  const told = rows.about;
  const zone = about.zoneKnown === false ? told.noZone : null;
  return [
    row(rows.title, about.title),
    row(told.artist, about.artist),
    row(told.album, about.album),
    row(told.description, about.description),
    row(told.comment, about.comment),
    row(told.genre, about.genre),
    row(told.date, about.date),
    row(told.copyright, about.copyright),
    row(told.createdAt, about.createdAt, momentWords, zone),
    row(told.modifiedAt, about.modifiedAt, momentWords),
    row(told.device, list([about.deviceMake, about.deviceModel].filter((part) => part !== null))),
    row(told.lens, about.lens),
    row(told.features, features.length > 0 ? features.map(featureName) : null, list),
    row(told.software, about.software),
    row(told.writtenBy, about.writtenBy),
  ].flat();
}

/**
 * `3 May 2024, 18:04:10 +02:00`: an instant as its file tells it, in the place's own time where a
 * zone is told. A text that is no such instant is shown as it is.
 */
export function momentWords(iso: string): string {
  const told = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    iso,
  );
  const day = told?.[1] ? dayWords(told[1]) : null;
  if (!told || day === null) return iso;
  const zone = told[3] === "Z" ? "UTC" : told[3];
  return [day, [told[2], zone].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}

/** `3 May 2024` of `2024-05-03…`, or null if that is no day. */
export function dayWords(iso: string): string | null {
  const at = Date.parse(iso.slice(0, 10));
  if (Number.isNaN(at)) return null;
  const parts = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(words().metadata.dayLocale, parts).format(at);
}

export function otherRows(stream: OtherStream): Row[] {
  const size = stream.width && stream.height ? `${stream.width} × ${stream.height}` : null;
  const { dispositions, timecodeRate } = stream;
  const rate = timecodeRate && formatFrameRate(timecodeRate);
  const { rows } = words().metadata;
  return [
    row(rows.other.kind, codecName(stream) ?? stream.codecTag),
    row(rows.title, stream.title),
    row(rows.use, dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row(rows.other.fileName, stream.filename),
    row(rows.other.mediaType, stream.mimeType),
    row(rows.size, stream.bytes, formatBytes),
    row(rows.pictureSize, size),
    row(rows.timecode, stream.timecode, String, rate && rows.other.counted(rate)),
    row(rows.length, stream.duration, formatDuration),
    row(rows.encryption, stream.encryption),
  ].flat();
}

/** Players of Matroska begin without the index, which only tells where to jump to. */
function lateIndexWords({ brand }: Structure): string {
  const told = words().metadata.rows.structure;
  return brand === "matroska" || brand === "webm" ? told.indexLastForJumps : told.indexLast;
}

/** `index at the end`: the structure in a word or two, for its folded section. */
export function structureWords({ indexFirst, fragmented }: Structure): string | null {
  const { short } = words().metadata.rows.structure;
  if (fragmented) return short.fragments;
  if (indexFirst === null) return null;
  return indexFirst ? short.indexFirst : short.indexLast;
}

/** `MP4, 12 s`: for its folded section. */
export function fileWords(facts: Facts): string {
  const { duration } = facts.container;
  return [formatName(facts), duration === null ? null : formatDuration(duration)]
    .filter((part) => part !== null)
    .join(", ");
}

export const streamsWords = (streams: readonly unknown[]) =>
  counted(streams.length, words().metadata.sections.streams);
