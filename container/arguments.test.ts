import { describe, expect, it } from "vitest";
import type { AudioPlan } from "../protocol/enhancement.ts";
import { type Demuxer, DemuxerSchema, type Source } from "../protocol/job.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { chaptersFile, joinArguments } from "./assemble.ts";
import { waysToMake } from "./audio.ts";
import { inputArguments, outputArguments, timescaleFor } from "./encode.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { canDecodeVideo, listingOptions, sourceOptions } from "./input-arguments.ts";
import { placesIn, samplingArguments, samplingOf } from "./sample-picture.ts";
import { buildIn, decoderOptions } from "./x264-build.ts";

const source: Source = { url: "http://127.0.0.1:9/x", bytes: 1_000_000, demuxer: "mov" };
/** The value that follows an option. */
const optionOf = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];
const TRACK: AudioPlan = {
  streamIndex: 1,
  method: "copy",
  codec: "mp4a.40.2",
  channels: 2,
  bitrate: 96_000,
  language: "deu",
  title: "Ton mit Titel",
  gain: 0,
};

describe("opening a source", () => {
  it.each(DemuxerSchema.options)(
    "forces %s and lets nothing else be opened",
    (demuxer: Demuxer) => {
      for (const options of [sourceOptions, listingOptions]) {
        const args = options({ ...source, demuxer });
        expect(optionOf(args, "-f")).toBe(demuxer);
        expect(optionOf(args, "-format_whitelist")?.split(",")).toContain(demuxer);
        expect(optionOf(args, "-format_whitelist")).not.toMatch(/hls|concat|dash|image2/);
        expect(optionOf(args, "-protocol_whitelist")).toBe("http,tcp");
        expect(optionOf(args, "-max_streams")).toBe("64");
        expect(optionOf(args, "-max_pixels")).toBe("35389440");
        for (const bound of ["-max_alloc", "-probesize", "-analyzeduration", "-rw_timeout"]) {
          expect(Number(optionOf(args, bound))).toBeGreaterThan(0);
        }
      }
    },
  );

  it("follows no reference out of a movie", () => {
    expect(optionOf(sourceOptions(source), "-enable_drefs")).toBe("0");
    expect(optionOf(sourceOptions(source), "-use_absolute_path")).toBe("0");
    expect(sourceOptions({ ...source, demuxer: "avi" })).not.toContain("-enable_drefs");
  });

  it("decodes what is on the list alone", () => {
    const decoders = optionOf(sourceOptions(source), "-codec_whitelist")?.split(",");
    expect(decoders).toEqual(expect.arrayContaining(["h264", "hevc", "vp9", "libdav1d", "aac"]));
    expect(decoders).not.toContain("png");
    expect(decoders).not.toContain("ass");
    expect(["h264", "av1", "prores"].every(canDecodeVideo)).toBe(true);
    expect(["png", "gif", "ansi", "toString", "__proto__"].some(canDecodeVideo)).toBe(false);
  });

  it("tells the decoder of 4:4:4 pictures which x264 made them", () => {
    const note = Buffer.from("\u0000\u0006\u0005x264 - core 142 r2389 - H.264/MPEG-4 AVC codec");
    expect(buildIn(note)).toBe(142);
    expect(buildIn(Buffer.from("nothing"))).toBeUndefined();
    expect(decoderOptions({ ...SAMPLE_PLAN.video, x264Build: 142 })).toEqual([
      "-x264_build",
      "142",
    ]);
    expect(decoderOptions(SAMPLE_PLAN.video)).toEqual([]);
  });
});

const MAKING = { rendition: "sdr", movements: null } as const;

