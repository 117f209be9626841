// Films that are made with known faults, uploaded and decoded: of each exactly those findings are
// told, and of a plain one none. So each film also is one that must not bring the others' findings.

import { beforeAll, expect, it } from "vitest";
import type { FindingCode } from "../protocol/finding.ts";
import { type Client, createSession } from "./client.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

type Film = {
  /** Graphs of ffmpeg's; without `sound` two quiet tones. */
  picture: string;
  sound?: string;
  options?: string[];
  /** What is done to its packets when it is made. */
  copied?: string[];
  /** Beyond ordinary range: the transfer it is made with, in WebM. */
  transfer?: "smpte2084" | "arib-std-b67";
  brings: FindingCode[];
};

const tones = (left: string, right: string) =>
  `aevalsrc='${left}*sin(2*PI*440*t)|${right}*sin(2*PI*440*t+t)':s=48000:d=4`;
/** What moves up and down by half a line at most tells fields apart. */
const swinging = (rate: string) => `testsrc2=s=320x240:r=${rate}:d=4,crop=320:224:0:'8+8*sin(t*9)'`;
const luma = (expression: string) => `lutyuv=y='${expression}'`;
const TEST = "testsrc2=s=320x180:r=25:d=4";

const FILMS: Record<string, Film> = {
  "a plain film": { picture: TEST, brings: [] },
  "black, bars, a still and silence": {
    picture: [
      "testsrc2=s=320x136:r=25:d=4,format=yuv420p",
      "tpad=start_duration=1:color=black,tpad=stop_duration=3:stop_mode=clone",
      "pad=320:180:0:22:black",
    ].join(","),
    sound: "anullsrc=r=48000:cl=stereo,atrim=duration=8",
    brings: ["black_start", "frozen_end", "letterbox", "audio_silent"],
  },
  "fields without a word of it, darkness and overdriven sound": {
    picture: `${swinging("50")},interlace=scan=tff:lowpass=0,setfield=prog,${luma("16+(val-16)*0.3")}`,
    sound: tones("3", "3"),
    brings: ["interlaced", "scan_mislabelled", "under_exposed", "audio_clipping", "audio_loud"],
  },
  "glare, grain and a voice on one side": {
    picture: `${TEST},${luma("150+(val-16)*0.3")},noise=alls=24:allf=t`,
    sound: tones("0.02", "0"),
    brings: ["over_exposed", "noisy", "audio_quiet", "audio_dead_channel"],
  },
  "flashes, few bits and a channel upside down": {
    picture: [
      "mandelbrot=s=640x360:r=25,trim=duration=4,format=yuv420p",
      "eq=brightness='if(lt(mod(t,0.2),0.1),0.3,-0.3)':eval=frame",
    ].join(","),
    sound: "aevalsrc='0.15*sin(2*PI*440*t)|-0.15*sin(2*PI*440*t)':s=48000:d=4",
    options: ["-crf", "48"],
    brings: ["flashing", "low_bitrate", "audio_out_of_phase"],
  },
  "nothing but black": { picture: "color=black:s=320x180:r=25:d=4", brings: ["black_throughout"] },
  "cinema film in fields": {
    picture: `${swinging("24000/1001")},telecine`,
    brings: ["telecine"],
  },
  "damage in the middle": {
    picture: TEST,
    options: ["-g", "25"],
    copied: ["-bsf:v", "noise=amount='if(between(n\\,25\\,49)\\,1\\,0)'"],
    brings: ["picture_damaged"],
  },
  // Half of its codes are below 0.22, nearly all below 0.5: of PQ that is no dark picture.
  "a night with lights, in PQ": {
    picture: `${TEST},format=yuv420p10le,${luma("if(gt(val,700),val,64+(val-64)*0.15)")}`,
    transfer: "smpte2084",
    brings: ["hdr"],
  },
  "darkness in HLG": {
    picture: `${TEST},format=yuv420p10le,${luma("64+(val-64)*0.3")}`,
    transfer: "arib-std-b67",
    brings: ["hdr", "under_exposed"],
  },
};

/** For the slowest of them, behind all the others on a busy machine. */
const LIMIT_MS = 120_000;

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;
const videos = new Map<string, string>();
// All are sent before the first is looked at, so that none waits for the test.
beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
  for (const [name, film] of Object.entries(FILMS)) {
    const { video } = await client.upload(await made(name, film), { settings: { mode: "off" } });
    videos.set(name, video);
  }
  return () => watcher.close();
});

it.each(Object.entries(FILMS))("finds in %s what is there", async (name, { brings }) => {
  const video = videos.get(name) ?? "";
  await watcher.waitForEvent("metadata.ready", video, LIMIT_MS);
  const { findings } = await client.metadata(video);
  expect(findings.map(({ code }) => code).toSorted()).toEqual(brings.toSorted());
  await client.remove(video);
});

/** The film's file. */
async function made(name: string, film: Film): Promise<string> {
  const file = (ending: string) => scratch(`${name}.${ending}`);
  const path = file(film.transfer ? "webm" : "mp4");
  await ffmpeg([...argumentsFor(film), path]);
  if (!film.copied) return path;
  const copy = file("copy.mp4");
  await ffmpeg(["-v", "error", "-i", path, "-c", "copy", ...film.copied, ...FLAC_IN_MP4, copy]);
  return copy;
}

/** As the options of ffmpeg that make the film; all but its faults is as it should be. */
function argumentsFor({ picture, sound, options = [], transfer }: Film): string[] {
  const graph = transfer ? `${picture},${beyond(transfer)}` : picture;
  return [
    ...["-v", "error", "-f", "lavfi", "-i", graph],
    ...["-f", "lavfi", "-i", sound ?? tones("0.15", "0.14"), "-shortest"],
    ...(transfer ? [...VP9, "-color_trc", transfer] : [...H264, ...options]),
  ];
}

/** An ordinary picture whose white becomes 100 cd/m², in BT.2020. */
function beyond(transfer: string): string {
  const ordinary = "min=709:tin=709:pin=709:rin=limited";
  return `zscale=${ordinary}:m=2020_ncl:p=2020:t=${transfer}:r=limited:npl=100,format=yuv420p10le`;
}

const BT709 = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"];
const BT2020 = ["-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-color_range", "tv"];
const FLAC_IN_MP4 = ["-strict", "-2", "-movflags", "+faststart"];
/** Sound without loss: an encoder would round what is clipped and what is upside down. */
const H264 = [
  ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", ...BT709],
  ...["-c:a", "flac", ...FLAC_IN_MP4],
];
const VP9 = [
  ...["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-pix_fmt", "yuv420p10le"],
  ...[...BT2020, "-c:a", "libopus"],
];
