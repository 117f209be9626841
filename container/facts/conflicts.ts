// Where the container and the picture's own bits say different things. Pure.

import type { Conflict, Facts, VideoStream } from "../../protocol/facts.ts";
import type { Probed } from "../ffprobe-json.ts";
import { placesOf } from "./about.ts";
import { avcHeaders } from "./avc-headers.ts";
import { colourNames } from "./colour-names.ts";
import type { Beside } from "./facts.ts";
import type { SampleEntry } from "./sample-entry.ts";
import { trackOf } from "./structure.ts";

/** Each value on which the two disagree; the one that stands in the facts first. */
export function conflictsOf(facts: Facts, probed: Probed, beside: Beside): Conflict[] {
  return [...pictures(facts, probed, beside), ...locations(probed, beside)];
}

/** Two tags for one place: programs that copy a film often change only one. */
function locations(probed: Probed, { walk }: Beside): Conflict[] {
  const [first, ...others] = placesOf(probed, walk);
  const other = first && others.find((each) => !isSamePlace(first.location, each.location));
  if (!first || !other) return [];
  const values = [first, other].map(({ location, reader }) => ({
    ...{ source: "tag" as const, reader, value: location.text },
  }));
  return [{ path: "/facts/about/location/text", values }];
}

type Point = { latitude: number; longitude: number };

function isSamePlace(a: Point, b: Point): boolean {
  const apart = [a.latitude - b.latitude, a.longitude - b.longitude].map(Math.abs);
  return Math.max(...apart) <= SAME_DEGREES;
}

/** Some ten metres: tags are rounded in different ways. */
const SAME_DEGREES = 1e-4;

function pictures(facts: Facts, probed: Probed, { walk, heads }: Beside): Conflict[] {
  return facts.streams.flatMap((stream, place) => {
    const source = probed.streams?.[place];
    const entry = source ? trackOf(walk, source)?.entry : null;
    if (stream.kind !== "video" || !entry) return [];
    const found = [...sizes(stream, entry), ...colours(stream, entry)];
    const aspect = aspectRatio(stream, entry, heads.get(stream.index));
    return [...found, ...aspect].map(({ field, values }) => ({
      path: `/facts/streams/${place}/${field}`,
      values,
    }));
  });
}

type Found = { field: string; values: Conflict["values"] };
type Value = Conflict["values"][number]["value"];

/** ffprobe tells what the decoder found, and what the container says only where that is silent. */
function decoderAgainstBox(field: string, decoded: Value, boxed: Value): Found[] {
  if (decoded === null || boxed === null || decoded === boxed) return [];
  return [
    {
      field,
      values: [
        { source: "bitstream", reader: "ffprobe", value: decoded },
        { source: "container", reader: "boxes", value: boxed },
      ],
    },
  ];
}

function sizes(stream: VideoStream, { size }: SampleEntry): Found[] {
  // Some writers leave the entry's size at zero.
  if (!size || size.width === 0 || size.height === 0) return [];
  return [
    ...decoderAgainstBox("width", stream.width, size.width),
    ...decoderAgainstBox("height", stream.height, size.height),
  ];
}

function colours(stream: VideoStream, { colour }: SampleEntry): Found[] {
  if (!colour) return [];
  const named = colourNames(colour);
  const range = colour.fullRange === null ? null : colour.fullRange ? "pc" : "tv";
  return [
    ...decoderAgainstBox("colour/range", stream.colour.range, range),
    ...decoderAgainstBox("colour/primaries", stream.colour.primaries, named.primaries),
    ...decoderAgainstBox("colour/transfer", stream.colour.transfer, named.transfer),
    ...decoderAgainstBox("colour/matrix", stream.colour.matrix, named.matrix),
  ];
}

/** Of the shape of pixels ffprobe tells the container's; H.264's own stands in its header. */
function aspectRatio(
  stream: VideoStream,
  { configuration, pixelAspect }: SampleEntry,
  head: Uint8Array | undefined,
): Found[] {
  if (stream.codec !== "h264" || !pixelAspect || pixelAspect[1] === 0) return [];
  const ratio = avcHeaders(configuration, head)?.sampleAspectRatio;
  if (!ratio || ratio[0] * pixelAspect[1] === ratio[1] * pixelAspect[0]) return [];
  return [
    {
      field: "sampleAspectRatio",
      values: [
        { source: "container", reader: "ffprobe", value: pixelAspect.join(":") },
        { source: "bitstream", reader: "boxes", value: ratio.join(":") },
      ],
    },
  ];
}