describe("encoding a segment", () => {
  it("reads the first one from the start and later ones from before they begin", () => {
    expect(inputArguments(SAMPLE_PLAN, 0, source, 1)).not.toContain("-ss");
    const args = inputArguments(
      { ...SAMPLE_PLAN, video: { ...SAMPLE_PLAN.video, startTime: 2 } },
      100,
      source,
      1,
    );
    expect(optionOf(args, "-ss")).toBe("5.500000");
    expect(optionOf(args, "-seek_timestamp")).toBe("1");
    expect(args).toEqual(expect.arrayContaining(["-copyts", "-noaccurate_seek"]));
  });

  it("makes exactly the planned frames, as fragments on the film's clock", () => {
    const args = outputArguments(SAMPLE_PLAN, 100, 150, MAKING);
    expect(optionOf(args, "-frames:v")).toBe("150");
    expect(optionOf(args, "-fps_mode")).toBe("passthrough");
    expect(optionOf(args, "-movflags")).toContain("frag_discont");
    expect(Number(optionOf(args, "-fs"))).toBeGreaterThan(0);
    // The picture of the plan and nothing else of the source.
    expect(args.filter((_, at) => args[at - 1] === "-map")).toEqual(["[picture]"]);
    expect(optionOf(args, "-filter_complex")).toMatch(/^\[0:0\].*\[samples\]$/);
    expect(optionOf(args, "-map_metadata")).toBe("-1");
  });

  it("reports the encoder's arguments from -c:v on, the same for every segment", () => {
    const encoder = encoderArguments(SAMPLE_PLAN, "sdr");
    expect(encoder.slice(0, 2)).toEqual(["-c:v", "libx264"]);
    expect(encoder.join(" ")).toBe(
      "-c:v libx264 -profile:v high -pix_fmt yuv420p -preset veryfast -crf 18 -g 50 -keyint_min 50 -sc_threshold 0 -bf 2 -threads 1 -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709",
    );
    for (const first of [0, 100]) {
      const args = outputArguments(SAMPLE_PLAN, first, 100, MAKING).join(" ");
      expect(args).toContain(encoder.join(" "));
    }
  });

  it("reads as far back as a recipe's filters remember", () => {
    const read = (recipe: Partial<typeof SAMPLE_PLAN.recipe>) =>
      Number(
        optionOf(
          inputArguments(
            { ...SAMPLE_PLAN, recipe: { ...SAMPLE_PLAN.recipe, ...recipe } },
            200,
            source,
            1,
          ),
          "-ss",
        ),
      );
    expect(read({})).toBe(7.5);
    expect(read({ denoise: 1 })).toBeCloseTo(7.5 - 24 / 25, 6);
    expect(read({ stabilize: 10 })).toBeCloseTo(7.5 - 36 / 25, 6);
  });

  it("keeps all segments together under a ceiling", () => {
    const quality = { crf: 20, maxBitrate: 1_000_000, search: null };
    const args = encoderArguments({ ...SAMPLE_PLAN, quality }, "sdr");
    const [rate, fill] = ["-maxrate", "-rc_init_occupancy"].map((name) =>
      Number(optionOf(args, name)),
    );
    // Each of two segments may spend its buffer's first fill beyond the rate: 10 s in all.
    expect((rate ?? 0) * 10 + 2 * (fill ?? 0)).toBeLessThanOrEqual(10_000_000);
    expect((rate ?? 0) * 10 + 2 * (fill ?? 0)).toBeGreaterThan(9_990_000);
  });

  it("keeps what is beyond standard range in HEVC of 10 bit", () => {
    const masteringDisplay = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
    const hdr = { transfer: "smpte2084" as const, masteringDisplay, contentLight: "1000,400" };
    const args = encoderArguments({ ...SAMPLE_PLAN, hdr }, "hdr");
    expect(optionOf(args, "-c:v")).toBe("libx265");
    expect(optionOf(args, "-tag:v")).toBe("hvc1");
    expect(optionOf(args, "-pix_fmt")).toBe("yuv420p10le");
    expect(optionOf(args, "-color_trc")).toBe("smpte2084");
    const parameters = optionOf(args, "-x265-params")?.split(":");
    expect(parameters).toEqual(
      expect.arrayContaining([`master-display=${masteringDisplay}`, "max-cll=1000,400"]),
    );
    expect(parameters).toEqual(expect.arrayContaining(["keyint=50", "open-gop=0", "pools=1"]));
    expect(() => encoderArguments(SAMPLE_PLAN, "hdr")).toThrow("no HDR rendition");
  });

  it("counts in ticks that divide every frame", () => {
    expect([24, 25, 30000, 2997].map(timescaleFor)).toEqual([12288, 12800, 30000, 11988]);
  });
});

describe("sound", () => {
  const start = { ...SAMPLE_PLAN, video: { ...SAMPLE_PLAN.video, startTime: 1.5 } };

  it("is copied first, else encoded, else silent for as long as the picture lasts", () => {
    const ways = waysToMake(start, TRACK, source);
    expect(ways.map((way) => way.name)).toEqual(["copy", "encode", "silence"]);
    expect(waysToMake(start, { ...TRACK, method: "aac" }, source)[0]?.name).toBe("encode");
    expect(optionOf(ways[2]?.output ?? [], "-t")).toBe("10.000000");
  });

  it("is put on the picture's clock", () => {
    const [copy, encode] = waysToMake(start, TRACK, source);
    expect(optionOf(copy?.output ?? [], "-ss")).toBe("1.500000");
    expect(optionOf(copy?.output ?? [], "-copypriorss")).toBe("0");
    expect(optionOf(encode?.output ?? [], "-af")).toContain("asetpts=PTS-(1.500000)/TB");
    expect(copy?.input.options).toContain("-copyts");
  });

  it("changes its level behind the mix of its channels, and else has no filter for it", () => {
    const [, plain] = waysToMake(start, TRACK, source);
    expect(optionOf(plain?.output ?? [], "-af")).not.toMatch(/volume|alimiter|aformat/);
    const [lifted] = waysToMake(start, { ...TRACK, method: "aac", gain: 6 }, source);
    expect(optionOf(lifted?.output ?? [], "-af")).toMatch(
      /aresample=.*,aformat=channel_layouts=stereo,volume=6dB.*,alimiter=/,
    );
  });
});

