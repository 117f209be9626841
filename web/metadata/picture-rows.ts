// A picture stream as rows of words: the picture, its colour, what decoding showed of it. Pure.

import type { PictureContent } from "../../protocol/content.ts";
import type { HdrFacts, VideoStream } from "../../protocol/facts.ts";
import { type Rational, toNumber } from "../../protocol/rational.ts";
import { formatBitrate, formatDuration, formatNumber, formatPercent } from "../format.ts";
import {
  codecName,
  DYNAMIC_RANGES,
  dispositionName,
  languageName,
  matrixName,
  primariesName,
  rangeName,
  scanName,
  transferName,
} from "./names.ts";
import { count, list, nits, onlyYes, type Row, row } from "./rows.ts";

const share = (value: number, decimals = 1) => formatPercent(value, decimals);

export function pictureRows(stream: VideoStream, content: PictureContent | null): Row[] {
  const { dispositions, displayMatrix, reorderFrames } = stream;
  return [
    row("Codec", codecName(stream), String, profileWords(stream)),
    row("Codec for players", stream.codecString, String, tagWords(stream)),
    row("Picture size", `${stream.displayWidth} × ${stream.displayHeight}`, String, stored(stream)),
    row("Coded size", codedSize(stream), String, "with what only fills up blocks"),
    row("To be shown of it", stream.cleanAperture, rectangleWords, "clean aperture"),
    row("Shape", stream.displayAspectRatio, shapeWords, exactShape(stream)),
    row("Turned", stream.rotation || null, (degrees) => `${degrees}° clockwise`),
    row("Mirrored", stream.flipped || null, onlyYes),
    row("Display matrix", displayMatrix, (matrix) =>
      matrix.map((n) => formatNumber(n, 4)).join(" "),
    ),
    row("Bars around it", content?.letterbox, rectangleWords, "the picture inside of them"),
    row("Precision", stream.bitDepth, (bits) => `${bits} bits`, chromaWords(stream)),
    row("Pixel format", stream.pixelFormat),
    row("Scan", stream.fieldOrder, scanName),
    row("Scan as seen", content?.scan, scanWords),
    row("Entropy coding", stream.entropyCoding),
    row("Reference frames", stream.referenceFrames),
    row("Reordered frames", reorderFrames, (n) => (n === 0 ? "None" : `Up to ${n}`)),
    row("Transparent", stream.alpha, onlyYes),
    row("Stereo picture", stream.stereo3d),
    row("All around", stream.spherical),
    row("Closed captions", stream.closedCaptions, onlyYes),
    row("Film grain", stream.filmGrain, onlyYes),
    row("Bit rate", stream.bitrate, formatBitrate),
    row("Length", stream.duration, formatDuration),
    row("Timecode", stream.timecode),
    row("Language", languageName(stream.language)),
    row("Title", stream.title),
    row("Use", dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row("Encryption", stream.encryption),
    row("Encoder", stream.encoder),
    row("Encoder settings", stream.encoderSettings),
  ].flat();
}

/** What the stream declares of its colour; without it players guess. */
export function colourRows({ bitDepth, colour, dynamicRange, hdr }: VideoStream): Row[] {
  return [
    row("Dynamic range", dynamicRange, String, DYNAMIC_RANGES[dynamicRange]),
    row("Primaries", colour.primaries, primariesName),
    row("Transfer curve", colour.transfer, transferName),
    row("Matrix", colour.matrix, matrixName),
    row("Levels", colour.range, (range) => rangeName(range, bitDepth)),
    hdr ? hdrRows(hdr) : [],
  ].flat();
}

function hdrRows({ masteringDisplay: display, dolbyVision, ...hdr }: HdrFacts): Row[] {
  return [
    row(
      "Mastered on a display",
      display,
      ({ minLuminance, maxLuminance }) =>
        `${formatNumber(minLuminance, 4)} to ${nits(maxLuminance)}`,
    ),
    row("Colours of that display", display, ({ red, green, blue, white }) =>
      [
        `red ${pointWords(red)}`,
        `green ${pointWords(green)}`,
        `blue ${pointWords(blue)}`,
        `white ${pointWords(white)}`,
      ].join(", "),
    ),
    row("Brightest pixel", hdr.maxContentLight, nits, "MaxCLL"),
    row("Brightest frame", hdr.maxFrameAverageLight, nits, "MaxFALL"),
    row("HDR10+", hdr.hdr10Plus, onlyYes),
    row("Dolby Vision", dolbyVision, ({ profile, level, compatibility }) =>
      [
        `profile ${profile}${compatibility === null ? "" : `.${compatibility}`}`,
        ...(level === null ? [] : [`level ${level}`]),
      ].join(", "),
    ),
  ].flat();
}

const pointWords = ({ x, y }: { x: number; y: number }) =>
  `${formatNumber(x, 3)}/${formatNumber(y, 3)}`;

/** What decoding showed of light and colour. */
export function lightRows({ luma, chroma, flicker, ...picture }: PictureContent): Row[] {
  const { spatialInformation: spatial, temporalInformation: temporal } = picture;
  const size = `at ${picture.measuredWidth} × ${picture.measuredHeight}`;
  return [
    row("Average brightness", luma.mean, share),
    row("Darkest parts", luma.p1, share),
    row("Middle tones", luma.p50, share),
    row("Brightest parts", luma.p99, share),
    row("Shadows cut off", luma.clippedShadows, (value) => share(value, 2), "of all pixels"),
    row("Highlights cut off", luma.clippedHighlights, (value) => share(value, 2), "of all pixels"),
    row("Outside of legal levels", luma.illegal || null, (value) => share(value, 2)),
    row("Colourfulness", chroma.saturation, share),
    row("Colour cast", castWords(chroma)),
    row("Noise", picture.noise, (value) => share(value, 2)),
    row("Sharpness of edges", picture.sharpness, share),
    row("Blocks of compression", picture.blockiness, (value) => share(Math.max(0, value))),
    row("Detail (SI)", spatial.mean, (mean) => formatNumber(mean, 1), spreadWords(spatial, size)),
    row("Motion (TI)", temporal.mean, (mean) => formatNumber(mean, 1), spreadWords(temporal, size)),
    row("Flicker", flicker.mean, (value) => share(value, 2)),
    row("Shake", picture.shake, (value) => share(value, 2), "of the picture's width"),
  ].flat();
}

/** A cast that nobody sees. */
const CAST_UNSEEN = 0.01;

/** `2.1 % blue`, `3 % red, 1.5 % yellow`, `none`. */
function castWords({ castRed, castBlue }: PictureContent["chroma"]): string {
  const part = (value: number, more: string, less: string) =>
    Math.abs(value) < CAST_UNSEEN ? [] : [`${share(Math.abs(value))} ${value > 0 ? more : less}`];
  const parts = [...part(castRed, "red", "cyan"), ...part(castBlue, "blue", "yellow")];
  return parts.length > 0 ? parts.join(", ") : "none";
}

function spreadWords({ min, max }: { min: number | null; max: number | null }, size: string) {
  if (min === null || max === null) return size;
  return `${formatNumber(min, 1)} to ${formatNumber(max, 1)}, ${size} (ITU-T P.910)`;
}

function profileWords({ profile, levelName, tier }: VideoStream): string {
  // VP8 and VP9 number their profiles, which tells nobody anything.
  const known = profile === null || /^\d+$/.test(profile) ? [] : [`${profile} profile`];
  if (levelName !== null) known.push(`level ${levelName}`);
  if (tier !== null) known.push(`${tier} tier`);
  return known.join(", ");
}

const tagWords = ({ codecTag }: VideoStream) => codecTag && `marked ${codecTag}`;

function stored({ width, height, displayWidth, displayHeight, ...stream }: VideoStream) {
  if (width === displayWidth && height === displayHeight) return null;
  const shape = toNumber(stream.sampleAspectRatio);
  const pixels = shape === 1 ? "" : `, pixels ${formatNumber(shape, 3)} times as wide as high`;
  return `stored as ${width} × ${height}${pixels}`;
}

/** Nobody has a picture of shapes beyond 21:9 and the like. */
const SHAPE_TERM_MAX = 21;
const isPlain = ({ num, den }: Rational) => Math.max(num, den) <= SHAPE_TERM_MAX;
const ratio = ({ num, den }: Rational) => `${num}:${den}`;

/** `16:9`, `2.4:1`. */
const shapeWords = (shape: Rational) =>
  isPlain(shape) ? ratio(shape) : `${formatNumber(toNumber(shape), 3)}:1`;

const exactShape = ({ displayAspectRatio: shape }: VideoStream) =>
  shape && !isPlain(shape) ? `exactly ${ratio(shape)}` : null;

function codedSize({ width, height, codedWidth, codedHeight }: VideoStream): string | null {
  if (codedWidth === null || codedHeight === null) return null;
  return codedWidth === width && codedHeight === height ? null : `${codedWidth} × ${codedHeight}`;
}

type Rectangle = { x: number; y: number; width: number; height: number };

function rectangleWords({ x, y, width, height }: Rectangle): string {
  const [left, top] = [formatNumber(x, 2), formatNumber(y, 2)];
  return `${formatNumber(width, 2)} × ${formatNumber(height, 2)}, ${left} from the left, ${top} from the top`;
}

function chromaWords({ chromaSubsampling, chromaLocation }: VideoStream): string | null {
  if (chromaSubsampling === null) return null;
  return `colour at ${chromaSubsampling}${chromaLocation === null ? "" : `, placed ${chromaLocation}`}`;
}

const VERDICTS = {
  progressive: "Whole frames",
  interlaced: "Interlaced",
  telecine: "Film in interlaced video (telecine)",
  unknown: "Cannot be told",
};

function scanWords(scan: PictureContent["scan"]): string {
  const fields = scan.topFirst + scan.bottomFirst;
  const woven = scan.verdict === "interlaced" || scan.verdict === "telecine";
  return `${VERDICTS[scan.verdict]}${woven ? `, seen in ${count(fields)} frames` : ""}`;
}

/** `1080 × 1920`: for its folded section. */
export const pictureWords = ({ displayWidth, displayHeight }: VideoStream) =>
  `${displayWidth} × ${displayHeight}`;

/** `HLG, BT.2020 (wide gamut)`: for its folded section. */
export function colourWords({ dynamicRange, colour }: VideoStream): string {
  const { primaries } = colour;
  return primaries === null ? dynamicRange : `${dynamicRange}, ${primariesName(primaries)}`;
}
