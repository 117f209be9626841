// Findings about colour and light as the file declares them.

import type { VideoStream } from "../../protocol/facts.ts";
import type { Finding } from "../../protocol/finding.ts";
import { type Described, finding, type Placed, pictureOf, REWRITE } from "./finding-parts.ts";
import { isDolbyVisionAlone } from "./refusal.ts";

/** Transfers of ITU-R BT.2100, which knows 10 and 12 bits and no less. */
const HDR_TRANSFERS = new Set(["smpte2084", "arib-std-b67"]);
const HDR_BITS_MIN = 10;
/** Pixels without luma and chroma: a matrix means nothing to them. */
const WITHOUT_MATRIX = /^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|gray|pal8|mono|ya)/;
/** What a transparent picture is laid upon: pages and documents are white. */
const WHITE = "#ffffff";

export function colourFindings(document: Described): Finding[] {
  const picture = pictureOf(document);
  if (!picture) return [];
  return [
    ...conflict(document, picture),
    ...untagged(document, picture),
    ...fullRange(document, picture),
    ...dynamicRange(document, picture),
    ...transparency(document, picture),
  ];
}

function conflict(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const conflicts = document.facts?.conflicts ?? [];
  const disputed = conflicts.flatMap(({ path: at }, place) =>
    at.startsWith(`${path}/colour/`) ? [at, `/facts/conflicts/${place}/values`] : [],
  );
  const { transfer, matrix } = value.colour;
  const pixels = value.pixelFormat ?? "";
  if (matrix === "gbr" && pixels.startsWith("yuv")) {
    disputed.push(`${path}/colour/matrix`, `${path}/pixelFormat`);
  }
  const shallow = value.bitDepth !== null && value.bitDepth < HDR_BITS_MIN;
  if (HDR_TRANSFERS.has(transfer ?? "") && shallow) {
    disputed.push(`${path}/colour/transfer`, `${path}/bitDepth`);
  }
  if (disputed.length === 0) return [];
  return [
    finding(
      document,
      "colour_conflict",
      "warning",
      {
        title: "Contradictory colour tags",
        explanation: "The file tells twice how its colours are meant, and the two do not agree.",
        consequence: "Colours and contrast differ from player to player.",
        fix: "Let Reelight write the file again with one set of tags, and compare the colours.",
        settings: REWRITE,
      },
      [...new Set(disputed)],
    ),
  ];
}

function untagged(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const { primaries, transfer, matrix } = value.colour;
  // The index alone tells colour for some codecs only; ffprobe has looked into the stream.
  if (document.facts?.source !== "ffprobe") return [];
  if (value.pixelFormat === null || WITHOUT_MATRIX.test(value.pixelFormat)) return [];
  const tags = Object.entries({ primaries, transfer, matrix });
  const missing = tags.flatMap(([name, tag]) => (tag === null ? [`${path}/colour/${name}`] : []));
  if (missing.length === 0) return [];
  return [
    finding(
      document,
      "colour_untagged",
      "info",
      {
        title: "Colour tags are missing",
        explanation:
          "The file does not say by which standard its colours are to be read, so that players guess from the size of the picture.",
        consequence:
          "Reds and greens may look a little different from player to player, above all in small pictures.",
        fix: "Let Reelight write the tags that players assume.",
        settings: REWRITE,
      },
      missing,
    ),
  ];
}

function fullRange(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  const yuv = !WITHOUT_MATRIX.test(value.pixelFormat ?? "");
  if (value.colour.range !== "pc" || !yuv || value.pixelFormat === null) return [];
  return [
    finding(
      document,
      "full_range",
      "warning",
      {
        title: "Full range of brightness",
        explanation:
          "Black is stored as 0 and white as 255, as computers do. Video usually keeps to 16 to 235.",
        consequence:
          "Televisions and programs that overlook the mark show shadows as black and highlights as white.",
        fix: "Let Reelight write the usual range.",
        settings: REWRITE,
      },
      [`${path}/colour/range`, `${path}/pixelFormat`],
    ),
  ];
}

function dynamicRange(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  if (value.dynamicRange === "SDR") return [];
  const paths = [`${path}/dynamicRange`, `${path}/colour/transfer`];
  if (value.dynamicRange !== "Dolby Vision") {
    return [
      finding(
        document,
        "hdr",
        "info",
        {
          title: `High dynamic range (${value.dynamicRange})`,
          explanation:
            "The picture holds brighter lights and more colours than ordinary screens show.",
          consequence: "On screens and programs without HDR it looks pale and grey.",
          fix: "Let Reelight make a version for every screen, and one that keeps the HDR.",
          settings: { ...REWRITE, hdr: "both" },
        },
        paths,
      ),
    ];
  }
  const dolby = value.hdr?.dolbyVision ?? null;
  // What lies beneath hangs on the profile, which the index alone does not tell.
  if (!dolby) return [];
  const alone = isDolbyVisionAlone(dolby);
  paths.push(`${path}/hdr/dolbyVision/profile`, `${path}/hdr/dolbyVision/compatibility`);
  return [
    finding(
      document,
      "dolby_vision",
      alone ? "warning" : "info",
      {
        title: "Dolby Vision",
        explanation: alone
          ? "The picture is coded for Dolby Vision alone and has no ordinary picture beneath."
          : "The picture carries instructions for Dolby Vision screens above one that others can show.",
        consequence: alone
          ? "Players without Dolby Vision show it in green and purple."
          : "Players without Dolby Vision leave the instructions out and show the picture beneath.",
        fix: alone
          ? "Export it again as HDR10 or HLG where it was made; only a Dolby Vision decoder can read it."
          : "Let Reelight make a version for every screen, and one that keeps the HDR beneath.",
        settings: alone ? null : { ...REWRITE, hdr: "both" },
      },
      paths,
    ),
  ];
}

function transparency(document: Described, { value, path }: Placed<VideoStream>): Finding[] {
  if (value.alpha !== true) return [];
  return [
    finding(
      document,
      "transparency",
      "info",
      {
        title: "Transparent picture",
        explanation: "Parts of the picture are see-through, so that something can lie behind it.",
        consequence: "Players that do not know transparency show black or scraps there.",
        fix: "Keep this file for editing. For watching, let Reelight lay it upon a colour.",
        settings: { ...REWRITE, matte: WHITE },
      },
      [`${path}/alpha`],
    ),
  ];
}
