// Whether a browser plays a file: its container, its picture, its sound. Pure; as of November 2026.
// Each row was read in one of these; where they differ, the row says so.
// - MDN's guides to containers and codecs, https://developer.mozilla.org/docs/Web/Media/Guides/Formats
// - caniuse: hevc, av1, webm, ogv, ogg-vorbis, opus, flac, aac, mp3, mpeg4, https://github.com/Fyrd/caniuse
// - Chromium: media/base/supported_types.cc and media/ffmpeg/ffmpeg_common.cc. Its AC-3 and E-AC-3
//   need a build flag that is off (enable_platform_ac3_eac3_audio)
// - Firefox: IsAllowedH264Codec in dom/media/VideoUtils.cpp, dom/media/mp4/MP4Decoder.cpp (which
//   takes QuickTime) and dom/media/webm/MatroskaDecoder.cpp
// - WebKit: VP9UtilitiesCocoa.mm, SourceBufferParserWebM.cpp and AVAssetMIMETypeCache.mm in
//   Source/WebCore/platform/graphics. What it leaves to the system is told as "part"

import type { AudioStream, VideoStream } from "../../protocol/facts.ts";

export const BROWSERS = ["chrome", "firefox", "safari"] as const;
export type Browser = (typeof BROWSERS)[number];

/** `part`: on some devices, or without its sound. `why` is a whole sentence. */
export type Verdict = { plays: "yes" } | { plays: "part" | "no"; why: string };

/** What decides; `field` names what of the stream it is, for evidence. */
export type Reasoned = { verdict: Verdict; part: "container" | "video" | "audio"; field: string };

const YES: Verdict = { plays: "yes" };
const no = (why: string): Verdict => ({ plays: "no", why });
const part = (why: string): Verdict => ({ plays: "part", why });

type ByBrowser = Record<Browser, Verdict>;
const all = (verdict: Verdict): ByBrowser => ({
  chrome: verdict,
  firefox: verdict,
  safari: verdict,
});
const EVERYWHERE = all(YES);

/** Codecs of WebM; Matroska with any other one is MKV. */
const WEBM = new Set(["vp8", "vp9", "av1", "opus", "vorbis"]);

/** By a word of ffprobe's format name. */
const CONTAINERS: Record<string, { name: string; plays: ByBrowser }> = {
  mov: { name: "MP4", plays: EVERYWHERE },
  mp4: { name: "MP4", plays: EVERYWHERE },
  webm: { name: "WebM", plays: EVERYWHERE },
  matroska: {
    name: "MKV",
    plays: {
      chrome: YES,
      firefox: part("Only newer versions of Firefox open Matroska files (MKV)."),
      safari: no("Safari does not open Matroska files (MKV)."),
    },
  },
  ogg: {
    name: "Ogg",
    plays: { ...EVERYWHERE, safari: no("Safari does not open Ogg files with a picture.") },
  },
  avi: { name: "AVI", plays: all(no("Browsers do not open AVI files.")) },
  mpegts: {
    name: "MPEG-TS",
    plays: all(no("Browsers do not open files of broadcasting and camcorders (MPEG-TS, AVCHD).")),
  },
  // WebKit takes video/mpeg, and leaves it to the system what becomes of it.
  mpeg: {
    name: "MPEG",
    plays: {
      ...all(no("Only Safari opens files of DVDs (MPEG).")),
      safari: part("Safari opens files of DVDs (MPEG) only where the system reads them."),
    },
  },
  flv: { name: "FLV", plays: all(no("Browsers do not open Flash videos (FLV).")) },
  asf: { name: "ASF", plays: all(no("Browsers do not open Windows Media files (ASF, WMV).")) },
};

