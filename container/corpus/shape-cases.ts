// Pictures that are turned, oddly shaped, or made of fields.

import { withMatrix } from "./break-file.ts";
import { type Case, lavfi, made, PICTURE, sized, spoiled, X264 } from "./case.ts";

const FIELDS = ["-flags", "+ildct+ilme"];
/** Without lines of one pixel, which look like fields; bars that move, so that fields differ. */
const MOVING = (size: string, rate: string, seconds = 1.6) =>
  lavfi(`testsrc2=s=${size}:r=${rate}:d=${seconds},gblur=sigma=3,rotate=a=t*2:c=gray:bilinear=1`);
const turned = (name: string, matrix: [number, number, number, number], upright: string): Case => ({
  name: `turned-${name}.mp4`,
  make: spoiled(made(PICTURE, X264), (path) => withMatrix(path, matrix)),
  upright,
});

export const ORIENTATION: Case[] = [
  turned("90", [0, 1, -1, 0], "transpose=clock"),
  turned("180", [-1, 0, 0, -1], "hflip,vflip"),
  turned("270", [0, -1, 1, 0], "transpose=cclock"),
  turned("mirrored", [-1, 0, 0, 1], "hflip"),
  turned("upside-down-in-a-mirror", [1, 0, 0, -1], "vflip"),
  turned("90-mirrored", [0, 1, 1, 0], "transpose=cclock_flip"),
  turned("270-mirrored", [0, -1, -1, 0], "transpose=clock_flip"),
  {
    name: "turned-90-wide-pixels.mov",
    make: spoiled(made(PICTURE, "-vf", "setsar=4/3", X264), (path) =>
      withMatrix(path, [0, 1, -1, 0]),
    ),
    upright: "transpose=clock",
  },
];

export const SIZES: Case[] = [
  { name: "pixels-64-45.mkv", make: made(sized("180x144"), "-vf", "setsar=64/45", X264) },
  {
    name: "pixels-8-9.mpg",
    make: made(sized("176x120"), "-vf", "setdar=4/3", "-c:v", "mpeg2video", "-q:v", "2"),
  },
  { name: "pixels-1-3.mp4", make: made(sized("192x108"), "-vf", "setsar=1/3", X264), likeness: 26 },
  {
    name: "odd-161x121.webm",
    make: made(sized("161x121"), "-c:v", "libvpx-vp9", "-crf", "10", "-cpu-used", "8"),
  },
  {
    name: "odd-33x17-444.mp4",
    make: made(sized("33x17"), "-pix_fmt", "yuv444p", X264),
    likeness: 22,
  },
  {
    name: "tiny-17x33.webm",
    make: made(sized("17x33"), "-c:v", "libvpx-vp9", "-cpu-used", "8"),
    likeness: 22,
  },
  { name: "tiny-2x2.mkv", make: made(sized("2x2"), "-c:v", "ffv1"), likeness: 15 },
  {
    name: "tiny-1x1.mkv",
    make: made(sized("16x16"), "-vf", "scale=1:1", "-pix_fmt", "yuv444p", "-c:v", "ffv1"),
    likeness: 15,
  },
  { name: "narrow-4x300.mkv", make: made(sized("4x300"), "-c:v", "ffv1"), likeness: 18 },
  { name: "wide-320x6.mp4", make: made(sized("320x6"), X264), likeness: 18 },
];

export const SCANS: Case[] = [
  {
    name: "fields-tff.mp4",
    make: made(
      MOVING("320x240", "50"),
      "-vf",
      "tinterlace=interleave_top",
      X264,
      FIELDS,
      "-x264opts",
      "tff=1",
    ),
    deinterlace: "tff",
  },
  {
    name: "fields-unflagged-bff.mp4",
    make: made(
      MOVING("320x240", "60000/1001"),
      "-vf",
      "tinterlace=interleave_bottom,setfield=prog",
      X264,
    ),
    deinterlace: "bff",
  },
  {
    name: "fields-mpeg2.mpg",
    make: made(
      MOVING("320x240", "50"),
      "-vf",
      "tinterlace=interleave_top",
      "-c:v",
      "mpeg2video",
      "-q:v",
      "2",
      FIELDS,
      "-top",
      "1",
    ),
    deinterlace: "tff",
  },
  {
    name: "fields-dv.avi",
    make: made(
      MOVING("720x576", "50", 0.8),
      "-vf",
      "tinterlace=interleave_bottom,setsar=16/15",
      "-pix_fmt",
      "yuv420p",
      "-c:v",
      "dvvideo",
    ),
    deinterlace: "bff",
  },
  {
    name: "whole-but-flagged.mp4",
    make: made(MOVING("320x240", "25"), "-vf", "setfield=tff", X264, FIELDS, "-x264opts", "tff=1"),
  },
  {
    name: "telecine.mp4",
    make: made(
      MOVING("320x240", "24000/1001", 2),
      "-vf",
      "telecine=pattern=23,setfield=prog",
      X264,
    ),
    deinterlace: "telecine",
    rate: "24000/1001",
  },
  {
    name: "telecine-flagged.mpg",
    make: made(
      MOVING("320x240", "24000/1001", 2),
      "-vf",
      "telecine=pattern=23,setfield=tff",
      "-c:v",
      "mpeg2video",
      "-q:v",
      "2",
      FIELDS,
      "-top",
      "1",
    ),
    deinterlace: "telecine",
    rate: "24000/1001",
  },
  { name: "drawn-lines.mp4", make: made(sized("320x240", "30", 1.6), X264) },
];
