// Findings about the file as such: whether it is whole, how it is built, what it claims to be.

import type { Finding } from "../../protocol/finding.ts";
import { type Described, finding, REWRITE, streamsOf } from "./finding-parts.ts";

/** Bytes behind the last box: fewer are the padding of cards and tools. */
const TRAILING_BYTES_MIN = 1_024;

/** What a file may be called, by the media type of its first bytes. */
const ISO: readonly string[] = [
  ...["mp4", "m4v", "mpg4", "mp4v", "m4a", "m4b", "m4p", "m4r", "mov", "qt", "mqv", "mj2", "f4v"],
  ...["3gp", "3gpp", "3g2", "3gpp2", "3gp2", "insv", "lrv", "360", "cmfv", "cmfa", "ismv", "isma"],
];
/** Whatever Matroska holds may be called mkv, and players take both for each other. */
const MATROSKA: readonly string[] = ["mkv", "webm", "mka", "mk3d", "mks", "weba"];
const EXTENSIONS: Record<string, readonly string[]> = {
  "video/mp4": ISO,
  "video/quicktime": ["mov", ...ISO],
  "video/matroska": MATROSKA,
  "audio/matroska": ["mka", ...MATROSKA],
  "video/webm": ["webm", ...MATROSKA],
  "audio/webm": ["weba", ...MATROSKA],
  "video/x-msvideo": ["avi", "divx"],
  "video/mp2t": ["ts", "mts", "m2ts", "m2t", "trp", "tp", "tsv", "tsa", "tod"],
  "video/mpeg": [
    ...["mpg", "mpeg", "mpe", "mpeg2", "m1v", "m2v", "mpv", "mpv2", "mp2v", "m2p", "ps", "mp2"],
    ...["vob", "vro", "evo", "mod", "tod"],
  ],
  "video/x-flv": ["flv", "f4v"],
  "video/ogg": ["ogg", "ogv", "oga", "ogm", "ogx"],
  "video/x-ms-asf": ["asf", "wmv", "wma"],
};

/**
 * The media types that a sender may declare, one family a line: names that mean the same kind of file,
 * of which browsers and systems know one or another. The first bytes' type is among them.
 */
