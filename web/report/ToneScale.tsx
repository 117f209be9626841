// Where the picture's tones lie between black and white, before and after: a bar from the darkest
// to the brightest parts, its middle marked. The same numbers stand in the table beside it.

import type { PictureMeasures, Report } from "../../protocol/enhancement.ts";

export function ToneScale({ before, after }: Pick<Report, "before" | "after">) {
  return (
    <div className="tones" aria-hidden="true">
      <ToneBar name="Before" measures={before} />
      <div className="tones-wedge" />
      <ToneBar name="After" measures={after} />
      <p className="tones-ends">
        <span>Black</span>
        <span>White</span>
      </p>
    </div>
  );
}

function ToneBar({ name, measures }: { name: string; measures: PictureMeasures }) {
  const { p1, p10, p50, p90, p99 } = measures.percentiles;
  const at = (value: number) => `${Math.min(1, Math.max(0, value)) * 100}%`;
  return (
    <div className="tone-bar">
      <span className="tone-name">{name}</span>
      <span className="tone-line" style={{ insetInlineStart: at(p1), inlineSize: at(p99 - p1) }} />
      <span
        className="tone-bulk"
        style={{ insetInlineStart: at(p10), inlineSize: at(p90 - p10) }}
      />
      <span className="tone-middle" style={{ insetInlineStart: at(p50) }} />
    </div>
  );
}
