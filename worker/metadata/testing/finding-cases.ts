// For every finding: changes of an ordinary document that bring it, and such that must not.

import { HdrFactsSchema } from "../../../protocol/facts.ts";
import type { FindingCode } from "../../../protocol/finding.ts";
import type { Draft } from "./sample-document.ts";

type Change = (draft: Draft) => void;

const avi: Change = ({ facts, video }) => {
  facts.container.format = "avi";
  facts.structure = null;
  video.codec = "mpeg4";
};
const mkv: Change = ({ facts }) => {
  facts.container.format = "matroska,webm";
};
const webm: Change = (draft) => {
  mkv(draft);
  Object.assign(draft.video, { codec: "vp9", level: null });
  draft.audio.codec = "opus";
};
const codec =
  (name: string, fields: Partial<Draft["video"]> = {}): Change =>
  ({ video }) => {
    Object.assign(video, { codec: name, level: null, ...fields });
  };
const sound =
  (name: string): Change =>
  ({ audio }) => {
    audio.codec = name;
  };
/** As an uneven stream's packets are told: any distance that differs makes it variable. */
const uneven =
  (fields: Partial<Draft["pace"]>): Change =>
  ({ pace }) => {
    Object.assign(pace, { variable: true, ...fields });
  };
/** Beyond ordinary range: luma as coded, and as an ordinary display shows it. */
const beyond =
  (
    dynamicRange: Draft["video"]["dynamicRange"],
    coded: Partial<Draft["picture"]["luma"]>,
    toneMapped: Draft["picture"]["luma"]["toneMapped"],
  ): Change =>
  ({ video, picture }) => {
    Object.assign(video, { dynamicRange, bitDepth: 10 });
    Object.assign(picture.luma, coded, { toneMapped });
  };
const page =
  (share: number): Change =>
  ({ picture }) => {
    Object.assign(picture.luma, { p50: 0.95, p5: 0.6 });
    picture.palette = [{ colour: "#f4f4f4", share }];
  };
const silent: Change = ({ sound: heard }) => {
  Object.assign(heard, { loudness: null, samplePeak: null, silence: [{ start: 0, end: 10 }] });
};

/** A file by its name and first bytes, of whose type its sender said nothing. */
const named =
  (extension: string, mediaType: string): Change =>
  ({ file }) => {
    Object.assign(file, { extension, mediaType, declaredType: null });
  };
/** A film for Dolby Vision displays, by its profile and what lies beneath. */
export const dolbyVision =
  (profile: number, compatibility: number | null): Change =>
  ({ video }) => {
    const parts = { level: 6, rpu: true, enhancementLayer: false, baseLayer: true };
    Object.assign(video, { dynamicRange: "Dolby Vision", bitDepth: 10 });
    video.hdr = HdrFactsSchema.parse({ dolbyVision: { profile, compatibility, ...parts } });
  };

