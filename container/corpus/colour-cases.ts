// Every way in which files tell, or do not tell, their colours; and transparency.

import { type Case, lavfi, MUTED, made, SMALL, tagged, X264 } from "./case.ts";

export const COLOURS: Case[] = [
  { name: "colour-709.mp4", make: made(SMALL, X264, tagged("bt709", "bt709", "bt709")) },
  {
    name: "colour-601-ntsc.mp4",
    make: made(SMALL, X264, tagged("smpte170m", "smpte170m", "smpte170m")),
  },
  { name: "colour-601-pal.mov", make: made(SMALL, X264, tagged("bt470bg", "gamma28", "bt470bg")) },
  {
    name: "colour-2020-10-bit.mp4",
    make: made(SMALL, X264, "-pix_fmt", "yuv420p10le", tagged("bt2020nc", "bt2020-10", "bt2020")),
  },
  {
    name: "colour-full-range.mp4",
    make: made(SMALL, "-vf", "scale=out_range=pc", X264, tagged("bt709", "bt709", "bt709", "pc")),
  },
  {
    name: "colour-full-range.mkv",
    make: made(
      SMALL,
      "-vf",
      "scale=out_range=pc",
      "-c:v",
      "libvpx-vp9",
      "-cpu-used",
      "8",
      "-crf",
      "15",
      tagged("bt709", "bt709", "bt709", "pc"),
    ),
  },
  { name: "colour-unknown-sd.mp4", make: made(SMALL, X264), colour: { matrix: "smpte170m" } },
  {
    name: "colour-unknown-hd.mp4",
    make: made(lavfi(`testsrc2=s=64x720:r=25:d=0.6${MUTED}`), X264),
    colour: { matrix: "bt709" },
  },
  {
    name: "colour-rgb.mp4",
    make: made(SMALL, "-c:v", "libx264rgb", "-preset", "ultrafast", "-crf", "10"),
  },
  {
    name: "colour-gray.mkv",
    make: made(SMALL, "-pix_fmt", "gray", "-c:v", "ffv1"),
    likeness: 26,
    colour: { range: "tv" },
  },
  {
    name: "colour-422-10-bit.mov",
    make: made(SMALL, "-c:v", "prores_ks", "-profile:v", "2"),
    colour: { matrix: "smpte170m" },
  },
  {
    name: "colour-444.mp4",
    make: made(SMALL, X264, "-pix_fmt", "yuv444p"),
    colour: { matrix: "smpte170m" },
  },
  {
    name: "colour-444-12-bit.mp4",
    make: made(
      SMALL,
      "-c:v",
      "libx265",
      "-preset",
      "ultrafast",
      "-x265-params",
      "log-level=none",
      "-pix_fmt",
      "yuv444p12le",
      tagged("bt709", "bt709", "bt709"),
    ),
  },
  {
    name: "colour-mjpeg.avi",
    make: made(SMALL, "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "2"),
    colour: { matrix: "smpte170m" },
  },
  {
    name: "colour-hlg.mp4",
    make: made(
      SMALL,
      "-vf",
      "format=yuv420p10le",
      "-c:v",
      "libx265",
      "-preset",
      "ultrafast",
      "-x265-params",
      "log-level=none",
      tagged("bt2020nc", "arib-std-b67", "bt2020"),
    ),
  },
  {
    name: "colour-pq.mkv",
    make: made(
      SMALL,
      "-vf",
      "format=yuv420p10le",
      "-c:v",
      "libx265",
      "-preset",
      "ultrafast",
      "-x265-params",
      "log-level=none",
      tagged("bt2020nc", "smpte2084", "bt2020"),
    ),
  },
];

/** Half see-through, and wholly so in a corner. */
const SEE_THROUGH =
  "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(lt(X,W/2),if(lt(Y,H/2),0,128),255)'";
export const ALPHA: Case[] = [
  {
    name: "alpha-vp9.webm",
    make: made(
      SMALL,
      "-vf",
      SEE_THROUGH,
      "-c:v",
      "libvpx-vp9",
      "-crf",
      "12",
      "-cpu-used",
      "8",
      "-auto-alt-ref",
      "0",
    ),
    alpha: { decoder: "libvpx-vp9" },
  },
  {
    name: "alpha-vp8-on-white.webm",
    make: made(SMALL, "-vf", SEE_THROUGH, "-c:v", "libvpx", "-b:v", "2M", "-auto-alt-ref", "0"),
    alpha: { decoder: "libvpx", matte: [255, 255, 255] },
    settings: { mode: "manual", matte: "#ffffff" },
  },
  {
    name: "alpha-prores.mov",
    make: made(
      SMALL,
      "-vf",
      SEE_THROUGH,
      "-c:v",
      "prores_ks",
      "-profile:v",
      "4444",
      "-pix_fmt",
      "yuva444p10le",
    ),
    alpha: {},
    colour: { matrix: "smpte170m" },
  },
  {
    name: "alpha-animation-on-green.mov",
    make: made(SMALL, "-vf", SEE_THROUGH, "-c:v", "qtrle", "-pix_fmt", "argb"),
    alpha: { matte: [0, 128, 0] },
    settings: { mode: "manual", matte: "#008000" },
  },
];
