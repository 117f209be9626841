// Findings about time: pace, key frames, clocks and how long it is.

import type { Facts } from "../../protocol/facts.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import {
  type Described,
  finding,
  type Placed,
  packetsOf,
  pictureOf,
  REWRITE,
  said,
  saidSeconds,
  soundOf,
} from "./finding-parts.ts";

/**
 * Longer groups of pictures were asked for: x264's own are of 250 frames, which last 10.4 s at 24
 * frames a second, and longer than these seconds only where frames are few.
 */
const GOP_S_MAX = 12;
const GOP_FRAMES_MAX = 250;
/**
 * Distances that differ from the rest: fewer are the first and the last frame, whose times muxers
 * round or move, or a frame that was dropped now and then. Of recordings by phones and browsers a fifth
 * and more were seen to differ.
 */
const UNEVEN_MIN = 3;
const UNEVEN_SHARE_MIN = 0.02;
/** A pause in the picture or sound that everyone notices; shorter ones are a dropped frame or two. */
const GAP_S_MIN = 0.2;
/** A length that is off by less is the rounding of containers and the last frame's end. */
const DURATION_S = 1;
const DURATION_SHARE = 0.01;

const LENGTH = "/facts/container/duration";

export function timeFindings(document: Described): Finding[] {
  const picture = pictureOf(document);
  return [
    ...length(document),
    ...(picture ? pace(document, picture.value.index) : []),
    ...(picture ? keyframes(document, picture.value.index) : []),
    ...clock(document),
  ];
}

/** What it says of its length against what the packets show. */
function length(document: Described): Finding[] {
  const measured = document.packets?.duration ?? null;
  const { facts } = document;
  if (measured === null || !facts) return [];
  const { declared, paths } = declaredLength(facts);
  paths.push("/packets/duration");
  if (declared === null) {
    // The index alone may not hold it where the file does.
    if (facts.source !== "ffprobe") return [];
    return [
      finding(
        document,
        "duration_wrong",
        "info",
        {
          title: "Does not say how long it is",
          explanation: `The file does not tell its length; its contents last ${saidSeconds(measured)}. Recordings made in a browser often lack it.`,
          consequence: "Players show no end, and jumping to a place may not work.",
          fix: "Let Reelight write it again with its length.",
          settings: REWRITE,
        },
        paths,
      ),
    ];
  }
  const margin = Math.max(DURATION_S, DURATION_SHARE * measured);
  if (Math.abs(declared - measured) <= margin) return [];
  return [
    finding(
      document,
      "duration_wrong",
      "warning",
      {
        title: "Wrong length",
        explanation: `The file says that it lasts ${saidSeconds(declared)}; its contents last ${saidSeconds(measured)}.`,
        consequence: "The player's time bar is wrong, and jumping to a place may not work.",
        fix: "Let Reelight write it again with its true length.",
        settings: REWRITE,
      },
      paths,
    ),
  ];
}

/** What the file says: where packets show another length, theirs stands, and a conflict keeps both. */
function declaredLength({ container, conflicts }: Facts) {
  const place = conflicts.findIndex(({ path }) => path === LENGTH);
  const values = conflicts[place]?.values ?? [];
  const other = values.findIndex(({ reader }) => reader !== "packets");
  const value = values[other]?.value;
  return typeof value === "number"
    ? { declared: value, paths: [`/facts/conflicts/${place}/values/${other}/value`] }
    : { declared: container.duration, paths: [LENGTH] };
}

function pace(document: Described, index: number): Finding[] {
  const packets = packetsOf(document, index);
  if (!packets?.value.pace || !isUneven(packets.value)) return [];
  const { unevenShare, min, max } = packets.value.pace;
  const percent = said((unevenShare ?? 0) * 100);
  const range =
    min === null || max === null
      ? ""
      : ` They stay from ${saidSeconds(min)} to ${saidSeconds(max)}.`;
  return [
    finding(
      document,
      "variable_frame_rate",
      "warning",
      {
        title: "Uneven frame rate",
        explanation: `${percent} % of its frames stay longer or shorter than the others.${range} Phones and screen recorders do so to save power.`,
        consequence: "Players cope. In editing programs picture and sound can drift apart.",
        fix: "Let Reelight write it with an even frame rate.",
        settings: { ...REWRITE, fpsMethod: "cfr" },
      },
      ["variable", "min", "median", "max", "unevenShare"].map(
        (name) => `${packets.path}/pace/${name}`,
      ),
    ),
  ];
}

