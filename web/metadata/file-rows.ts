// The file as a whole as rows of words: what it is, how it is built, what it says of itself. Pure.

import type { About, Facts, OtherStream, Structure } from "../../protocol/facts.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import {
  formatBitrate,
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
} from "../format.ts";
import { codecName, dispositionName, featureName } from "./names.ts";
import { counted, list, onlyYes, type Row, row, seconds, yesNo } from "./rows.ts";

/** Lengths that differ by less are the same: the last frame's length is often not written down. */
const SAME_LENGTH_S = 0.1;

export function fileRows({ file, facts, packets, content }: MetadataDocument): Row[] {
  const container = facts?.container;
  const format = facts && formatName(facts);
  const bytes = container?.bytes ?? file.bytes;
  const claimed = container?.duration ?? null;
  const measured = packets?.duration ?? null;
  const differs =
    claimed !== null && measured !== null && Math.abs(claimed - measured) > SAME_LENGTH_S;
  return [
    row("Format", format, String, familyOf(facts, format)),
    row("Size", bytes, formatBytes, bytes === null ? null : `${formatNumber(bytes, 0)} bytes`),
    row("Length", claimed, formatDuration, differs ? "as the file claims" : null),
    row("Measured length", differs ? measured : null, formatDuration, "of pictures and sound"),
    row("Bit rate", container?.bitrate, formatBitrate),
    row("Starts at", container?.startTime || null, seconds),
    row("Streams", facts?.streamCount ?? facts?.streams.length),
    row("Programs", programsOf(facts), list),
    row("Spent on packing", packets?.overhead, (share) => formatPercent(share, 2)),
    row("Name ends in", file.extension, (extension) => `.${extension}`),
    row("Sent as", file.declaredType),
    row("First bytes say", file.mediaType),
    row("Certainty of the format", sureness(container?.probeScore), (score) => `${score} of 100`),
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

/** Only a doubt is worth a row; 0 says that ffprobe was told the format and had nothing to guess. */
const sureness = (score: number | null | undefined) => (score && score < 100 ? score : null);

export function structureRows(structure: Structure): Row[] {
  const { compatibleBrands, encryption, trailingBytes, interleaveBytes } = structure;
  return [
    row("Brand", structure.brand, String, versionWords(structure.brandVersion)),
    row("Also readable as", compatibleBrands.length > 0 ? compatibleBrands : null, list),
    row("Index", structure.indexFirst, (first) =>
      first ? "At the start: playing can begin at once" : lateIndexWords(structure),
    ),
    row("Size of the index", structure.indexBytes, formatBytes),
    row("In fragments", structure.fragmented, yesNo),
    row("Bytes behind the end", trailingBytes || null, formatBytes),
    row("Cut off", structure.truncated, onlyYes),
    row("Encryption", encryption),
    row("Content Credentials", structure.contentCredentials, (there) =>
      there ? "A C2PA manifest is inside; it was not checked" : null,
    ),
    row("Run of one stream", interleaveBytes, formatBytes, "on average, before another's begins"),
    structure.editLists.flatMap(({ stream, edits }) =>
      row(`Edits of stream ${stream}`, edits.length > 0 ? edits.map(editWords) : null, list),
    ),
  ].flat();
}

const versionWords = (version: number | null) => (version === null ? null : `version ${version}`);

function editWords({ start, duration, rate }: Structure["editLists"][number]["edits"][number]) {
  const speed = rate === 1 ? "" : ` at speed ${formatNumber(rate, 3)}`;
  if (start === null) return `nothing for ${seconds(duration)}`;
  return `${seconds(duration)} from ${seconds(start)} on${speed}`;
}

/** `moov  at 36, 12.4 kB`: the outermost boxes in order. */
export function boxRows({ boxes }: Structure): Row[] {
  return boxes.map(({ type, offset, bytes }) => ({
    name: type,
    value: formatBytes(bytes),
    remark: `from byte ${formatNumber(offset, 0)}`,
  }));
}

/** What tags say by their meaning. The place stands elsewhere, since it is private. */
export function aboutRows(about: About): Row[] {
  const { features } = about;
  const zone = about.zoneKnown === false ? "in UTC: the file tells no zone" : null;
  return [
    row("Title", about.title),
    row("Artist", about.artist),
    row("Album", about.album),
    row("Description", about.description),
    row("Comment", about.comment),
    row("Genre", about.genre),
    row("Date", about.date),
    row("Copyright", about.copyright),
    row("Made on", about.createdAt, momentWords, zone),
    row("Changed on", about.modifiedAt, momentWords),
    row("Device", list([about.deviceMake, about.deviceModel].filter((part) => part !== null))),
    row("Lens", about.lens),
    row("Marked as", features.length > 0 ? features.map(featureName) : null, list),
    row("Made with", about.software),
    row("Written by", about.writtenBy),
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
  const words = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", words).format(at);
}

export function otherRows(stream: OtherStream): Row[] {
  const size = stream.width && stream.height ? `${stream.width} × ${stream.height}` : null;
  const { dispositions } = stream;
  return [
    row("Kind", codecName(stream) ?? stream.codecTag),
    row("Title", stream.title),
    row("Use", dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row("File name", stream.filename),
    row("Media type", stream.mimeType),
    row("Size", stream.bytes, formatBytes),
    row("Picture size", size),
    row("Timecode", stream.timecode),
    row("Length", stream.duration, formatDuration),
    row("Encryption", stream.encryption),
  ].flat();
}

/** Players of Matroska begin without the index, which only tells where to jump to. */
const lateIndexWords = ({ brand }: Structure) =>
  brand === "matroska" || brand === "webm"
    ? "At the end: it must be fetched before a jump"
    : "At the end: it must be fetched first";

/** `index at the end`: the structure in a word or two, for its folded section. */
export function structureWords({ indexFirst, fragmented }: Structure): string | null {
  if (fragmented) return "in fragments";
  if (indexFirst === null) return null;
  return indexFirst ? "index at the start" : "index at the end";
}

/** `MP4, 12 s`: for its folded section. */
export function fileWords(facts: Facts): string {
  const { duration } = facts.container;
  return [formatName(facts), duration === null ? null : formatDuration(duration)]
    .filter((part) => part !== null)
    .join(", ");
}

export const streamsWords = (streams: readonly unknown[]) => counted(streams.length, "stream");
