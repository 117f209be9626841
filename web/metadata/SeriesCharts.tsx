// What changes over time, drawn: bit rate, loudness, brightness.

import type { PictureContent, SoundContent } from "../../protocol/content.ts";
import type { Series } from "../../protocol/packets.ts";
import { formatBitrate, formatClock, formatShare, formatTimecode } from "../format.ts";
import { words } from "../language/words.ts";
import { Chart } from "./Chart.tsx";
import {
  areaPath,
  axisTop,
  extentOf,
  linePath,
  PLOT,
  pointsOf,
  type Scale,
  type Span,
  scale,
  spanOf,
  stepWidth,
  waveformPath,
} from "./chart.ts";
import { counted } from "./rows.ts";
import { lufs } from "./sound-rows.ts";

const overTime = (span: Span) => scale(span, [0, PLOT.width]);
const upwards = (span: Span) => scale(span, [PLOT.height, 0]);

/** Below this many seconds, whole ones do not tell the beginning from the middle. */
const SHORT_S = 4;

/** Beginning, middle and end of the film, counted from its own beginning as players do. */
const timeLabels = ([from, to]: Span, start: number) =>
  [from, (from + to) / 2, to].map((at) =>
    (to - from < SHORT_S ? formatTimecode : formatClock)(Math.max(0, at - start)),
  );

/** Where the most is; nothing where there is no less. */
const peakWords = ({ min, max, maxAt }: Extent, start: number) =>
  max > min ? formatClock(maxAt - start) : null;

type Extent = NonNullable<ReturnType<typeof extentOf>>;

/** `20 % to 59 %`, or once what reads the same. */
const range = (least: string, most: string) =>
  least === most ? least : words().metadata.range(least, most);

type BitrateProps = {
  series: Series;
  mean: number | null;
  scenes: PictureContent["scenes"];
  /** The time of the file's clock at which the film begins. */
  start: number;
};

export function BitrateChart({ series, mean, scenes, start }: BitrateProps) {
  const extent = extentOf(series);
  if (!extent) return null;
  const span = spanOf(series);
  const top = axisTop(extent.max);
  const [x, y] = [overTime(span), upwards([0, top])];
  const points = pointsOf(series, x, y);
  const average = mean ?? extent.mean;
  const told = words().metadata.charts;
  const sentence = told.bitrateWords(
    range(formatBitrate(extent.min), formatBitrate(extent.max)),
    formatBitrate(average),
    peakWords(extent, start),
  );
  const cuts = scenes.length > 0 ? ` ${counted(scenes.length, told.cutsMarked)}` : "";
  return (
    <Chart
      title={told.bitrate}
      words={`${sentence}${cuts}`}
      yLabels={[formatBitrate(top), formatBitrate(top / 2), "0"]}
      xLabels={timeLabels(span, start)}
    >
      <path className="chart-area" d={areaPath(points, PLOT.height, stepWidth(series, x))} />
      <path className="chart-line" d={linePath(points, stepWidth(series, x))} />
      <path className="chart-mean" d={`M0 ${y(average)}H${PLOT.width}`} />
      <path className="chart-moment" d={ticks(scenes, x)} />
    </Chart>
  );
}

/** How far a tick of a scene change reaches up. */
const TICK = 14;

const ticks = (scenes: PictureContent["scenes"], x: Scale) =>
  scenes.map(({ at }) => `M${x(at).toFixed(1)} ${PLOT.height}v-${TICK}`).join("");

/** Loudness below this is as good as silence to a listener. */
const QUIETEST_LUFS = -60;

export function LoudnessChart({ sound, start }: { sound: SoundContent; start: number }) {
  const { series, waveform, silence, loudness } = sound;
  const span = spanOf(waveform.values.length > 0 ? waveform : series);
  const [x, y] = [overTime(span), upwards([QUIETEST_LUFS, 0])];
  const points = pointsOf(series, x, y);
  const extent = extentOf(series);
  const told = words().metadata.charts;
  const parts = [
    extent
      ? told.loudnessRange(range(lufs(extent.min), lufs(extent.max)))
      : loudness === null
        ? told.silentOrShort
        : told.tooShort,
    ...(loudness === null ? [] : [told.loudnessWhole(lufs(loudness))]),
    ...(silence.length > 0 ? [counted(silence.length, told.silences)] : []),
  ];
  return (
    <Chart
      title={told.loudness}
      words={told.loudnessWords(parts.join(", "))}
      yLabels={["0 LUFS", "−30", "−60"]}
      xLabels={timeLabels(span, start)}
    >
      <path className="chart-wave" d={waveformPath(waveform, x, PLOT.height)} />
      {silence.map(({ start: from, end }) => (
        <rect
          key={from}
          className="chart-silence"
          x={x(from)}
          y={0}
          width={Math.max(1, x(end) - x(from))}
          height={PLOT.height}
        />
      ))}
      <path className="chart-line" d={linePath(points, stepWidth(series, x))} />
      {loudness !== null && <path className="chart-mean" d={`M0 ${y(loudness)}H${PLOT.width}`} />}
    </Chart>
  );
}

export function BrightnessChart({ series, start }: { series: Series; start: number }) {
  const extent = extentOf(series);
  if (!extent) return null;
  const span = spanOf(series);
  const x = overTime(span);
  const points = pointsOf(series, x, upwards([0, 1]));
  const told = words().metadata.charts;
  const brightness = range(formatShare(extent.min), formatShare(extent.max));
  return (
    <Chart
      title={told.brightness}
      words={told.brightnessWords(brightness, peakWords(extent, start))}
      yLabels={[told.white, told.grey, told.black]}
      xLabels={timeLabels(span, start)}
    >
      <path className="chart-area" d={areaPath(points, PLOT.height, stepWidth(series, x))} />
      <path className="chart-line" d={linePath(points, stepWidth(series, x))} />
    </Chart>
  );
}