export const FINDING_CASES: Record<FindingCode, { brings: Change[]; spares: Change[] }> = {
  variable_frame_rate: {
    brings: [
      // A phone, and a screen recorder that leaves out frames and stands still for a second, too.
      uneven({ min: 0.02, max: 0.05, unevenShare: 0.12 }),
      uneven({ max: 1, unevenShare: 40 / 249, gapCount: 40, gaps: [{ at: 3, seconds: 1 }] }),
    ],
    spares: [
      // An MP4 in fragments, whose first frame alone stays longer, and a frame that was dropped.
      uneven({ max: 0.066, unevenShare: 1 / 249, gapCount: 1, gaps: [{ at: 0, seconds: 0.066 }] }),
      uneven({ max: 0.08, unevenShare: 1 / 249, gapCount: 1, gaps: [{ at: 3, seconds: 0.08 }] }),
      // One odd distance is much of a short clip.
      (draft) => {
        draft.videoPackets.packets = 20;
        uneven({ max: 0.08, unevenShare: 1 / 19, gapCount: 1 })(draft);
      },
      // What is missing is judged by itself.
      uneven({
        ...{ max: 1, unevenShare: 8 / 249, gapCount: 8 },
        gaps: Array.from({ length: 8 }, (_, at) => ({ at, seconds: 1 })),
      }),
    ],
  },
  index_at_end: {
    brings: [({ structure }) => Object.assign(structure, { indexFirst: false })],
    spares: [
      ({ structure }) => Object.assign(structure, { indexFirst: null }),
      ({ structure }) => Object.assign(structure, { indexFirst: false, fragmented: true }),
      // Matroska plays before its index is there.
      ({ facts, structure }) => {
        facts.container.format = "matroska,webm";
        structure.indexFirst = false;
      },
    ],
  },
  colour_untagged: {
    brings: [({ video }) => Object.assign(video.colour, { matrix: null })],
    spares: [
      ({ facts, video }) => {
        facts.source = "index";
        video.colour.matrix = null;
      },
      ({ video }) => {
        Object.assign(video, { pixelFormat: "gbrp" });
        video.colour.matrix = null;
      },
    ],
  },
  colour_conflict: {
    brings: [
      ({ facts }) => {
        facts.conflicts.push({
          path: "/facts/streams/0/colour/matrix",
          values: [
            { source: "bitstream", reader: "ffprobe", value: "bt709" },
            { source: "container", reader: "index", value: "smpte170m" },
          ],
        });
      },
      ({ video }) => Object.assign(video.colour, { matrix: "gbr" }),
      ({ video }) => Object.assign(video.colour, { transfer: "smpte2084" }),
    ],
    spares: [
      ({ facts }) => {
        facts.conflicts.push({ path: "/facts/streams/0/width", values: [] });
      },
      ({ video }) => {
        video.bitDepth = 10;
        video.colour.transfer = "smpte2084";
      },
    ],
  },
  full_range: {
    brings: [({ video }) => Object.assign(video.colour, { range: "pc" })],
    spares: [
      ({ video }) => {
        video.colour.range = "pc";
        video.pixelFormat = "gbrp";
      },
    ],
  },
  interlaced: {
    brings: [
      ({ picture }) => Object.assign(picture.scan, { verdict: "interlaced" }),
      ({ document, video }) => {
        document.content = null;
        video.fieldOrder = "tt";
      },
    ],
    spares: [({ video }) => Object.assign(video, { fieldOrder: "tt" })],
  },
  telecine: {
    brings: [({ picture }) => Object.assign(picture.scan, { verdict: "telecine" })],
    spares: [({ picture }) => Object.assign(picture.scan, { verdict: "interlaced" })],
  },
  scan_mislabelled: {
    brings: [
      ({ picture }) => Object.assign(picture.scan, { verdict: "interlaced" }),
      ({ video }) => Object.assign(video, { fieldOrder: "bb" }),
    ],
    spares: [
      ({ video, picture }) => {
        video.fieldOrder = "tt";
        picture.scan.verdict = "interlaced";
      },
      ({ video, picture }) => {
        video.fieldOrder = null;
        picture.scan.verdict = "interlaced";
      },
    ],
  },
  odd_size: {
    brings: [({ video }) => Object.assign(video, { width: 161, height: 120 })],
    spares: [({ video }) => Object.assign(video, { width: 162, height: 122 })],
  },
  rotated: {
    brings: [
      ({ video }) => Object.assign(video, { rotation: 90 }),
      ({ video }) => Object.assign(video, { flipped: true }),
    ],
    spares: [({ video }) => Object.assign(video, { displayMatrix: null })],
  },
  non_square_pixels: {
    brings: [({ video }) => Object.assign(video, { sampleAspectRatio: { num: 64, den: 45 } })],
    spares: [({ video }) => Object.assign(video, { sampleAspectRatio: { num: 399, den: 400 } })],
  },
  audio_delay: {
    brings: [
      ({ audio }) => Object.assign(audio, { delay: 0.3 }),
      ({ audio }) => Object.assign(audio, { delay: -0.08 }),
    ],
    spares: [
      ({ audio }) => Object.assign(audio, { delay: 0.1 }),
      ({ audio }) => Object.assign(audio, { delay: -0.021 }),
      ({ audio }) => Object.assign(audio, { delay: null }),
    ],
  },
  audio_clipping: {
    brings: [({ sound: heard }) => Object.assign(heard, { clippedSamples: 900, truePeak: 0.4 })],
    spares: [({ sound: heard }) => Object.assign(heard, { clippedSamples: 6 })],
  },
  audio_silent: {
    brings: [silent],
    spares: [({ sound: heard }) => Object.assign(heard, { silence: [{ start: 0, end: 6 }] })],
  },
  audio_loud: {
    brings: [({ sound: heard }) => Object.assign(heard, { loudness: -8 })],
    spares: [({ sound: heard }) => Object.assign(heard, { loudness: -13.5 })],
  },
  audio_quiet: {
    brings: [({ sound: heard }) => Object.assign(heard, { loudness: -35 })],
    spares: [silent, ({ sound: heard }) => Object.assign(heard, { loudness: -24 })],
  },
  audio_dead_channel: {
    brings: [({ sound: heard }) => Object.assign(heard, { deadChannels: [1] })],
    spares: [
      ({ audio, sound: heard }) => {
        audio.channels = 6;
        heard.deadChannels = [3];
      },
      (draft) => {
        silent(draft);
        draft.sound.deadChannels = [0, 1];
      },
    ],
  },
  audio_out_of_phase: {
    brings: [({ sound: heard }) => Object.assign(heard, { phase: -0.9 })],
    spares: [
      ({ sound: heard }) => Object.assign(heard, { phase: -0.1 }),
      ({ sound: heard }) => Object.assign(heard, { phase: null }),
    ],
  },
  audio_missing: {
    brings: [
      ({ facts, document }) => {
        facts.streams.pop();
        if (document.content) document.content.sound = [];
      },
    ],
    spares: [
      ({ document }) => {
        document.facts = null;
      },
    ],
  },
  audio_damaged: {
    brings: [
      ({ sound: heard }) => Object.assign(heard, { damaged: true }),
      // It was listened to, and nothing was heard.
      ({ document }) => {
        if (document.content) document.content.sound = [];
      },
    ],
    spares: [
      ({ document }) => {
        document.content = null;
        document.stage = "packets";
      },
      ({ document, audio }) => {
        audio.codec = null;
        if (document.content) document.content.sound = [];
      },
    ],
  },
  audio_unknown: {
    brings: [
      ({ audio }) => (audio.codec = null),
      ({ facts, audio }) => {
        facts.streams.push({ ...audio, index: 7, default: true });
        Object.assign(audio, { codec: null, default: false });
      },
    ],
    spares: [
      // The index alone names few codecs.
      ({ facts, audio }) => {
        facts.source = "index";
        audio.codec = null;
      },
      // It may be a known one below its lock.
      ({ audio }) => Object.assign(audio, { codec: null, encryption: "cenc" }),
    ],
  },
  black_start: {
    brings: [({ picture }) => picture.black.push({ start: 0, end: 1.5 })],
    spares: [
      ({ picture }) => picture.black.push({ start: 0, end: 0.2 }),
      ({ picture }) => picture.black.push({ start: 4, end: 6 }),
      ({ picture }) => picture.black.push({ start: 0, end: 10 }),
    ],
  },
  frozen_end: {
    brings: [
      ({ picture }) => picture.frozen.push({ start: 6, end: 10 }),
      // Black before it is no part of it.
      ({ picture }) => {
        picture.frozen.push({ start: 0, end: 2 }, { start: 6, end: 10 });
        picture.black.push({ start: 0, end: 2 });
      },
    ],
    spares: [
      ({ picture }) => picture.frozen.push({ start: 2, end: 6 }),
      ({ picture }) => picture.frozen.push({ start: 9, end: 10 }),
      // It has faded to black.
      ({ picture }) => {
        picture.frozen.push({ start: 6.2, end: 10 });
        picture.black.push({ start: 6.5, end: 10 });
      },
      // Slides.
      ({ picture }) => picture.frozen.push({ start: 0, end: 4 }, { start: 4.04, end: 10 }),
      ({ document, picture }) => {
        document.packets = null;
        picture.frozen.push({ start: 6, end: 10 });
      },
    ],
  },
  black_throughout: {
    brings: [({ picture }) => picture.black.push({ start: 0, end: 9.9 })],
    spares: [({ picture }) => picture.black.push({ start: 0, end: 8 })],
  },
  letterbox: {
    brings: [
      ({ picture }) =>
        Object.assign(picture, { letterbox: { x: 0, y: 90, width: 1280, height: 540 } }),
    ],
    spares: [
      ({ picture }) =>
        Object.assign(picture, { letterbox: { x: 0, y: 4, width: 1280, height: 712 } }),
    ],
  },
  long_gop: {
    brings: [({ groups }) => Object.assign(groups, { maxSeconds: 30, maxFrames: 750 })],
    spares: [
      ({ groups }) => Object.assign(groups, { maxSeconds: 10.4, maxFrames: 251 }),
      // x264's own at 15 frames a second.
      ({ groups }) => Object.assign(groups, { maxSeconds: 16.7, maxFrames: 250 }),
    ],
  },
  level_too_high: {
    brings: [
      ({ video }) => Object.assign(video, { level: 62, levelName: "6.2" }),
      codec("hevc", { level: 156, levelName: "5.2" }),
      codec("h264", { level: 52, levelName: "5.2", width: 3840, height: 2160 }),
    ],
    spares: [
      // 4K with 60 frames a second needs it in H.264.
      codec("h264", { level: 52, width: 3840, height: 2160, measuredFrameRate: 60 }),
      codec("hevc", { level: 180, width: 7680, height: 4320 }),
      codec("h264", { level: 52, measuredFrameRate: null, frameRate: null }),
      ({ video }) => Object.assign(video, { level: 51 }),
      codec("hevc", { level: 153 }),
      // "Any level": none was chosen.
      codec("av1", { level: 31, levelName: "maximum" }),
      // Not every codec counts in the same way.
      codec("mpeg2video", { level: 99 }),
    ],
  },
  no_keyframe_at_start: {
    brings: [({ groups }) => Object.assign(groups, { startsWithKeyframe: false })],
    spares: [({ videoPackets }) => Object.assign(videoPackets, { groups: null })],
  },
  unplayable_chrome: {
    brings: [avi, codec("prores"), codec("hevc"), sound("ac3"), sound("alac")],
    spares: [webm, mkv, sound("mp3"), sound("flac"), sound("pcm_s16le"), sound("pcm_s24be")],
  },
  unplayable_firefox: {
    brings: [
      ...[avi, mkv, codec("hevc"), codec("h264", { bitDepth: 10 })],
      ...[sound("ac3"), sound("pcm_s16le")],
    ],
    spares: [webm, codec("av1"), sound("opus")],
  },
  unplayable_safari: {
    brings: [
      avi,
      mkv,
      codec("av1"),
      codec("hevc", { codecTag: "hev1" }),
      codec("h264", { chromaSubsampling: "4:4:4" }),
      codec("vp9", { bitDepth: 12 }),
      codec("mpeg2video"),
      sound("dts"),
    ],
    spares: [
      ...[webm, codec("hevc", { codecTag: "hvc1" }), codec("vp9", { bitDepth: 10 })],
      ...[sound("ac3"), sound("pcm_s16le")],
    ],
  },
  truncated: {
    brings: [
      ({ structure }) => Object.assign(structure, { truncated: true }),
      ({ packets }) => Object.assign(packets, { truncated: true }),
    ],
    spares: [({ structure }) => Object.assign(structure, { truncated: null })],
  },
  duration_wrong: {
    brings: [
      ({ facts }) => {
        facts.conflicts.push({
          path: "/facts/container/duration",
          values: [
            { source: "measured", reader: "packets", value: 10 },
            { source: "container", reader: "ffprobe", value: 144_000 },
          ],
        });
      },
      ({ facts }) => Object.assign(facts.container, { duration: 144_000 }),
      ({ facts }) => Object.assign(facts.container, { duration: null }),
    ],
    spares: [
      ({ facts }) => Object.assign(facts.container, { duration: 10.4 }),
      ({ facts }) => {
        facts.source = "index";
        facts.container.duration = null;
      },
      ({ document, facts }) => {
        document.packets = null;
        facts.container.duration = 144_000;
      },
    ],
  },
  trailing_bytes: {
    brings: [({ structure }) => Object.assign(structure, { trailingBytes: 40_000 })],
    spares: [({ structure }) => Object.assign(structure, { trailingBytes: 8 })],
  },
  timestamp_gaps: {
    brings: [
      uneven({ max: 1, unevenShare: 1 / 249, gapCount: 1, gaps: [{ at: 3, seconds: 1 }] }),
      ({ audioPace }) =>
        Object.assign(audioPace, {
          ...{ variable: true, max: 0.5, unevenShare: 1 / 468, gapCount: 1 },
          gaps: [{ at: 3, seconds: 0.5 }],
        }),
    ],
    spares: [
      uneven({ max: 0.08, unevenShare: 1 / 249, gapCount: 1, gaps: [{ at: 3, seconds: 0.08 }] }),
      uneven({ max: 1, unevenShare: 0.3, gapCount: 1, gaps: [{ at: 3, seconds: 1 }] }),
    ],
  },
  timestamps_broken: {
    brings: [
      ({ videoPackets }) => Object.assign(videoPackets, { nonMonotonic: 3 }),
      ({ audioPackets }) => Object.assign(audioPackets, { setBack: true }),
      ({ videoPackets }) => Object.assign(videoPackets, { untimed: 9 }),
    ],
    // Encoder delay: sound begins before zero.
    spares: [({ audioPackets }) => Object.assign(audioPackets, { negative: 2 })],
  },
  type_mismatch: {
    brings: [
      ({ file }) => Object.assign(file, { extension: "avi" }),
      ({ file }) => Object.assign(file, { extension: "mp4", mediaType: "video/matroska" }),
      // Nothing but the type it was sent with is wrong, with and without an ending.
      ({ file }) => Object.assign(file, { extension: null, declaredType: "video/webm" }),
      ({ file }) => Object.assign(file, { declaredType: "audio/x-matroska" }),
      ({ file }) => Object.assign(file, { extension: "", declaredType: "video/mp2t" }),
    ],
    spares: [
      ({ file }) => Object.assign(file, { extension: null }),
      ({ file }) => Object.assign(file, { extension: null, declaredType: null }),
      // What says nothing of videos is no claim, and what is one family is one kind.
      ({ file }) => Object.assign(file, { declaredType: "application/octet-stream" }),
      ({ file }) => Object.assign(file, { declaredType: "text/vnd.trolltech.linguist" }),
      ({ file }) => Object.assign(file, { declaredType: "video/quicktime" }),
      ({ file }) => Object.assign(file, { declaredType: "video/3gpp" }),
      ({ file }) =>
        Object.assign(file, {
          ...{ extension: "mkv", declaredType: "video/x-matroska", mediaType: "video/webm" },
        }),
      ({ file }) =>
        Object.assign(file, { extension: "avi", declaredType: "video/avi", mediaType: null }),
      ({ file }) => Object.assign(file, { declaredType: "video/webm", mediaType: null }),
      ({ file }) => Object.assign(file, { extension: "MOV", mediaType: "video/quicktime" }),
      ({ file }) => Object.assign(file, { mediaType: null }),
      // "talk 2024.03.15" has no ending.
      ({ file }) => Object.assign(file, { extension: "15" }),
      ({ file }) => Object.assign(file, { extension: "3gpp" }),
      ({ file }) => Object.assign(file, { extension: "mpg4" }),
      named("mkv", "video/webm"),
      named("webm", "video/matroska"),
      named("mpe", "video/mpeg"),
      named("m2v", "video/mpeg"),
    ],
  },
  hdr: {
    brings: [({ video }) => Object.assign(video, { dynamicRange: "HLG", bitDepth: 10 })],
    spares: [({ video }) => Object.assign(video, { bitDepth: 10 })],
  },
  dolby_vision: {
    brings: [
      dolbyVision(8, 1),
      dolbyVision(5, 0),
      // As some writers tell it, and before anyone told.
      dolbyVision(5, 1),
      dolbyVision(5, null),
      dolbyVision(10, 0),
    ],
    spares: [
      ({ video }) => Object.assign(video, { dynamicRange: "HDR10" }),
      // Of the index alone its profile is not known, nor whether there is anything to do.
      ({ video }) => Object.assign(video, { dynamicRange: "Dolby Vision" }),
    ],
  },
  transparency: {
    brings: [({ video }) => Object.assign(video, { alpha: true })],
    spares: [({ video }) => Object.assign(video, { alpha: null })],
  },
  location_inside: {
    brings: [
      ({ about }) => {
        const text = "+52.5200+013.4050/";
        about.location = { latitude: 52.52, longitude: 13.405, altitude: null, text };
      },
    ],
    spares: [({ about }) => Object.assign(about, { deviceMake: "Apple" })],
  },
  device_inside: {
    brings: [({ about }) => Object.assign(about, { deviceMake: "Apple", deviceModel: "iPhone 6" })],
    spares: [({ about }) => Object.assign(about, { software: "HandBrake 1.6.1" })],
  },
  content_credentials: {
    brings: [({ structure }) => Object.assign(structure, { contentCredentials: true })],
    spares: [({ structure }) => Object.assign(structure, { contentCredentials: null })],
  },
  encrypted: {
    brings: [
      ({ structure }) => Object.assign(structure, { encryption: "cenc" }),
      ({ audio }) => Object.assign(audio, { encryption: "cbcs" }),
    ],
    spares: [({ document }) => Object.assign(document, { stage: "facts" })],
  },
  picture_damaged: {
    brings: [
      ({ picture }) => picture.lost.push({ start: 4, end: 4.4, reason: "damaged" }),
      ({ videoPackets }) => Object.assign(videoPackets, { corrupt: 2 }),
      ({ picture }) => picture.lost.push({ start: 4, end: 8, reason: "damaged" }),
      // All was tried, and not one frame was decoded.
      ({ document }) => {
        if (document.content) document.content.picture = null;
      },
    ],
    spares: [
      ({ audioPackets }) => Object.assign(audioPackets, { corrupt: 2 }),
      // What was not reached says nothing of the file.
      ({ picture }) => picture.lost.push({ start: 4, end: 10, reason: "out_of_time" }),
      // It begins in the middle, and is told so.
      ({ picture, videoPackets }) => {
        picture.lost.push({ start: 0, end: 1.5, reason: "damaged" });
        if (videoPackets.groups) videoPackets.groups.startsWithKeyframe = false;
      },
      // It is still being looked at.
      ({ document }) => {
        document.stage = "packets";
        if (document.content) document.content.picture = null;
      },
    ],
  },
  flashing: {
    brings: [({ picture }) => picture.flicker.flashes.push({ start: 3, end: 5 })],
    spares: [({ picture }) => Object.assign(picture.flicker, { mean: 0.05 })],
  },
  under_exposed: {
    brings: [
      ({ picture }) => Object.assign(picture.luma, { p50: 0.1, p95: 0.3 }),
      beyond("HLG", { p50: 0.4, p95: 0.7 }, { p5: 0.02, p50: 0.1, p95: 0.3 }),
    ],
    spares: [
      // A night with lights in it.
      ({ picture }) => Object.assign(picture.luma, { p50: 0.1, p95: 0.9 }),
      beyond("HDR10", { p50: 0.2, p95: 0.45 }, { p5: 0.05, p50: 0.3, p95: 0.7 }),
      // Black.
      ({ picture }) => Object.assign(picture.luma, { p50: 0, p95: 0.01, p99: 0.02 }),
      // It could not be brought to ordinary range.
      beyond("HDR10", { p50: 0.1, p95: 0.3 }, null),
    ],
  },
  over_exposed: {
    brings: [
      ({ picture }) => Object.assign(picture.luma, { p50: 0.8, p5: 0.5 }),
      page(0.4),
      beyond("HDR10", { p5: 0.3, p50: 0.6 }, { p5: 0.5, p50: 0.8, p95: 0.95 }),
    ],
    spares: [
      // Black letters on white, and slides with few of them.
      ({ picture }) => Object.assign(picture.luma, { p50: 0.99, p5: 0.1 }),
      page(0.85),
      beyond("HLG", { p5: 0.5, p50: 0.7 }, { p5: 0.2, p50: 0.5, p95: 0.9 }),
      beyond("Dolby Vision", { p5: 0.5, p50: 0.8 }, null),
    ],
  },
  noisy: {
    brings: [({ picture }) => Object.assign(picture, { noise: 0.02 })],
    spares: [({ picture }) => Object.assign(picture, { noise: null })],
  },
  low_bitrate: {
    brings: [
      ({ videoPackets, picture }) => {
        videoPackets.bitsPerPixel = 0.02;
        picture.blockiness = 2;
      },
    ],
    spares: [
      // A still desktop needs few bits and shows no blocks.
      ({ videoPackets }) => Object.assign(videoPackets, { bitsPerPixel: 0.005 }),
      ({ picture }) => Object.assign(picture, { blockiness: 2 }),
    ],
  },
};
