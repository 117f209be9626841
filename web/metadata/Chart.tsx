// A drawing with its title, its axes in words, and what it shows in a sentence for everybody. The
// drawing is stretched to the room there is; the words are not.

import type { ReactNode } from "react";
import { words } from "../language/words.ts";
import { PLOT } from "./chart.ts";

type Props = {
  title: string;
  /** What is to be seen, for those who see the drawing and those who do not. */
  words: string;
  /** From the top down. */
  yLabels: readonly string[];
  /** From left to right. */
  xLabels: readonly string[];
  children: ReactNode;
};

export function Chart({ title, words, yLabels, xLabels, children }: Props) {
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong> <span>{words}</span>
      </figcaption>
      <div className="chart-y" aria-hidden="true">
        {yLabels.map((label) => (
          <span key={label}>{label}</span>
        ))}
      </div>
      <svg
        className="chart-plot"
        role="img"
        aria-label={`${title}: ${words}`}
        viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
        preserveAspectRatio="none"
      >
        {children}
      </svg>
      <div className="chart-x" aria-hidden="true">
        {xLabels.map((label, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a short film's labels may be the same.
          <span key={index}>{label}</span>
        ))}
      </div>
    </figure>
  );
}

/** Holds a drawing's room while it is still to come. */
export function ChartToCome({ title }: { title: string }) {
  return (
    <div className="chart-to-come">
      <strong>{title}</strong>
      <span>{words().metadata.sections.toCome}</span>
    </div>
  );
}
