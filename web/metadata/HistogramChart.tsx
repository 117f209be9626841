// How often each brightness occurs, and beside it how far the colours lean to blue and to red.

import type { PictureContent } from "../../protocol/content.ts";
import { formatShare } from "../format.ts";
import { words } from "../language/words.ts";
import { Chart } from "./Chart.tsx";
import { areaPath, linePath, PLOT, scale, shapeOf } from "./chart.ts";

export function HistogramChart({ luma, chroma }: Pick<PictureContent, "luma" | "chroma">) {
  const x = scale([0, 1], [0, PLOT.width]);
  const y = scale([0, 1], [PLOT.height, 0]);
  const barWidth = PLOT.width / luma.histogram.length;
  const told = words().metadata.charts;
  return (
    <div className="histogram">
      <Chart
        title={told.histogram}
        words={told.histogramWords(
          formatShare(luma.p5),
          formatShare(luma.p95),
          formatShare(luma.p50),
        )}
        yLabels={[told.often, told.rarely]}
        xLabels={[told.black, told.grey, told.white]}
      >
        <path
          className="chart-area strong"
          d={areaPath(shapeOf(luma.histogram, x, y), PLOT.height, barWidth)}
        />
        <path className="chart-blue" d={linePath(shapeOf(chroma.histogramBlue, x, y))} />
        <path className="chart-red" d={linePath(shapeOf(chroma.histogramRed, x, y))} />
      </Chart>
    </div>
  );
}

/** The colours that cover most of the picture. */
export function Palette({ palette }: Pick<PictureContent, "palette">) {
  if (palette.length === 0) return null;
  return (
    <div>
      <p className="caption">{words().metadata.charts.palette}</p>
      <ul className="palette">
        {palette.map(({ colour, share }) => (
          <li key={colour}>
            <span className="swatch" style={{ "--swatch": colour }} />
            <code>{colour}</code> {formatShare(share)}
          </li>
        ))}
      </ul>
    </div>
  );
}