describe("joining", () => {
  const plan = {
    ...SAMPLE_PLAN,
    audio: [TRACK, { ...TRACK, language: null, title: null }],
    subtitles: [
      { streamIndex: 3, language: "eng", title: null },
      { streamIndex: 4, language: "fra", title: "Sourds" },
    ],
    chapters: [{ start: 0.5, end: 2, title: "a=b; #c" }],
    tags: { title: "A film" },
  };
  const args = joinArguments(plan, [1]);

  it("takes the picture, every track and the subtitles that there are", () => {
    const maps = (list: readonly string[]) => list.filter((_, at) => list[at - 1] === "-map");
    expect(maps(args)).toEqual(["0:v:0", "1:a:0", "2:a:0", "3:s"]);
    expect(maps(joinArguments(plan, []))).toEqual(["0:v:0", "1:a:0", "2:a:0"]);
    expect(optionOf(args, "-c")).toBe("copy");
    expect(optionOf(args, "-movflags")).toBe("+faststart");
  });

  it("takes chapters and tags that are planned, and nothing else of the source's", () => {
    expect(optionOf(args, "-map_metadata:g")).toBe("-1");
    expect(optionOf(args, "-map_metadata:s")).toBe("-1");
    expect(optionOf(args, "-map_chapters")).toBe("4");
    expect(optionOf(joinArguments(plan, []), "-map_chapters")).toBe("3");
    expect(optionOf(joinArguments(SAMPLE_PLAN, []), "-map_chapters")).toBe("-1");
    expect(optionOf(args, "-metadata")).toBe("title=A film");
    expect(chaptersFile(plan.chapters).split("\n")).toEqual([
      ...[";FFMETADATA1", "[CHAPTER]", "TIMEBASE=1/1000", "START=500", "END=2000"],
      ...["title=a\\=b\\; \\#c", ""],
    ]);
  });

  it("names languages and titles, and one default track", () => {
    expect(args.filter((_, at) => args[at - 1] === "-metadata:s:a:0")).toEqual([
      "language=deu",
      "handler_name=Ton mit Titel",
    ]);
    expect(args).not.toContain("-metadata:s:a:1");
    expect(optionOf(args, "-disposition:a:1")).toBe("0");
    expect(args.filter((_, at) => args[at - 1] === "-metadata:s:s:0")).toEqual([
      "language=fra",
      "handler_name=Sourds",
    ]);
  });
});

describe("sampling", () => {
  const film = (
    fields: Partial<typeof SAMPLE_PLAN.video>,
    bytes = 1_000_000,
    keyframeSeconds = 2,
  ) => samplingOf({ bytes, keyframeSeconds, video: { ...SAMPLE_PLAN.video, ...fields } });

  it("reads a small film whole and looks at places of a large one", () => {
    expect(film({ frames: 250 })).toBe("whole");
    expect(film({ frames: 250 }, 1_000_000_000)).toBe("exact");
    expect(film({ frames: 5000 })).toBe("exact");
    expect(film({ frames: 5000, width: 3840, height: 2160 })).toBe("near");
    expect(film({ frames: 5000 }, 1_000_000, 300)).toBe("near");
  });

  it("looks at places all over the film, off its ends", () => {
    const video = { ...SAMPLE_PLAN.video, startTime: 3, frames: 25 * 600 };
    const places = placesIn(video);
    expect(places).toHaveLength(24);
    expect(places.map((place) => Math.round(place - 3)).slice(0, 3)).toEqual([12, 37, 62]);
    expect(Math.max(...places)).toBeLessThan(603);
    expect(placesIn({ ...video, frames: 2 })).toEqual([3, 3.04]);
  });

  it("bounds the frames it takes", () => {
    const whole = samplingArguments(SAMPLE_PLAN.video, 0, { width: 64, height: 36, patch: 36 });
    expect(Number(optionOf(whole, "-frames:v"))).toBeLessThan(200);
    const places = samplingArguments(SAMPLE_PLAN.video, 3, { width: 64, height: 36, patch: 36 });
    expect(optionOf(places, "-filter_complex")?.match(/trim=end_frame=1/g)).toHaveLength(3);
  });
});
