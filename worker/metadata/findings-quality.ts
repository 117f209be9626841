// Findings about how good the decoded picture is: its light, noise and compression.

import type { PictureContent } from "../../protocol/content.ts";
import type { Finding } from "../../protocol/finding.ts";
import {
  type Described,
  finding,
  type Placed,
  packetsOf,
  pictureOf,
  said,
} from "./finding-parts.ts";

/** Middle tones of a good clip begin above, and its light parts reach higher (as `auto` has it). */
const DARK = { p50: 0.22, p95: 0.5 };
/** The median of a good clip is below, or something in it is dark (as `auto` has it). */
const BRIGHT = { p50: 0.68, p5: 0.4 };
/** Nothing above this is in a black picture, which no light brings back (as `auto` has it). */
const NOTHING_SEEN = 0.05;
/** From so much of one colour on it is paper: a slide, a document, a drawing, which is to be bright. */
const PAPER_SHARE_MIN = 0.6;
/** Deviation of luma that is seen on flat surfaces: 1.5 of 219 steps (as `auto` has it). */
const NOISE_MIN = 1.5 / 219;
/** Good coding shows less of its blocks (as `auto` has it). */
const BLOCKINESS_MIN = 0.35;
/**
 * Bits for a pixel of a frame below which blocks come from thrift: twice of what x264 spends on
 * ordinary film at its default quality, for others by their usual saving against it.
 */
const BITS_PER_PIXEL_MAX: Record<string, number> = {
  h264: 0.1,
  hevc: 0.07,
  vp9: 0.07,
  av1: 0.05,
  vp8: 0.12,
  mpeg4: 0.2,
  mpeg2video: 0.3,
};

const CONTENT = "/content/picture";

export function qualityFindings(document: Described): Finding[] {
  const content = document.content?.picture ?? null;
  return content ? [...exposure(document, content), ...quality(document, content)] : [];
}

type Seen = Placed<{ p5: number; p50: number; p95: number }>;

/**
 * Luma by which a picture is judged as `auto` does it; null where that is not known: codes of HDR
 * are no shares of white.
 */
function seenLuma(document: Described, { luma }: PictureContent): Seen | null {
  const path = `${CONTENT}/luma`;
  if (luma.toneMapped) return { value: luma.toneMapped, path: `${path}/toneMapped` };
  const range = pictureOf(document)?.value.dynamicRange ?? "SDR";
  return range === "SDR" ? { value: luma, path } : null;
}

function exposure(document: Described, content: PictureContent): Finding[] {
  const seen = seenLuma(document, content);
  if (!seen) return [];
  const { value: luma, path } = seen;
  const white = content.luma.toneMapped ? "white on an ordinary display" : "white";
  if (content.luma.p99 < NOTHING_SEEN) return [];
  if (luma.p50 < DARK.p50 && luma.p95 < DARK.p95) {
    return [
      finding(
        document,
        "under_exposed",
        "info",
        {
          title: "Dark picture",
          explanation: `Half of it is darker than ${said(luma.p50 * 100, 0)} % of ${white}, and nearly nothing is bright.`,
          consequence: "In a lit room little can be made out.",
          fix: "Let Reelight lift it, unless it is meant to be dark.",
          settings: { mode: "auto" },
        },
        [`${path}/p50`, `${path}/p95`],
      ),
    ];
  }
  if (luma.p50 <= BRIGHT.p50 || luma.p5 <= BRIGHT.p5) return [];
  if ((content.palette[0]?.share ?? 0) >= PAPER_SHARE_MIN) return [];
  return [
    finding(
      document,
      "over_exposed",
      "info",
      {
        title: "Very bright picture",
        explanation: `Half of it is brighter than ${said(luma.p50 * 100, 0)} % of ${white}, and nearly nothing is dark.`,
        consequence: "It looks washed out.",
        fix: "Let Reelight darken it. What is pure white has no detail that could come back.",
        settings: { mode: "auto" },
      },
      [`${path}/p50`, `${path}/p5`],
    ),
  ];
}

function quality(document: Described, content: PictureContent): Finding[] {
  const findings: Finding[] = [];
  if (content.noise !== null && content.noise >= NOISE_MIN) {
    findings.push(
      finding(
        document,
        "noisy",
        "info",
        {
          title: "Grainy picture",
          explanation: "Flat surfaces show grain, as cameras make it in little light.",
          consequence: "It looks restless, and takes more space than a clean picture.",
          fix: "Let Reelight take the noise out, unless it is the grain of a film.",
          settings: { mode: "auto", denoise: "auto" },
        },
        [`${CONTENT}/noise`],
      ),
    );
  }
  const packets = packetsOf(document, content.index);
  const codec = pictureOf(document)?.value.codec ?? "";
  const bits = packets?.value.bitsPerPixel ?? null;
  const most = BITS_PER_PIXEL_MAX[codec];
  const thrifty = bits !== null && most !== undefined && bits < most;
  if (packets && thrifty && content.blockiness !== null && content.blockiness >= BLOCKINESS_MIN) {
    findings.push(
      finding(
        document,
        "low_bitrate",
        "info",
        {
          title: "Strongly compressed",
          explanation:
            "The file was made so small that the edges of its blocks can be seen in the picture.",
          consequence: "Faces and skies show squares, above all where something moves.",
          fix: "Find a better copy if there is one. Reelight can smooth the edges of the blocks.",
          settings: { mode: "auto" },
        },
        [`${packets.path}/bitsPerPixel`, `${CONTENT}/blockiness`],
      ),
    );
  }
  return findings;
}
