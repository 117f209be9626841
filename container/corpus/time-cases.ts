// Clips whose times are uneven, late, cut or unknown, and changes of the rate.

import { beeps, flashes } from "../testing/clips.ts";
import { cutStart } from "./break-file.ts";
import { type Case, lavfi, made, PICTURE, SINE, sized, spoiled, X264 } from "./case.ts";

const FLASHING = [...lavfi(flashes("30", 4)), ...lavfi(beeps(4))];
export const TIMES: Case[] = [
  {
    name: "variable-dropped.mp4",
    make: made(FLASHING, "-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr", X264),
    flashes: true,
  },
  {
    name: "variable-jitter.mkv",
    make: made(FLASHING, "-vf", "setpts='PTS+0.008*mod(N*7,5)/TB/4'", "-fps_mode", "vfr", X264),
    flashes: true,
  },
  {
    name: "variable-freeze.mp4",
    make: made(
      sized("160x90", "30", 3),
      "-vf",
      "select='not(between(t,0.8,2.1))'",
      "-fps_mode",
      "vfr",
      X264,
    ),
  },
  {
    name: "late-picture.mkv",
    make: made("-itsoffset", "0.5", FLASHING, X264, "-c:a", "aac"),
    flashes: true,
  },
  {
    name: "late-sound.mp4",
    make: made(FLASHING.slice(0, 4), "-itsoffset", "1", FLASHING.slice(4), X264, "-c:a", "aac"),
    flashes: true,
  },
  {
    name: "start-100s.ts",
    make: made(FLASHING, X264, "-g", "15", "-c:a", "aac", "-output_ts_offset", "100"),
    flashes: true,
  },
  {
    name: "negative-start.mkv",
    make: made(
      FLASHING,
      X264,
      "-c:a",
      "flac",
      "-output_ts_offset",
      "-0.3",
      "-avoid_negative_ts",
      "disabled",
    ),
  },
  {
    name: "edit-list.mp4",
    make: async (path) => {
      const whole = path.replace(/\.mp4$/, "-whole.mp4");
      await made(FLASHING, X264, "-g", "60", "-bf", "2", "-c:a", "aac")(whole);
      // A copy from between key frames begins with pictures that an edit list takes out.
      await made("-ss", "0.7", "-i", whole, "-c", "copy")(path);
    },
    flashes: true,
  },
  {
    name: "no-duration.webm",
    make: made(
      PICTURE,
      SINE,
      "-c:v",
      "libvpx",
      "-b:v",
      "500k",
      "-c:a",
      "libopus",
      "-f",
      "webm",
      "-live",
      "1",
    ),
  },
  {
    name: "fragments.mp4",
    make: made(
      PICTURE,
      SINE,
      X264,
      "-c:a",
      "aac",
      "-movflags",
      "empty_moov+frag_keyframe+default_base_moof",
    ),
  },
  {
    name: "no-first-key-frame.ts",
    make: spoiled(
      made(
        sized("160x90", "25", 3),
        "-bf",
        "0",
        X264,
        "-g",
        "25",
        "-f",
        "mpegts",
        "-mpegts_flags",
        "resend_headers",
      ),
      cutStart,
    ),
  },
  { name: "one-frame.mp4", make: made(PICTURE, X264, "-frames:v", "1") },
  { name: "two-frames.mkv", make: made(PICTURE, X264, "-frames:v", "2") },
  { name: "rate-1.mp4", make: made(sized("160x90", "1", 4), X264) },
  { name: "rate-12_5.avi", make: made(sized("160x90", "25/2", 2), "-c:v", "mpeg4", "-q:v", "2") },
  { name: "rate-120.mp4", make: made(sized("160x90", "120", 1), X264) },
  { name: "rate-240.mp4", make: made(sized("160x90", "240", 1), X264), rate: "120/1" },
];

export const RATES: Case[] = (
  [
    ["24", 30, "30/1"],
    ["25", "30000/1001", "30000/1001"],
    ["60", "24000/1001", "24000/1001"],
    ["24000/1001", 60, "60/1"],
    ["30", 12.5, "25/2"],
  ] as const
).map(([from, fps, rate]) => ({
  name: `from-${from.replace("/", "_")}-to-${String(fps).replace("/", "_")}.mp4`,
  make: made(sized("160x90", from, 2), X264),
  settings: { mode: "manual", fps },
  rate,
}));
