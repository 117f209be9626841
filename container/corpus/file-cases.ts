// Streams beside the picture, containers and codecs; and all that must be refused.

import { writeFile } from "node:fs/promises";
import { brokenSound, claimLength, withDolbyVision, withoutIndex } from "./break-file.ts";
import {
  type Case,
  lavfi,
  made,
  PICTURE,
  SINE,
  SMALL,
  sized,
  spoiled,
  tagged,
  X264,
  X265,
} from "./case.ts";

const TWO_SOUNDS = [
  ...[PICTURE, SINE, lavfi("sine=880:d=1.2")].flat(),
  ...["-map", "0", "-map", "1", "-map", "2"],
  ...["-metadata:s:a:0", "language=deu", "-metadata:s:a:1", "language=jpn"],
];
const PLACE = [
  ...["-movflags", "use_metadata_tags", "-metadata", "location=+51.5-000.1/"],
  ...["-metadata", "com.apple.quicktime.location.ISO6709=+51.5-000.1/"],
  ...["-metadata", "com.apple.quicktime.model=Phone"],
];
const CUES =
  "1\n00:00:00,100 --> 00:00:00,500\nGood morning\n\n2\n00:00:00,600 --> 00:00:01,000\nAnd you\n";
const CHAPTERS = [0, 600]
  .map(
    (start) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${start + 600}\ntitle=At ${start}\n`,
  )
  .join("");
export const STREAMS: Case[] = [
  {
    name: "chapters-subtitles.mkv",
    make: async (path) => {
      const [cues, chapters] = [`${path}.srt`, `${path}.txt`];
      await writeFile(cues, CUES);
      await writeFile(chapters, `;FFMETADATA1\n${CHAPTERS}`);
      const extra = ["-f", "srt", "-i", cues, "-f", "ffmetadata", "-i", chapters];
      const order = ["-map", "0", "-map", "1", "-map", "2", "-map_chapters", "3"];
      await made(PICTURE, SINE, extra, order, X264, "-c:s", "srt")(path);
    },
  },
  { name: "sounds-deu-jpn.mkv", make: made(TWO_SOUNDS, X264, "-c:a:0", "flac", "-c:a:1", "ac3") },
  { name: "sounds-deu-jpn.mp4", make: made(TWO_SOUNDS, X264, "-c:a", "aac") },
  {
    name: "sound-broken.mp4",
    make: spoiled(made(PICTURE, SINE, X264, "-c:a", "libmp3lame"), brokenSound),
    sounds: 0,
  },
  {
    name: "cover-art.mp4",
    make: async (path) => {
      const [film, cover] = [`${path}-film.mp4`, `${path}-cover.jpg`];
      await made(PICTURE, SINE, X264, "-c:a", "aac")(film);
      await made(sized("64x64"), "-frames:v", "1", "-update", "1")(cover);
      const order = ["-i", film, "-i", cover, "-map", "1", "-map", "0"];
      await made(order, "-c", "copy", "-disposition:v:0", "attached_pic")(path);
    },
  },
  {
    name: "two-pictures.mkv",
    make: made(
      ...[sized("96x54"), PICTURE, "-map", "0", "-map", "1", X264],
      ...["-disposition:v:0", "0", "-disposition:v:1", "default"],
    ),
  },
  {
    name: "timecode.mov",
    make: made(PICTURE, SINE, X264, "-c:a", "pcm_s16le", "-timecode", "01:00:00:00", ...PLACE),
  },
];

const PQ = [
  "-vf",
  "format=yuv420p10le",
  ...X265,
  "-tag:v",
  "hvc1",
  ...tagged("bt2020nc", "smpte2084", "bt2020"),
];

export const CONTAINERS: Case[] = [
  {
    name: "no-index.avi",
    make: spoiled(
      made(PICTURE, SINE, "-c:v", "mpeg4", "-q:v", "2", "-c:a", "libmp3lame"),
      withoutIndex,
    ),
  },
  {
    name: "sorenson.flv",
    make: made(
      PICTURE,
      lavfi("sine=440:d=1.2:r=44100"),
      "-c:v",
      "flv",
      "-q:v",
      "2",
      "-c:a",
      "libmp3lame",
    ),
  },
  {
    name: "says-40-hours.mp4",
    make: spoiled(made(PICTURE, SINE, X264, "-c:a", "aac"), (path) => claimLength(path, 144_000)),
  },
  { name: "h264.flv", make: made(PICTURE, SINE, X264, "-c:a", "aac") },
  {
    name: "theora.ogv",
    make: made(PICTURE, SINE, "-c:v", "libtheora", "-q:v", "9", "-c:a", "libvorbis"),
  },
  {
    name: "wmv2.wmv",
    make: made(PICTURE, SINE, "-c:v", "wmv2", "-q:v", "2", "-c:a", "wmav2"),
    soundTail: 0.043,
  },
  {
    name: "mpeg1.mpg",
    make: made(PICTURE, SINE, "-c:v", "mpeg1video", "-q:v", "2", "-c:a", "mp2"),
  },
  { name: "msmpeg4.avi", make: made(PICTURE, "-c:v", "msmpeg4", "-q:v", "2") },
  { name: "h263.mov", make: made(sized("176x144"), "-c:v", "h263", "-q:v", "2") },
  {
    name: "dolby-vision-8.mp4",
    make: spoiled(made(SMALL, PQ), (path) => withDolbyVision(path, 8, 1)),
  },
  {
    name: "dnxhr.mov",
    make: made(
      sized("320x180", "25", 0.6),
      "-c:v",
      "dnxhd",
      "-profile:v",
      "dnxhr_sq",
      "-pix_fmt",
      "yuv422p",
    ),
  },
  {
    name: "mjpeg.mov",
    make: made(SMALL, "-pix_fmt", "yuvj422p", "-c:v", "mjpeg", "-q:v", "2"),
    colour: { matrix: "smpte170m" },
  },
  { name: "raw.avi", make: made(SMALL, "-pix_fmt", "bgr24", "-c:v", "rawvideo") },
  { name: "archive.mkv", make: made(PICTURE, SINE, "-c:v", "ffv1", "-c:a", "flac") },
  {
    name: "hevc.mp4",
    make: made(
      PICTURE,
      "-c:v",
      "libx265",
      "-preset",
      "ultrafast",
      "-x265-params",
      "log-level=none",
      "-tag:v",
      "hvc1",
    ),
  },
  {
    name: "av1.mkv",
    make: made(SMALL, "-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime", "-crf", "20"),
  },
];

export const REFUSED: Case[] = [
  {
    name: "rate-480.mp4",
    make: made(sized("64x64", "480", 0.3), X264),
    refused: "unsupported_format",
  },
  {
    name: "40-megapixels.mp4",
    make: made(lavfi("color=s=8000x5000:r=1:d=1"), "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    refused: "too_many_pixels",
  },
  {
    name: "dolby-vision-5.mp4",
    make: spoiled(made(SMALL, PQ), (path) => withDolbyVision(path, 5, 0)),
    refused: "needs_dolby_vision",
  },
  {
    name: "encrypted.mp4",
    make: made(
      PICTURE,
      X264,
      "-encryption_scheme",
      "cenc-aes-ctr",
      "-encryption_key",
      "0".repeat(32),
      "-encryption_kid",
      "1".repeat(32),
    ),
    refused: "encrypted",
  },
  { name: "sound-alone.mp4", make: made(SINE, "-c:a", "aac"), refused: "audio_only" },
  {
    name: "no-decoder.avi",
    make: made(sized("64x48", "5", 0.4), "-c:v", "cinepak"),
    refused: "unsupported_codec",
  },
  {
    name: "a-day-long.mp4",
    make: made(
      SMALL,
      X264,
      "-vf",
      "setpts=N*86400/TB",
      "-frames:v",
      "2",
      "-fps_mode",
      "vfr",
      "-video_track_timescale",
      "1000",
    ),
    refused: "too_long",
  },
  {
    name: "65-streams.mp4",
    make: made(sized("16x16", "25", 0.1), Array.from({ length: 65 }, () => ["-map", "0"]).flat()),
    refused: "too_many_streams",
  },
];
