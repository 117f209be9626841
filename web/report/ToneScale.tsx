// Where the picture's tones lie between black and white, before and after: a bar from the darkest
// to the brightest parts, its middle marked. The same numbers stand in the table beside it.

import type { PictureMeasures, Report } from "../../protocol/enhancement.ts";
import { words } from "../language/words.ts";

export function ToneScale({ before, after }: Pick<Report, "before" | "after">) {
  const said = words().report;
  return (
    <div className="tones" aria-hidden="true">
      <ToneBar name={said.before} measures={before} />
      <div className="tones-wedge" />
      <ToneBar name={said.after} measures={after} />
      <p className="tones-ends">
        <span>{said.black}</span>
        <span>{said.white}</span>
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