/**
 * Uneven by nature. A pause that everyone notices is judged by itself (`timestamp_gaps`) and says
 * nothing of the frames around it; a pace of which 50 and more pauses are listed is made of them.
 */
function isUneven({ packets, pace }: StreamPackets): boolean {
  const distances = packets - 1;
  if (!pace || distances < 1) return false;
  const uneven = Math.round((pace.unevenShare ?? 0) * distances) - noticed(pace).length;
  return uneven >= UNEVEN_MIN && uneven / distances >= UNEVEN_SHARE_MIN;
}

function noticed({ gaps }: NonNullable<StreamPackets["pace"]>) {
  return gaps.filter(({ seconds }) => seconds >= GAP_S_MIN);
}

function keyframes(document: Described, index: number): Finding[] {
  const packets = packetsOf(document, index);
  const groups = packets?.value.groups;
  if (!packets || !groups) return [];
  const findings: Finding[] = [];
  const [seconds, frames] = [groups.maxSeconds ?? 0, groups.maxFrames ?? 0];
  if (seconds > GOP_S_MAX && frames > GOP_FRAMES_MAX) {
    findings.push(
      finding(
        document,
        "long_gop",
        "warning",
        {
          title: "Few places to jump to",
          explanation: `Up to ${said(seconds)} seconds lie between frames that stand on their own (key frames).`,
          consequence:
            "Jumping to a place takes long or lands far from it, and streams start late.",
          fix: "Let Reelight write it with a key frame every few seconds.",
          settings: REWRITE,
        },
        ["maxSeconds", "maxFrames", "keyframes"].map((name) => `${packets.path}/groups/${name}`),
      ),
    );
  }
  if (!groups.startsWithKeyframe) {
    findings.push(
      finding(
        document,
        "no_keyframe_at_start",
        "warning",
        {
          title: "Begins in the middle",
          explanation: "The first frame needs an earlier one that is not in the file.",
          consequence: "The beginning is grey, broken or left out.",
          fix: "Let Reelight begin it with the first whole picture.",
          settings: REWRITE,
        },
        [`${packets.path}/groups/startsWithKeyframe`],
      ),
    );
  }
  return findings;
}

/** Of the picture and of the sound that a player picks. */
function clock(document: Described): Finding[] {
  const streams = [pictureOf(document), soundOf(document)].flatMap((stream) => {
    const packets = stream && packetsOf(document, stream.value.index);
    return packets ? [packets] : [];
  });
  const findings: Finding[] = [];
  const gaps = streams.flatMap(longestGap);
  if (gaps.length > 0) {
    const longest = Math.max(...gaps.map(({ value }) => value));
    findings.push(
      finding(
        document,
        "timestamp_gaps",
        "warning",
        {
          title: "Gaps in it",
          explanation: `Picture or sound is missing for up to ${saidSeconds(longest)}.`,
          consequence: "The picture stands still there, or the sound drops out.",
          fix: "Copy the file again. What is missing cannot be made up for.",
          settings: null,
        },
        gaps.map(({ path }) => path),
      ),
    );
  }
  const broken = streams.flatMap(brokenClock);
  if (broken.length > 0) {
    findings.push(
      finding(
        document,
        "timestamps_broken",
        "warning",
        {
          title: "Muddled clock",
          explanation:
            "The times of its frames run backwards, begin again or are missing, as where recordings were glued together.",
          consequence: "Players jump, freeze or lose the sound's place.",
          fix: "Let Reelight put the times in order.",
          settings: REWRITE,
        },
        broken,
      ),
    );
  }
  return findings;
}

/** The longest gap of a stream with an even pace; an uneven one has gaps by nature. */
function longestGap({ value, path }: Placed<StreamPackets>): Placed<number>[] {
  if (!value.pace || isUneven(value)) return [];
  const longest = Math.max(0, ...noticed(value.pace).map(({ seconds }) => seconds));
  if (longest === 0) return [];
  const place = value.pace.gaps.findIndex(({ seconds }) => seconds === longest);
  return [{ value: longest, path: `${path}/pace/gaps/${place}` }];
}

function brokenClock({ value, path }: Placed<StreamPackets>): string[] {
  return [
    ...(value.nonMonotonic > 0 ? [`${path}/nonMonotonic`] : []),
    ...(value.untimed > 0 ? [`${path}/untimed`] : []),
    ...(value.setBack ? [`${path}/setBack`] : []),
  ];
}
