// A waterfall: a table to whoever listens, bars to whoever looks. One bar takes the keyboard's focus;
// arrows go from bar to bar, and the line below tells what the bar says.

import { type KeyboardEvent, useState } from "react";
import { words } from "../language/words.ts";
import type { Bar, Group, Waterfall as Layout } from "./waterfall.ts";
import "./waterfall.css";

/** Behind that part of the axis there is no room for a tick's words. */
const ROOM_UNTIL = 0.9;

export function Waterfall({ groups, scale }: Layout) {
  const bars = groups.flatMap(({ rows }) => rows.flatMap((row) => row.bars));
  const [looked, setLooked] = useState<string | null>(null);
  const current = bars.find(({ key }) => key === looked) ?? null;
  const entry = current ?? bars[0];
  const said = words().progress.waterfall;
  return (
    <div className="waterfall">
      <table onKeyDown={moveFocus}>
        <caption className="unseen">{said.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{said.step}</span>
            </th>
            <th scope="col" className="waterfall-axis">
              <span className="unseen">{said.attempts}</span>
              {scale.ticks.map(({ at, words }) => (
                <span key={at} className="waterfall-tick" style={{ insetInlineStart: share(at) }}>
                  {at < ROOM_UNTIL && words}
                </span>
              ))}
            </th>
            <th scope="col">
              <span className="unseen">{said.result}</span>
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <GroupRows
            key={group.key}
            group={group}
            cuts={scale.cuts}
            entry={entry?.key}
            onLook={setLooked}
          />
        ))}
      </table>
      <p className="waterfall-words" aria-hidden="true" data-testid="waterfall-words">
        {current ? current.words : said.hint}
      </p>
      <Legend cut={scale.cuts.length > 0} />
    </div>
  );
}

type GroupProps = {
  group: Group;
  cuts: Layout["scale"]["cuts"];
  entry: string | undefined;
  onLook: (key: string) => void;
};

function GroupRows({ group, cuts, entry, onLook }: GroupProps) {
  // The upload is its own only step.
  const alone = group.rows.every(({ name }) => name === group.name);
  return (
    <tbody>
      {!alone && (
        <tr>
          <th scope="rowgroup" colSpan={3} className="waterfall-group">
            {group.name}
          </th>
        </tr>
      )}
      {group.rows.map(({ key, name, bars, result }) => (
        <tr key={key}>
          <th scope="row">{name}</th>
          <td className="waterfall-course">
            {cuts.map(({ at, words: duration }) => (
              <span
                key={at}
                className="waterfall-cut"
                title={words().progress.waterfall.later(duration)}
                style={{ insetInlineStart: share(at) }}
              />
            ))}
            {bars.map((bar) => (
              <BarButton key={bar.key} bar={bar} entry={entry === bar.key} onLook={onLook} />
            ))}
          </td>
          <td>{result}</td>
        </tr>
      ))}
    </tbody>
  );
}

type BarProps = { bar: Bar; entry: boolean; onLook: (key: string) => void };

function BarButton({ bar, entry, onLook }: BarProps) {
  const { key, from, to, work, outcome, words } = bar;
  const look = () => onLook(key);
  const width = Math.max(to - from, Number.EPSILON);
  return (
    <button
      type="button"
      className="waterfall-bar"
      data-outcome={outcome}
      tabIndex={entry ? 0 : -1}
      style={{ insetInlineStart: share(from), inlineSize: share(to - from) }}
      onPointerEnter={look}
      onFocus={look}
      onClick={look}
    >
      {work.map((stretch) => (
        <span
          key={stretch.from}
          className="waterfall-work"
          style={{
            insetInlineStart: share((stretch.from - from) / width),
            inlineSize: share((stretch.to - stretch.from) / width),
          }}
        />
      ))}
      <span className="unseen">{words}</span>
    </button>
  );
}

function Legend({ cut }: { cut: boolean }) {
  const said = words().progress.waterfall;
  return (
    <ul className="waterfall-legend" aria-hidden="true">
      <li data-of="waiting">{said.waiting}</li>
      <li data-of="work">{said.work}</li>
      <li data-of="failed">{said.failed}</li>
      <li data-of="cancelled">{said.cancelled}</li>
      {cut && <li data-of="cut">{said.cut}</li>}
    </ul>
  );
}

const share = (part: number) => `${(part * 100).toFixed(3)}%`;

/** Arrows, Home and End go from bar to bar, in the order of the table. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>) {
  const bars = [...event.currentTarget.querySelectorAll("button")];
  const at = bars.findIndex((bar) => bar.matches(":focus"));
  const goals: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: bars.length - 1,
  };
  const goal = goals[event.key];
  if (at < 0 || goal === undefined) return;
  event.preventDefault();
  bars[goal]?.focus();
}
