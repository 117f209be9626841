// What is beyond standard range, through the running service: the ordinary rendition is not washed
// out, and the other one keeps what the source has.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ffmpeg, ffprobe } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

/** How far the ordinary rendition may be from a plain tone mapping, as a share. */
const LUMA_SHARE = 0.03;
const SATURATION_SHARE = 0.05;

const DISPLAY = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
const LIGHT = "1000,400";

const here = withService();

/** A PQ clip whose mastering data lies in HEVC's own bits, with a subtitle as films have. */
async function hdr10Clip(display = DISPLAY, light = LIGHT): Promise<string> {
  const path = join(here.folder, `hdr10-${light}.mp4`);
  const subtitle = join(here.folder, "line.srt");
  await writeFile(subtitle, "1\n00:00:01,000 --> 00:00:02,000\nA line.\n");
  const colours = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=5"],
    ...[
      "-i",
      subtitle,
      "-c:s",
      "mov_text",
      "-vf",
      "scale=out_color_matrix=bt2020,format=yuv420p10le",
      "-c:v",
      "libx265",
    ],
    ...["-preset", "ultrafast", "-tag:v", "hvc1", "-x265-params"],
    `log-level=error:${colours}:master-display=${display}:max-cll=${light}`,
    path,
  ]);
  return path;
}

/** Mean luma and saturation of all pictures. */
async function look(path: string, filters: string[]): Promise<{ luma: number; colour: number }> {
  const measure = "signalstats,metadata=print:file=-";
  const { stdout } = await ffmpeg([
    ...["-v", "error", "-i", path, "-map", "0:v:0", "-vf", [...filters, measure].join(",")],
    ...["-f", "null", "-"],
  ]);
  const mean = (name: string) => {
    const values = [...stdout.matchAll(new RegExp(`${name}=([\\d.]+)`, "g"))];
    return values.reduce((sum, [, value]) => sum + Number(value), 0) / values.length;
  };
  return { luma: mean("YAVG"), colour: mean("SATAVG") };
}

/** What anyone would type to make an ordinary picture of it. */
const PLAIN = [
  ...["zscale=t=linear:npl=100", "format=gbrpf32le", "zscale=p=bt709"],
  ...["tonemap=hable:desat=0", "zscale=t=bt709:m=bt709:r=tv", "format=yuv420p"],
];

describe("a clip beyond standard range", () => {
  // The first second of a real clip shows all that is asked here.
  const clips: [string, () => Promise<string | null>, string][] = [
    ["HLG", () => here.realStart("hlg10.mp4", 1), "arib-std-b67"],
    ["HDR10 in AV1", () => here.realStart("hdr10-av1.mp4", 1), "smpte2084"],
    ["HDR10 with mastering data", () => hdr10Clip(), "smpte2084"],
  ];
  it.each(clips)(
    "%s becomes an ordinary picture and stays what it is",
    async (name, clip, transfer) => {
      const path = await clip();
      if (!path) return;
      const whole = await here.enhance(path, { mode: "manual" });
      const [plain, made] = await Promise.all([look(path, PLAIN), look(whole.file, [])]);
      expect(Math.abs(made.luma / plain.luma - 1)).toBeLessThan(LUMA_SHARE);
      expect(Math.abs(made.colour / plain.colour - 1)).toBeLessThan(SATURATION_SHARE);
      const [ordinary] = (await ffprobe(whole.file, "-show_streams")).streams;
      expect(ordinary).toMatchObject({
        ...{ codec_name: "h264", pix_fmt: "yuv420p", color_transfer: "bt709" },
      });

      const high = await here.carryOut(path, whole.plan, "hdr");
      const { streams } = await ffprobe(high.file, "-show_streams");
      expect(streams[0]).toMatchObject({
        ...{ codec_name: "hevc", codec_tag_string: "hvc1", pix_fmt: "yuv420p10le" },
        ...{ color_transfer: transfer, color_primaries: "bt2020", color_space: "bt2020nc" },
        ...{ color_range: "tv", nb_frames: String(whole.plan.video.frames) },
      });
      for (const { codec } of high.segments) {
        expect(codec).toMatch(/^hvc1\.2\.4\.L\d+\.[0-9A-F]{2}$/);
      }
      const inits = await Promise.all(
        high.folders.segments.map((at) =>
          readFile(join(here.gateway.folder, at, "init.mp4"), "hex"),
        ),
      );
      expect(new Set(inits).size).toBe(1);
      expect(high.report.encoder.slice(0, 2)).toEqual(["-c:v", "libx265"]);
      const [ours, its] = [whole.report.after.mean, high.report.after.mean];
      expect(Math.abs(its / ours - 1)).toBeLessThan(LUMA_SHARE);
      // It is the same film: tone-mapped, it looks like the source tone-mapped.
      const kept = await look(high.file, PLAIN);
      expect(Math.abs(kept.luma / plain.luma - 1)).toBeLessThan(LUMA_SHARE);
      expect(Math.abs(kept.colour / plain.colour - 1)).toBeLessThan(SATURATION_SHARE);

      const mastered = name === "HDR10 with mastering data";
      expect(whole.plan.hdr?.masteringDisplay).toBe(mastered ? DISPLAY : null);
      if (!mastered) return;
      const first = ["-read_intervals", "%+#1", "-show_frames"];
      const { frames } = await ffprobe(high.file, "-select_streams", "v:0", ...first);
      expect(frames[0].side_data_list).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ max_content: 1000, max_average: 400 }),
          expect.objectContaining({ red_x: "34000/50000", max_luminance: "10000000/10000" }),
        ]),
      );
    },
    MINUTE,
  );

  it(
    "is not washed out by mastering data that makes no sense",
    async () => {
      // A display of 0.005 nits, by which the brightest picture would be a thousandth of white.
      const dim = await hdr10Clip(DISPLAY.replace("L(10000000,1)", "L(50,1)"), "0,0");
      // Without a peak ffmpeg takes 1000 nits, as this display has.
      const sane = await hdr10Clip(DISPLAY, "0,1");
      const settings = { mode: "manual" as const, hdr: "tonemap" as const };
      const whole = await here.enhance(dim, settings);
      expect(whole.plan.notes).toContain("The mastering display's data made no sense.");
      const [plain, made] = await Promise.all([look(sane, PLAIN), look(whole.file, [])]);
      expect(Math.abs(made.luma / plain.luma - 1)).toBeLessThan(LUMA_SHARE);
      expect(Math.abs(made.colour / plain.colour - 1)).toBeLessThan(SATURATION_SHARE);
    },
    MINUTE,
  );

  it(
    "is only tone-mapped on request",
    async () => {
      const plan = await here.analyse(await hdr10Clip(), { mode: "manual", hdr: "tonemap" });
      expect(plan).toMatchObject({ hdr: null, video: { dynamicRange: "HDR10" } });
    },
    MINUTE,
  );
});
