// Findings about the picture's shape: its size, turn, pixels, lines and what a decoder must manage.

import type { VideoStream } from "../../protocol/facts.ts";
import type { Finding } from "../../protocol/finding.ts";
import { toNumber } from "../../protocol/rational.ts";
import {
  type Described,
  finding,
  type Placed,
  pictureOf,
  REWRITE,
  said,
  valueAt,
} from "./finding-parts.ts";

/** A pixel aspect nearer to square than this is the rounding of a size to whole blocks. */
const ASPECT_MIN = 0.01;

/**
 * The highest level that hardware decoders of the last ten years share, 5.1: as the codec counts it,
 * and the most pixels of a frame and of a second that it allows (H.264 table A-1, in macroblocks of
 * 256; HEVC table A.8; VP9 bitstream specification annex A; AV1 annex A.3).
 */
const SHARED_LEVEL: Record<string, { level: number; frame: number; second: number }> = {
  h264: { level: 51, frame: 36_864 * 256, second: 983_040 * 256 },
  hevc: { level: 153, frame: 8_912_896, second: 534_773_760 },
  vp9: { level: 51, frame: 8_912_896, second: 588_251_136 },
  av1: { level: 13, frame: 8_912_896, second: 534_773_760 },
};
/** AV1 annex A.3: "maximum parameters", which is no level. */
const AV1_ANY_LEVEL = 31;

/** ffprobe's words for pictures of two fields. */
const FIELDS = new Set(["tt", "bb", "tb", "bt"]);

export function shapeFindings(document: Described): Finding[] {
  const picture = pictureOf(document);
  if (!picture) return [];
  return [
    ...scan(document, picture),
    ...turn(document, picture),
    ...size(document, picture),
    ...level(document, picture),
  ];
}

/** What is measured is believed before what is declared. */
function scan(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const declared = `${path}/fieldOrder`;
  const verdict = "/content/picture/scan/verdict";
  const measured = document.content?.picture?.scan.verdict ?? "unknown";
  const fields = value.fieldOrder !== null && FIELDS.has(value.fieldOrder);
  const findings: Finding[] = [];
  if (measured === "telecine") {
    findings.push(
      finding(
        document,
        "telecine",
        "warning",
        {
          title: "Cinema film stretched to TV",
          explanation:
            "Film of 24 frames a second was stretched to about 30 by mixing halves of neighbouring frames (telecine, 3:2 pulldown).",
          consequence: "Moving edges show combs, and slow camera moves stutter.",
          fix: "Let Reelight make the film's own frames again.",
          settings: REWRITE,
        },
        [verdict],
      ),
    );
  }
  if (measured === "interlaced" || (measured === "unknown" && fields)) {
    findings.push(
      finding(
        document,
        "interlaced",
        "warning",
        {
          title: "Interlaced picture",
          explanation:
            "Each frame holds two moments, one in the odd and one in the even lines, as old televisions needed it.",
          consequence: "On today's screens moving edges show combs unless the player removes them.",
          fix: "Let Reelight turn it into whole frames.",
          settings: REWRITE,
        },
        measured === "interlaced" ? [verdict, declared] : [declared],
      ),
    );
  }
  const hidden = value.fieldOrder === "progressive" && measured === "interlaced";
  if (hidden || (fields && measured === "progressive")) {
    findings.push(
      finding(
        document,
        "scan_mislabelled",
        hidden ? "warning" : "info",
        {
          title: "Wrong label on its lines",
          explanation: hidden
            ? "The file says that its frames are whole (progressive), but they are made of two fields (interlaced)."
            : "The file says that its frames are made of two fields (interlaced), but they are whole (progressive).",
          consequence: hidden
            ? "Players trust the label and show combs at moving edges."
            : "Players that trust the label soften the picture for nothing.",
          fix: "Let Reelight write the file again: it looks at the picture, not at the label.",
          settings: REWRITE,
        },
        [declared, verdict],
      ),
    );
  }
  return findings;
}

function turn(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  if (value.rotation === 0 && !value.flipped) return [];
  const turned = value.rotation === 0 ? "" : `turned by ${value.rotation}° clockwise`;
  const how = [turned, value.flipped ? "mirrored" : ""].filter((word) => word !== "").join(" and ");
  return [
    finding(
      document,
      "rotated",
      // Browsers turn; few programs mirror.
      value.flipped ? "warning" : "info",
      {
        title: value.flipped ? "Mirrored by a mark" : "Turned by a mark",
        explanation: `The picture is stored another way round; a mark in the file asks to show it ${how}. Phones do so.`,
        consequence: "Browsers obey the mark. Programs that do not show the film on its side.",
        fix: "Let Reelight turn the picture itself, so that no mark is needed.",
        settings: REWRITE,
      },
      [`${path}/rotation`, `${path}/flipped`],
    ),
  ];
}

function size(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const { width, height } = value;
  const aspect = toNumber(value.sampleAspectRatio);
  const findings: Finding[] = [];
  if (width % 2 === 1 || height % 2 === 1) {
    findings.push(
      finding(
        document,
        "odd_size",
        "info",
        {
          title: "Odd size",
          explanation: `The picture is ${width} × ${height} pixels. Colour is stored for pairs of pixels, so most programs expect even numbers.`,
          consequence: "Some programs refuse it or add a coloured line at an edge.",
          fix: "Let Reelight write an even size.",
          settings: REWRITE,
        },
        [`${path}/width`, `${path}/height`],
      ),
    );
  }
  if (Math.abs(aspect - 1) >= ASPECT_MIN) {
    findings.push(
      finding(
        document,
        "non_square_pixels",
        "warning",
        {
          title: "Stretched pixels",
          explanation: `Each pixel is to be shown ${said(aspect, 2)} times as wide as it is high: ${width} × ${height} stored, ${value.displayWidth} × ${value.displayHeight} shown.`,
          consequence:
            "Browsers do that. Some editing programs and social networks do not, and people look too thin or too wide.",
          fix: "Let Reelight write square pixels.",
          settings: REWRITE,
        },
        [`${path}/sampleAspectRatio`, `${path}/displayWidth`, `${path}/displayHeight`],
      ),
    );
  }
  return findings;
}

function level(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const shared = SHARED_LEVEL[value.codec ?? ""];
  if (!shared || value.level === null || value.level <= shared.level) return [];
  if (value.codec === "av1" && value.level === AV1_ANY_LEVEL) return [];
  const pixels = Math.ceil(value.width / 16) * Math.ceil(value.height / 16) * 256;
  const rate = value.measuredFrameRate ?? (value.frameRate && toNumber(value.frameRate));
  // A large or fast picture needs what it declares.
  if (!rate || pixels > shared.frame || pixels * rate > shared.second) return [];
  const name = valueAt(document, `${path}/levelName`);
  return [
    finding(
      document,
      "level_too_high",
      "warning",
      {
        title: "Asks for more than it needs",
        explanation: `The file declares level ${name ?? value.level}: how fast a player must be. A picture of this size and frame rate needs 5.1 at most, which is as far as many phones, televisions and graphics cards go.`,
        consequence: "Some devices refuse it although they could play it.",
        fix: "Let Reelight write it with the level that its size and frame rate need.",
        settings: REWRITE,
      },
      ["level", "levelName", "width", "height"].map((name) => `${path}/${name}`),
    ),
  ];
}
