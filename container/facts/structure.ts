// The walk over a source's own structure, beside ffprobe. It only adds: whatever happens to it, the
// facts are still told.

import type { About } from "../../protocol/facts.ts";
import type { Source } from "../../protocol/job.ts";
import type { ProbedStream } from "../ffprobe-json.ts";
import { rangeReader } from "../range-reader.ts";
import { readMatroskaStructure } from "./matroska-structure.ts";
import { readMp4Structure, type StructureInput } from "./mp4-structure.ts";
import type { Mp4Track } from "./mp4-tracks.ts";
import type { SampleEntry } from "./sample-entry.ts";
import { xmpLocation } from "./xmp.ts";

/** Nobody waits longer for it: an ordinary walk takes one to three reads. */
const WALL_MS = 8_000;

export type ContainerTrack = Pick<Mp4Track, "id" | "edits"> & { entry: SampleEntry | null };

/** What the container says apart from tags, or in tags that ffprobe passes over; else null. */
export type ContainerTags = {
  /** Seconds since 1904 when the index was last changed. */
  modified: number | null;
  /** ISO 6709. */
  locations: string[];
  /** Places in XMP. */
  places: NonNullable<About["location"]>[];
  /** The library and the program that wrote a Matroska file. */
  library: string | null;
  application: string | null;
};

export type Walk = {
  structure: StructureInput;
  tags: ContainerTags;
  tracks: ContainerTrack[];
};

/**
 * How the source is built; null where nothing could be found out, or where `signal` ended it. Never
 * rejects.
 */
export async function walkSource(
  source: Source,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Walk | null> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(WALL_MS)]);
  try {
    return await walk(source, timed);
  } catch (error) {
    // A gateway that does not answer is told by ffprobe, which reads the same source.
    if (!signal.aborted) log(`no walk over the boxes: ${error instanceof Error ? error.name : ""}`);
    return null;
  }
}

async function walk(source: Source, signal: AbortSignal): Promise<Walk | null> {
  const readAt = rangeReader(source, signal);
  if (source.demuxer === "mov") {
    const { structure, index, xmp } = await readMp4Structure(readAt, source.bytes);
    const places = xmp.flatMap((packet) => xmpLocation(packet) ?? []);
    const tags = { modified: index?.modified || null, locations: index?.locations ?? [], places };
    return { structure, tags: { ...NO_TAGS, ...tags }, tracks: index?.tracks ?? [] };
  }
  if (source.demuxer !== "matroska") return null;
  const found = await readMatroskaStructure(readAt, source.bytes);
  if (!found) return null;
  const tracks = found.tracks.map(({ number, configuration }) => ({
    ...{ id: number, edits: [] },
    entry: { ...NO_ENTRY, configuration },
  }));
  return { structure: found.structure, tags: { ...NO_TAGS, ...found.tags }, tracks };
}

const NO_TAGS: ContainerTags = {
  ...{ modified: null, locations: [], places: [], library: null, application: null },
};
const NO_ENTRY = {
  ...{ type: null, size: null, colour: null, pixelAspect: null, aperture: null, encryption: null },
};

/** The track that is ffprobe's stream: by its number, or by its place if ffprobe tells no number. */
export function trackOf(walk: Walk | null, stream: ProbedStream): ContainerTrack | null {
  if (stream.id === undefined) return walk?.tracks[stream.index] ?? null;
  const numbered = walk?.tracks.filter((track) => track.id === Number(stream.id)) ?? [];
  return numbered.length === 1 ? (numbered[0] ?? null) : null;
}
