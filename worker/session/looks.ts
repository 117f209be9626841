// How a film is cut into looks: stretches whose pictures are decoded by one job each. Pure.

import type { Facts, VideoStream } from "../../protocol/facts.ts";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import { DURATION_S_MAX } from "../../protocol/limits.ts";
import type { Packets, StreamPackets } from "../../protocol/packets.ts";
import type { Stretch } from "./state.ts";

/** Longest stretch: what is lost by a crash is little, and what is waited for by others too. */
const LOOK_SECONDS = 60;

/** Pixels of one look: those of LOOK_SECONDS of 1080p30. Larger pictures have shorter stretches. */
const LOOK_PIXELS = LOOK_SECONDS * 30 * 1920 * 1080;

/** Shortest stretch: below it, the start of the programs and of decoding would weigh too much. */
const LOOK_SECONDS_MIN = 10;

/**
 * Where key frames lie far apart, stretches are longer, up to so many times. A look decodes from the
 * key frame before it. A minute of 1080p24 took 6 s of two cores, so that 30 leave it more than half
 * of its time where nothing else runs.
 */
const LONGER_MAX = 30;

/** Most looks of a film: 4 h at LOOK_SECONDS are 240, and each is a row and a request. */
export const LOOKS_MAX = 400;

/** Most small pictures of a sprite, and the least seconds from one to the next. */
const SPRITE_PICTURES_MAX = 400;
const SPRITE_STEP_MIN = 1;

/**
 * The looks of a film, in order and without a gap; none without a picture. Places are seconds from
 * the picture's first frame, as the packets' times tell: an index may claim anything. The last one
 * has no end, so that nothing is left out.
 */
export function layLooks(facts: Facts, packets: Packets): Stretch[] {
  const picture = filmPictureOf(facts);
  if (!picture) return [];
  const read = packets.streams.find(({ index }) => index === picture.index);
  const seconds = secondsOf(facts, picture, read);
  const spriteStep = Math.max(SPRITE_STEP_MIN, Math.ceil((seconds ?? 0) / SPRITE_PICTURES_MAX));
  // Where times mean nothing or begin again, a place cannot be found by its time.
  if (seconds === null || read?.setBack) return [{ start: 0, end: null, spriteStep }];

  const frames = picture.frames ?? read?.packets ?? 0;
  const byWork = (frames * picture.width * picture.height) / LOOK_PIXELS;
  const wanted = Math.ceil(Math.max(seconds / LOOK_SECONDS, byWork));
  const most = Math.min(LOOKS_MAX, Math.floor(seconds / LOOK_SECONDS_MIN));
  // Whole seconds, so that places are exact and read well.
  const even = Math.ceil(seconds / Math.max(1, Math.min(wanted, most)));
  const step = Math.max(even, Math.min(Math.ceil(longGroup(read)), LONGER_MAX * even));
  const count = Math.max(1, Math.ceil(seconds / step));
  return Array.from({ length: count }, (_, nth) => ({
    start: nth * step,
    end: nth === count - 1 ? null : (nth + 1) * step,
    spriteStep,
  }));
}

/**
 * Seconds that a stretch should last, so that decoding from key frames before the stretches is a
 * third of all decoding, at most. From a place in the film it is E[g²] / 2 E[g] seconds back to the key
 * frame, and E[g²] is largest where all groups are either the shortest or the longest: one long group
 * among thousands of short ones weighs little.
 */
function longGroup(read: StreamPackets | undefined): number {
  if (!read?.groups) return 0;
  const { minSeconds, meanSeconds, maxSeconds } = read.groups;
  // Without a key frame all is decoded from the film's start.
  if (!minSeconds || !meanSeconds || !maxSeconds) return Infinity;
  return Math.max(0, minSeconds + maxSeconds - (minSeconds * maxSeconds) / meanSeconds);
}

/**
 * How long the picture lasts; null where nothing tells. One time of many hours may be a damaged
 * packet's: what the frames would last at their usual pace then cuts the film, and the last look
 * takes the rest.
 */
function secondsOf(
  facts: Facts,
  picture: VideoStream,
  read: StreamPackets | undefined,
): number | null {
  const measured = read && read.start !== null && read.end !== null ? read.end - read.start : null;
  const seconds = measured ?? picture.duration ?? facts.container.duration;
  if (seconds !== null && seconds > 0 && seconds <= DURATION_S_MAX) return seconds;
  const paced = (read?.packets ?? 0) * (read?.pace?.median ?? 0);
  return paced > 0 ? Math.min(paced, DURATION_S_MAX) : null;
}