const FAMILIES: readonly (readonly string[])[] = [
  [
    ...["video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "video/mj2"],
    ...["video/x-f4v", "video/iso.segment", "application/mp4", "audio/mp4", "audio/x-m4a"],
    ...["audio/3gpp", "audio/3gpp2"],
  ],
  [
    ...["video/webm", "video/matroska", "video/x-matroska", "video/matroska-3d"],
    ...["audio/webm", "audio/matroska", "audio/x-matroska"],
  ],
  ["video/x-msvideo", "video/msvideo", "video/avi", "video/vnd.avi", "video/divx"],
  // A file of MPEG may be called so in either form.
  [
    ...["video/mp2t", "video/vnd.dlna.mpeg-tts", "video/mpeg", "video/mpg", "video/x-mpeg"],
    ...["video/mp2p", "video/mpv", "video/dvd", "audio/mpeg"],
  ],
  ["video/x-flv", "video/flv"],
  ["video/ogg", "audio/ogg", "application/ogg", "video/x-ogm+ogg", "video/x-theora+ogg"],
  ["video/x-ms-asf", "video/x-ms-wmv", "audio/x-ms-wma", "application/vnd.ms-asf"],
];

/** What stands behind another dot is no ending: "talk 2024.03.15" has none. */
const KNOWN = new Set(Object.values(EXTENSIONS).flat());

export function fileFindings(document: Described): Finding[] {
  return [...encrypted(document), ...truncated(document), ...build(document), ...type(document)];
}

function encrypted(document: Described): Finding[] {
  const paths = streamsOf(document).flatMap(({ value, path }) =>
    value.encryption === null ? [] : [`${path}/encryption`],
  );
  const scheme = document.facts?.structure?.encryption ?? null;
  if (scheme !== null) paths.unshift("/facts/structure/encryption");
  if (paths.length === 0) return [];
  return [
    finding(
      document,
      "encrypted",
      "error",
      {
        title: "Encrypted",
        explanation: "Picture or sound are locked and need a key that is not in the file.",
        consequence: "Only the player of the shop or service it comes from can show it.",
        fix: "Export it without copy protection where you have the right to.",
        settings: null,
      },
      paths,
    ),
  ];
}

function truncated(document: Described): Finding[] {
  const promised = document.facts?.structure?.truncated === true;
  const broken = document.packets?.truncated === true;
  if (!promised && !broken) return [];
  return [
    finding(
      document,
      "truncated",
      // A stream that was cut off plays up to there; an index that promises more may not even open.
      promised ? "error" : "warning",
      {
        title: promised ? "The end is missing" : "Cut off at the end",
        explanation: promised
          ? "The file announces more than it holds: a copy or recording broke off."
          : "The file ends in the middle of a frame.",
        consequence: promised
          ? "It stops before its end, or does not play at all."
          : "The last moment may be broken.",
        fix: "Copy it again from where it comes from, and wait until that is done.",
        settings: null,
      },
      [
        ...(promised ? ["/facts/structure/truncated"] : []),
        ...(broken ? ["/packets/truncated"] : []),
      ],
    ),
  ];
}

function build(document: Described): Finding[] {
  const structure = document.facts?.structure ?? null;
  const findings: Finding[] = [];
  const mp4 = document.facts?.container.format.split(",").includes("mov") === true;
  if (mp4 && structure?.indexFirst === false && structure.fragmented !== true) {
    findings.push(
      finding(
        document,
        "index_at_end",
        "warning",
        {
          title: "Starts slowly on the web",
          explanation: "The table of contents (index) stands at the end of the file.",
          consequence:
            "Before it can play, a player has to fetch the end; some download all of it first.",
          fix: "Let Reelight write the index to the front.",
          settings: REWRITE,
        },
        ["/facts/structure/indexFirst"],
      ),
    );
  }
  const trailing = structure?.trailingBytes ?? 0;
  if (trailing >= TRAILING_BYTES_MIN) {
    findings.push(
      finding(
        document,
        "trailing_bytes",
        "info",
        {
          title: "Something behind the film",
          explanation: `${trailing} bytes behind the film belong to no part of it.`,
          consequence:
            "No player uses them. They may be rubbish, or something that was hidden there.",
          fix: "Let Reelight write the film without them.",
          settings: REWRITE,
        },
        ["/facts/structure/trailingBytes"],
      ),
    );
  }
  return findings;
}

function type(document: Described): Finding[] {
  const { extension, declaredType, mediaType } = document.file;
  const names = EXTENSIONS[mediaType ?? ""];
  const ending = extension?.toLowerCase() ?? "";
  if (!names) return [];
  const declared = FAMILIES.find((family) => family.includes(declaredType ?? ""));
  const misdeclared = declared !== undefined && !declared.includes(mediaType ?? "");
  if (!KNOWN.has(ending) || names.includes(ending)) {
    return misdeclared ? [sentAsAnother(document, names[0] ?? "")] : [];
  }
  return [
    finding(
      document,
      "type_mismatch",
      "warning",
      {
        title: "Wrong file name ending",
        explanation: "The ending of its name does not fit what the file is.",
        consequence: "Programs that go by the name refuse it or open the wrong player.",
        fix: `Rename it so that it ends in .${names[0]}.`,
        settings: null,
      },
      ["/file/extension", ...(misdeclared ? ["/file/declaredType"] : []), "/file/mediaType"],
    ),
  ];
}

/** Its name is right or tells nothing: only whoever asks its sender for the type is misled. */
function sentAsAnother(document: Described, ending: string): Finding {
  return finding(
    document,
    "type_mismatch",
    "info",
    {
      title: "Sent as another kind of file",
      explanation: "The type that was declared with the upload does not fit what the file is.",
      consequence: "Services that go by this type may refuse it. Here nothing depends on it.",
      fix: `Most programs take the type from the name: let it end in .${ending}.`,
      settings: null,
    },
    ["/file/declaredType", "/file/mediaType"],
  );
}
