// The facts, completed by what the packets show: lengths, counts and rates that headers only declare.
// Pure.

import type { Facts, Stream } from "../../protocol/facts.ts";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { Packets } from "../../protocol/packets.ts";
import type { Probed } from "../ffprobe-json.ts";
import type { PacketStatistics } from "./packet-clock.ts";
import { conflictsOf, lengthAgrees } from "./packet-conflicts.ts";
import { microseconds, packetsPerPicture } from "./packet-report.ts";

/** The facts with what the packets of each stream say in place of what its header declares. */
export function withPackets(
  facts: Facts,
  probed: Probed,
  read: ReadonlyMap<number, PacketStatistics>,
  packets: Packets,
): Facts {
  const picture = filmPictureOf(facts);
  const pictureRead = picture && read.get(picture.index);
  const pictureStart = pictureRead?.first ?? null;
  const pictureSeconds = pictureRead?.medianDistance ?? 0;
  const streams = facts.streams.map((stream): Stream => {
    const statistics = read.get(stream.index);
    if (!statistics || (stream.kind !== "video" && stream.kind !== "audio")) return stream;
    const { first, end, bytes } = statistics;
    const duration = first !== null && end !== null ? microseconds(end - first) : null;
    const timing = {
      duration: duration ?? stream.duration,
      startTime: first ?? stream.startTime,
      bitrate: duration ? Math.round((bytes * 8) / duration) : stream.bitrate,
    };
    if (stream.kind === "audio") {
      return { ...stream, ...timing, delay: delayOf(first, pictureStart) };
    }
    const perPicture = packetsPerPicture(probed, statistics, stream);
    const frames = Math.round(statistics.packets / perPicture);
    return {
      ...stream,
      ...timing,
      frames,
      measuredFrameRate: duration ? frames / duration : null,
      variableFrameRate: paceOf(packets, stream.index)?.variable ?? null,
      keyframeInterval: statistics.keyframeInterval,
    };
  });
  const { duration } = packets;
  const isRight = lengthAgrees(
    facts.container.duration,
    duration,
    [...read.values()],
    pictureSeconds,
  );
  const container = withLength(facts.container, duration, isRight);
  const measured = { ...facts, container, streams };
  const comparison = { facts: measured, streams: read, duration, picture: pictureSeconds };
  return { ...measured, conflicts: conflictsOf(facts, comparison) };
}

function paceOf({ streams }: Packets, index: number) {
  return streams.find((stream) => stream.index === index)?.pace;
}

/**
 * Seconds from the picture's start to the sound's. What lies before zero nobody hears: players begin
 * there, and it is where an encoder's delay is put.
 */
function delayOf(sound: number | null, picture: number | null): number | null {
  if (sound === null || picture === null) return null;
  const heard = Math.max(sound, Math.min(0, picture));
  return microseconds(heard - picture);
}

/** The declared length if it is right, else the measured one; and the bitrate that goes with it. */
function withLength(
  container: Facts["container"],
  duration: number | null,
  isRight: boolean,
): Facts["container"] {
  if (duration === null || duration <= 0) return container;
  if (isRight && container.duration !== null) return container;
  const bitrate = Math.round((container.bytes * 8) / duration);
  // ffprobe divides the file's size by the declared length: a wrong one makes a wrong rate.
  return { ...container, duration, bitrate: isRight ? (container.bitrate ?? bitrate) : bitrate };
}
