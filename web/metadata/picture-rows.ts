// A picture stream as rows of words: the picture, its colour, what decoding showed of it. Pure.

import type { PictureContent } from "../../protocol/content.ts";
import type { HdrFacts, VideoStream } from "../../protocol/facts.ts";
import { type Rational, toNumber } from "../../protocol/rational.ts";
import { formatBitrate, formatDuration, formatNumber, formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import {
  codecName,
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
  const { rows } = words().metadata;
  const told = rows.picture;
  return [
    row(rows.codec, codecName(stream), String, profileWords(stream)),
    row(rows.codecForPlayers, stream.codecString, String, tagWords(stream)),
    row(
      rows.pictureSize,
      `${stream.displayWidth} × ${stream.displayHeight}`,
      String,
      stored(stream),
    ),
    row(told.codedSize, codedSize(stream), String, told.codedRemark),
    row(told.aperture, stream.cleanAperture, rectangleWords, told.apertureRemark),
    row(told.shape, uprightShape(stream), shapeWords, exactShape(stream)),
    row(told.turned, stream.rotation || null, told.clockwise),
    row(told.mirrored, stream.flipped || null, onlyYes),
    row(told.displayMatrix, displayMatrix, (matrix) =>
      matrix.map((n) => formatNumber(n, 4)).join(" "),
    ),
    row(told.letterbox, content?.letterbox, rectangleWords, told.letterboxRemark),
    row(rows.precision, stream.bitDepth, rows.bits, chromaWords(stream)),
    row(told.pixelFormat, stream.pixelFormat),
    row(told.scan, stream.fieldOrder, scanName),
    row(told.scanSeen, content?.scan, scanWords),
    row(told.entropyCoding, stream.entropyCoding),
    row(told.referenceFrames, stream.referenceFrames),
    row(told.reorderedFrames, reorderFrames, (n) => (n === 0 ? told.noReordered : told.upTo(n))),
    row(told.transparent, stream.alpha, onlyYes),
    row(told.stereo, stream.stereo3d),
    row(told.spherical, stream.spherical),
    row(told.captions, stream.closedCaptions, onlyYes),
    row(told.grain, stream.filmGrain, onlyYes),
    row(rows.bitrate, stream.bitrate, formatBitrate),
    row(rows.length, stream.duration, formatDuration),
    row(rows.timecode, stream.timecode),
    row(told.language, languageName(stream.language)),
    row(rows.title, stream.title),
    row(rows.use, dispositions.length > 0 ? dispositions.map(dispositionName) : null, list),
    row(rows.encryption, stream.encryption),
    row(told.encoder, stream.encoder),
    row(told.encoderSettings, stream.encoderSettings),
  ].flat();
}

/** What the stream declares of its colour; without it players guess. */
export function colourRows({ bitDepth, colour, dynamicRange, hdr }: VideoStream): Row[] {
  const { rows, names } = words().metadata;
  const told = rows.colour;
  return [
    row(told.dynamicRange, dynamicRange, String, names.dynamicRanges[dynamicRange]),
    row(told.primaries, colour.primaries, primariesName),
    row(told.transfer, colour.transfer, transferName),
    row(told.matrix, colour.matrix, matrixName),
    row(told.levels, colour.range, (range) => rangeName(range, bitDepth)),
    hdr ? hdrRows(hdr) : [],
  ].flat();
}

function hdrRows({ masteringDisplay: display, dolbyVision, ...hdr }: HdrFacts): Row[] {
  const { rows, range } = words().metadata;
  const told = rows.colour;
  return [
    row(told.mastering, display, ({ minLuminance, maxLuminance }) =>
      range(formatNumber(minLuminance, 4), nits(maxLuminance)),
    ),
    row(told.masteringColours, display, ({ red, green, blue, white }) =>
      told.points(pointWords(red), pointWords(green), pointWords(blue), pointWords(white)),
    ),
    row(told.brightestPixel, hdr.maxContentLight, nits, "MaxCLL"),
    row(told.brightestFrame, hdr.maxFrameAverageLight, nits, "MaxFALL"),
    row("HDR10+", hdr.hdr10Plus, onlyYes),
    row("Dolby Vision", dolbyVision, ({ profile, level, compatibility }) =>
      told.dolbyVision(`${profile}${compatibility === null ? "" : `.${compatibility}`}`, level),
    ),
  ].flat();
}

const pointWords = ({ x, y }: { x: number; y: number }) =>
  `${formatNumber(x, 3)}/${formatNumber(y, 3)}`;

/** What decoding showed of light and colour. */
export function lightRows({ luma, chroma, flicker, ...picture }: PictureContent): Row[] {
  const { spatialInformation: spatial, temporalInformation: temporal } = picture;
  const told = words().metadata.rows.light;
  const size = told.at(`${picture.measuredWidth} × ${picture.measuredHeight}`);
  return [
    row(told.average, luma.mean, share),
    row(told.darkest, luma.p1, share),
    row(told.middle, luma.p50, share),
    row(told.brightest, luma.p99, share),
    row(told.shadowsCut, luma.clippedShadows, (value) => share(value, 2), told.ofPixels),
    row(told.highlightsCut, luma.clippedHighlights, (value) => share(value, 2), told.ofPixels),
    row(told.illegal, luma.illegal || null, (value) => share(value, 2)),
    row(told.saturation, chroma.saturation, share),
    row(told.cast, castWords(chroma)),
    row(told.noise, picture.noise, (value) => share(value, 2)),
    row(told.sharpness, picture.sharpness, share),
    row(told.blocks, picture.blockiness, (value) => share(Math.max(0, value))),
    row(told.detail, spatial.mean, (mean) => formatNumber(mean, 1), spreadWords(spatial, size)),
    row(told.motion, temporal.mean, (mean) => formatNumber(mean, 1), spreadWords(temporal, size)),
    row(told.flicker, flicker.mean, (value) => share(value, 2)),
    row(told.shake, picture.shake, (value) => share(value, 2), told.ofWidth),
  ].flat();
}

/** A cast that nobody sees. */
const CAST_UNSEEN = 0.01;

/** `2.1 % blue`, `3 % red, 1.5 % yellow`, `none`. */
function castWords({ castRed, castBlue }: PictureContent["chroma"]): string {
  const told = words().metadata.rows.light;
  const part = (value: number, more: string, less: string) =>
    Math.abs(value) < CAST_UNSEEN ? [] : [`${share(Math.abs(value))} ${value > 0 ? more : less}`];
  const parts = [...part(castRed, told.red, told.cyan), ...part(castBlue, told.blue, told.yellow)];
  return parts.length > 0 ? parts.join(", ") : told.noCast;
}

function spreadWords({ min, max }: { min: number | null; max: number | null }, size: string) {
  if (min === null || max === null) return size;
  const range = words().metadata.range(formatNumber(min, 1), formatNumber(max, 1));
  return `${range}, ${size} (ITU-T P.910)`;
}

function profileWords({ profile, levelName, tier }: VideoStream): string {
  const told = words().metadata.rows.picture;
  // VP8 and VP9 number their profiles, which tells nobody anything.
  const known = profile === null || /^\d+$/.test(profile) ? [] : [told.profile(profile)];
  if (levelName !== null) known.push(told.level(levelName));
  if (tier !== null) known.push(told.tier(tier));
  return known.join(", ");
}

const tagWords = ({ codecTag }: VideoStream) =>
  codecTag && words().metadata.rows.picture.marked(codecTag);

function stored({ width, height, displayWidth, displayHeight, ...stream }: VideoStream) {
  if (width === displayWidth && height === displayHeight) return null;
  const shape = toNumber(stream.sampleAspectRatio);
  const pixels = shape === 1 ? null : formatNumber(shape, 3);
  return words().metadata.rows.picture.stored(`${width} × ${height}`, pixels);
}

/** Nobody has a picture of shapes beyond 21:9 and the like. */
const SHAPE_TERM_MAX = 21;
const isPlain = ({ num, den }: Rational) => Math.max(num, den) <= SHAPE_TERM_MAX;
const ratio = ({ num, den }: Rational) => `${num}:${den}`;

/** `16:9`, `2.4:1`. */
const shapeWords = (shape: Rational) =>
  isPlain(shape) ? ratio(shape) : `${formatNumber(toNumber(shape), 3)}:1`;

/** As it is shown: the file tells of the picture as it is stored. */
function uprightShape({ displayAspectRatio: shape, rotation }: VideoStream): Rational | null {
  const turned = rotation === 90 || rotation === 270;
  return shape && turned ? { num: shape.den, den: shape.num } : shape;
}

function exactShape(stream: VideoStream): string | null {
  const shape = uprightShape(stream);
  return shape && !isPlain(shape) ? words().metadata.rows.picture.exactly(ratio(shape)) : null;
}

function codedSize({ width, height, codedWidth, codedHeight }: VideoStream): string | null {
  if (codedWidth === null || codedHeight === null) return null;
  return codedWidth === width && codedHeight === height ? null : `${codedWidth} × ${codedHeight}`;
}

type Rectangle = { x: number; y: number; width: number; height: number };

function rectangleWords({ x, y, width, height }: Rectangle): string {
  const [left, top] = [formatNumber(x, 2), formatNumber(y, 2)];
  const size = `${formatNumber(width, 2)} × ${formatNumber(height, 2)}`;
  return words().metadata.rows.picture.rectangle(size, left, top);
}

function chromaWords({ chromaSubsampling, chromaLocation }: VideoStream): string | null {
  if (chromaSubsampling === null) return null;
  return words().metadata.rows.picture.chroma(chromaSubsampling, chromaLocation);
}

function scanWords(scan: PictureContent["scan"]): string {
  const fields = scan.topFirst + scan.bottomFirst;
  const woven = scan.verdict === "interlaced" || scan.verdict === "telecine";
  const { names, rows } = words().metadata;
  const verdict = names.verdicts[scan.verdict];
  return woven ? rows.picture.seenIn(verdict, count(fields)) : verdict;
}

/** `1080 × 1920`: for its folded section. */
export const pictureWords = ({ displayWidth, displayHeight }: VideoStream) =>
  `${displayWidth} × ${displayHeight}`;

/** `HLG, BT.2020 (wide gamut)`: for its folded section. */
export function colourWords({ dynamicRange, colour }: VideoStream): string {
  const { primaries } = colour;
  return primaries === null ? dynamicRange : `${dynamicRange}, ${primariesName(primaries)}`;
}