/** Codecs whose answer does not depend on how they are used. */
const VIDEO: Record<string, ByBrowser> = {
  vp8: EVERYWHERE,
  ...ofApple("prores", "ProRes (a format for editing)"),
  ...ofApple("mjpeg", "Motion JPEG"),
  ...ofApple("mpeg1video", "MPEG-1"),
  ...ofApple("mpeg2video", "MPEG-2"),
  // Of Apple, MDN says no; the iPhone's specifications say simple profile.
  mpeg4: {
    chrome: no("Chrome does not decode MPEG-4 Visual (DivX, Xvid)."),
    firefox: no("Firefox does not decode MPEG-4 Visual (DivX, Xvid)."),
    safari: part("Safari decodes only the simple kind of MPEG-4 Visual."),
  },
};

const AUDIO: Record<string, ByBrowser> = {
  aac: EVERYWHERE,
  mp3: EVERYWHERE,
  opus: EVERYWHERE,
  vorbis: EVERYWHERE,
  flac: EVERYWHERE,
  ...dolby("ac3", "Dolby Digital (AC-3)"),
  ...dolby("eac3", "Dolby Digital Plus (E-AC-3)"),
  ...dolby("alac", "Apple Lossless (ALAC)"),
  // ffmpeg_common.cc; tried in Chromium 156. MDN lists none in Firefox's MP4.
  ...uncompressed("u8", "s16le", "s24le", "s32le", "f32le", "s16be", "s24be", "mulaw", "alaw"),
};

/** Video that Apple alone decodes, and not everywhere. */
function ofApple(codec: string, name: string): Record<string, ByBrowser> {
  return {
    [codec]: {
      chrome: no(`Chrome does not decode ${name}.`),
      firefox: no(`Firefox does not decode ${name}.`),
      safari: part(`Safari decodes ${name} only where the system does, as on a Mac.`),
    },
  };
}

/** Sound that Apple alone decodes. */
function dolby(codec: string, name: string): Record<string, ByBrowser> {
  return {
    [codec]: {
      chrome: part(`Chrome plays it without sound: it does not decode ${name}.`),
      firefox: part(`Firefox plays it without sound: it does not decode ${name}.`),
      safari: YES,
    },
  };
}

/** Uncompressed sound that Chrome and Safari play. */
function uncompressed(...forms: string[]): Record<string, ByBrowser> {
  const silent = part(
    "Firefox plays it without sound: it does not decode uncompressed sound here.",
  );
  return Object.fromEntries(
    forms.map((form) => [`pcm_${form}`, { chrome: YES, firefox: silent, safari: YES }]),
  );
}

const NAMES: Record<Browser, string> = { chrome: "Chrome", firefox: "Firefox", safari: "Safari" };

/**
 * What keeps the browser from playing it, worst first; empty if it plays. `format` is ffprobe's
 * name of the container. What is not known is taken for playable.
 */
export function playability(
  browser: Browser,
  format: string,
  video: VideoStream | null,
  audio: AudioStream | null,
): (Reasoned & { verdict: { plays: "part" | "no"; why: string } })[] {
  const reasons: Reasoned[] = [
    { verdict: container(browser, format, video, audio), part: "container", field: "format" },
    ...(video ? [picture(browser, video)] : []),
    ...(audio ? [sound(browser, audio)] : []),
  ];
  const obstacles = reasons.flatMap(({ verdict, ...rest }) =>
    verdict.plays === "yes" ? [] : [{ ...rest, verdict }],
  );
  return obstacles.toSorted((a, b) => (a.verdict.plays < b.verdict.plays ? -1 : 1));
}

function container(
  browser: Browser,
  format: string,
  video: VideoStream | null,
  audio: AudioStream | null,
): Verdict {
  const words = format.split(",");
  const name = words.find((word) => word in CONTAINERS);
  if (name === undefined) return YES;
  const codecs = [video?.codec, audio?.codec].filter((codec) => codec != null);
  const webm = (name === "matroska" || name === "webm") && codecs.every((codec) => WEBM.has(codec));
  const known = CONTAINERS[webm ? "webm" : name === "webm" ? "matroska" : name];
  return known?.plays[browser] ?? YES;
}

