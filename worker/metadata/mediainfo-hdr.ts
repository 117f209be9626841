// How MediaInfo 23.04 tells of light beyond the standard range. Pure.

import type { HdrFacts, VideoStream } from "../../protocol/facts.ts";
import type { Fields } from "./mediainfo-values.ts";

/** What lies beneath Dolby Vision, by its compatibility. */
const BENEATH: Record<number, string> = { 1: "HDR10", 2: "SDR", 4: "HLG", 6: "Blu-ray" };

/** Of each format one entry in each field, in the same order. */
export function hdrOf(video: VideoStream): Fields {
  const { hdr } = video;
  if (!hdr) return {};
  const { dolbyVision, masteringDisplay } = hdr;
  const formats: [string, string][] = [];
  if (dolbyVision) formats.push(["Dolby Vision", BENEATH[dolbyVision.compatibility ?? 0] ?? ""]);
  if (masteringDisplay) formats.push(["SMPTE ST 2086", isHdr10(video) ? "HDR10" : ""]);
  const compatible = formats.some(([, beneath]) => beneath !== "");
  return {
    HDR_Format: formats.map(([name]) => name).join(" / ") || null,
    HDR_Format_Compatibility: compatible ? formats.map(([, beneath]) => beneath).join(" / ") : null,
    MasteringDisplay_ColorPrimaries: primariesOf(masteringDisplay),
    MasteringDisplay_Luminance: luminanceOf(masteringDisplay),
    MaxCLL: hdr.maxContentLight ? `${hdr.maxContentLight} cd/m2` : null,
    MaxFALL: hdr.maxFrameAverageLight ? `${hdr.maxFrameAverageLight} cd/m2` : null,
  };
}

/** MediaInfo does not look at the transfer: it says so of HLG with a mastering display, too. */
function isHdr10({ bitDepth, chromaSubsampling, colour }: VideoStream): boolean {
  return bitDepth === 10 && chromaSubsampling === "4:2:0" && colour.primaries === "bt2020";
}

type Display = HdrFacts["masteringDisplay"];
type Point = { x: number; y: number };

/** Red, green, blue and white, x and y of each. */
const DISPLAYS: readonly (readonly [string, readonly number[]])[] = [
  ["BT.709", [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329]],
  ["BT.2020", [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329]],
  ["DCI P3", [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351]],
  ["Display P3", [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329]],
];
/** Half a step of the last digit in which standards tell a point. */
const SAME = 0.0005;

function primariesOf(display: Display): string | null {
  if (!display) return null;
  const { red, green, blue, white } = display;
  const numbers = [red, green, blue, white].flatMap(({ x, y }) => [x, y]);
  const known = DISPLAYS.find(([, standard]) =>
    standard.every((value, at) => Math.abs(value - (numbers[at] ?? 0)) < SAME),
  );
  if (known) return known[0];
  const told = ({ x, y }: Point) => `x=${x.toFixed(6)} y=${y.toFixed(6)}`;
  return `R: ${told(red)}, G: ${told(green)}, B: ${told(blue)}, White point: ${told(white)}`;
}

function luminanceOf(display: Display): string | null {
  if (!display) return null;
  return `min: ${display.minLuminance.toFixed(4)} cd/m2, max: ${display.maxLuminance} cd/m2`;
}
