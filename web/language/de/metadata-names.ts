import type { Words } from "../words.ts";

export const names: Words["metadata"]["names"] = {
  streamKinds: {
    video: "Bild",
    audio: "Ton",
    subtitle: "Untertitel",
    data: "Zusatzdaten",
    attachment: "Anhang",
    cover: "Titelbild",
  },
  dynamicRanges: {
    SDR: "normaler Helligkeitsumfang",
    HDR10: "großer Helligkeitsumfang, PQ-Kurve",
    "HDR10+": "großer Helligkeitsumfang, der sich von Szene zu Szene ändert, PQ-Kurve",
    HLG: "großer Helligkeitsumfang, HLG-Kurve",
    "Dolby Vision": "großer Helligkeitsumfang mit Metadaten von Dolby",
  },
  codecs: {
    mov_text: "Text mit Zeiten",
    subrip: "SubRip-Text",
    ass: "Gestalteter Text (ASS)",
  },
  primaries: {
    bt2020: "BT.2020 (großer Farbraum)",
    smpte170m: "BT.601 (SD, 525 Zeilen)",
    bt470bg: "BT.601 (SD, 625 Zeilen)",
  },
  transfers: {
    "bt2020-10": "BT.2020, 10 Bit",
    "bt2020-12": "BT.2020, 12 Bit",
    linear: "Lineares Licht",
  },
  matrices: {
    bt2020c: "BT.2020, konstante Leuchtdichte",
    gbr: "Keine: Rot, Grün und Blau, wie sie sind",
  },
  scans: {
    progressive: "Vollbilder (progressiv)",
    tt: "Halbbilder, oberes zuerst",
    tb: "Halbbilder, unteres zuerst",
    bb: "Halbbilder, unteres zuerst",
    bt: "Halbbilder, oberes zuerst",
  },
  verdicts: {
    progressive: "Vollbilder",
    interlaced: "Halbbilder",
    telecine: "Kinofilm in Halbbildern (Telecine)",
    unknown: "Nicht zu erkennen",
  },
  layouts: {
    mono: "Mono",
    stereo: "Stereo",
    "5.1": "5.1-Surround",
    "5.1(side)": "5.1-Surround",
    "7.1": "7.1-Surround",
  },
  channels: (count) => `${count} ${count === 1 ? "Kanal" : "Kanäle"}`,
  dispositions: {
    default: "wird von selbst abgespielt",
    forced: "wird immer gezeigt",
    hearing_impaired: "für Hörgeschädigte",
    visual_impaired: "für Blinde",
    comment: "Kommentar",
    original: "Originalsprache",
    dub: "synchronisiert",
    attached_pic: "ein Standbild",
    timed_thumbnails: "Vorschaubilder",
  },
  features: {
    "live-photo": "Teil eines Live Photo",
    "slow-motion": "Zeitlupe",
    "time-lapse": "Zeitraffer",
  },
  legalRange: (levels) => `Begrenzter Umfang${levels === null ? "" : ` (${levels})`}`,
  fullRange: (levels) => `Voller Umfang${levels === null ? "" : ` (${levels})`}`,
};