function picture(browser: Browser, video: VideoStream): Reasoned {
  const { codec } = video;
  const known = VIDEO[codec ?? ""]?.[browser];
  const byCodec = (verdict: Verdict): Reasoned => ({ verdict, part: "video", field: "codec" });
  if (codec === null || known) return byCodec(known ?? YES);
  switch (codec) {
    case "h264":
      return h264(browser, video);
    case "hevc":
      return hevc(browser, video);
    case "vp9":
      return vp9(browser, video);
    case "av1":
      return byCodec(
        browser === "safari"
          ? part("Safari decodes AV1 only on devices with hardware for it (from 2023 on).")
          : YES,
      );
    default:
      return byCodec(no(`${NAMES[browser]} does not decode ${video.codecName ?? codec}.`));
  }
}

function h264(browser: Browser, video: VideoStream): Reasoned {
  const { bitDepth, chromaSubsampling } = video;
  const deep = bitDepth !== null && bitDepth > 8;
  const field = deep ? "bitDepth" : "chromaSubsampling";
  const fine = chromaSubsampling !== null && !["4:2:0", "4:0:0"].includes(chromaSubsampling);
  if (!deep && !fine) return { verdict: YES, part: "video", field: "codec" };
  const what = deep ? `${bitDepth} bits` : `${chromaSubsampling} colour`;
  const verdict =
    browser === "chrome"
      ? part(`Chrome plays H.264 with ${what} on computers, but not on phones.`)
      : no(`${NAMES[browser]} plays H.264 only with 8 bits and 4:2:0 colour; this has ${what}.`);
  return { verdict, part: "video", field };
}

function hevc(browser: Browser, video: VideoStream): Reasoned {
  if (browser !== "safari") {
    const verdict = part(
      browser === "chrome"
        ? "On Windows and Linux Chrome decodes HEVC (H.265) only with hardware for it."
        : "Firefox decodes HEVC (H.265) only in newer versions, and where the system does.",
    );
    return { verdict, part: "video", field: "codec" };
  }
  // https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
  // says so of streams (1.10); with files Safari ends in MEDIA_ERR_SRC_NOT_SUPPORTED.
  if (video.codecTag === "hev1") {
    const verdict = no('Safari plays HEVC only under the name "hvc1"; this is called "hev1".');
    return { verdict, part: "video", field: "codecTag" };
  }
  const { chromaSubsampling } = video;
  if (chromaSubsampling !== null && chromaSubsampling !== "4:2:0") {
    const verdict = part(`Safari plays HEVC with ${chromaSubsampling} colour on newer Macs alone.`);
    return { verdict, part: "video", field: "chromaSubsampling" };
  }
  return { verdict: YES, part: "video", field: "codec" };
}

function vp9(browser: Browser, { bitDepth, chromaSubsampling }: VideoStream): Reasoned {
  if (browser === "safari" && chromaSubsampling !== null && chromaSubsampling !== "4:2:0") {
    const verdict = no(`Safari plays VP9 only with 4:2:0 colour; this has ${chromaSubsampling}.`);
    return { verdict, part: "video", field: "chromaSubsampling" };
  }
  if (browser === "safari" && bitDepth !== null && bitDepth > 10) {
    const verdict = no(`Safari plays VP9 with 10 bits at most; this has ${bitDepth}.`);
    return { verdict, part: "video", field: "bitDepth" };
  }
  return { verdict: YES, part: "video", field: "codec" };
}

function sound(browser: Browser, { codec, codecName }: AudioStream): Reasoned {
  const known = AUDIO[codec ?? ""]?.[browser];
  if (codec === null || known) return { verdict: known ?? YES, part: "audio", field: "codec" };
  const apple = browser === "safari" && codec.startsWith("pcm_");
  const silent = `${NAMES[browser]} plays it without sound: it does not decode ${codecName ?? codec}.`;
  return { verdict: apple ? YES : part(silent), part: "audio", field: "codec" };
}
