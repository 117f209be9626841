// What people call what ffmpeg and the standards name, where a name is more than a technical one.

import type { PictureContent } from "../../../protocol/content.ts";
import type { Stream, VideoStream } from "../../../protocol/facts.ts";

export const names = {
  streamKinds: {
    video: "Picture",
    audio: "Sound",
    subtitle: "Subtitles",
    data: "Extra data",
    attachment: "Attachment",
    cover: "Cover picture",
  } satisfies Record<Stream["kind"], string>,
  dynamicRanges: {
    SDR: "ordinary brightness",
    HDR10: "high dynamic range, PQ curve",
    "HDR10+": "high dynamic range that changes from scene to scene, PQ curve",
    HLG: "high dynamic range, HLG curve",
    "Dolby Vision": "high dynamic range with Dolby metadata",
  } satisfies Record<VideoStream["dynamicRange"], string>,
  codecs: {
    mov_text: "Timed text",
    subrip: "SubRip text",
    ass: "Styled text (ASS)",
  },
  primaries: {
    bt2020: "BT.2020 (wide gamut)",
    smpte170m: "BT.601 (SD, 525 lines)",
    bt470bg: "BT.601 (SD, 625 lines)",
  },
  transfers: {
    "bt2020-10": "BT.2020, 10 bits",
    "bt2020-12": "BT.2020, 12 bits",
    linear: "Linear light",
  },
  matrices: {
    bt2020c: "BT.2020, constant luminance",
    gbr: "None: red, green and blue as they are",
  },
  scans: {
    progressive: "Whole frames (progressive)",
    tt: "Interlaced, top field first",
    tb: "Interlaced, bottom field first",
    bb: "Interlaced, bottom field first",
    bt: "Interlaced, top field first",
  },
  verdicts: {
    progressive: "Whole frames",
    interlaced: "Interlaced",
    telecine: "Film in interlaced video (telecine)",
    unknown: "Cannot be told",
  } satisfies Record<PictureContent["scan"]["verdict"], string>,
  layouts: {
    mono: "Mono",
    stereo: "Stereo",
    "5.1": "5.1 surround",
    "5.1(side)": "5.1 surround",
    "7.1": "7.1 surround",
  },
  channels: (count: number) => `${count} channels`,
  dispositions: {
    default: "plays by default",
    forced: "always shown",
    hearing_impaired: "for the hard of hearing",
    visual_impaired: "for the blind",
    comment: "commentary",
    original: "original language",
    dub: "dubbed",
    attached_pic: "a still picture",
    timed_thumbnails: "small pictures",
  },
  features: {
    "live-photo": "part of a Live Photo",
    "slow-motion": "slow motion",
    "time-lapse": "time-lapse",
  },
  /** Levels from black to white; null where they are not known. */
  legalRange: (levels: string | null) => `Legal range${levels === null ? "" : ` (${levels})`}`,
  fullRange: (levels: string | null) => `Full range${levels === null ? "" : ` (${levels})`}`,
};
