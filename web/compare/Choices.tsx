// What may be chosen of the comparison: the view, the zoom, the loop, the sound, and below them what is
// on the left.

import type { ReactNode } from "react";
import { words } from "../language/words.ts";
import type { Loop } from "./loop.ts";
import { Segments } from "./Segments.tsx";
import {
  type Names,
  playedSides,
  possibleViews,
  type Side,
  type Sound,
  type View,
  viewName,
} from "./view.ts";
import { LEVELS, type Level } from "./zoom.ts";

const GAINS = [1, 4, 16] as const;

type Props = {
  names: Names;
  sides: readonly Side[];
  /** Those that are being made have their place already: nothing moves when they come. */
  coming: readonly Side[];
  view: View;
  onView: (view: View) => void;
  held: boolean;
  /** Null where holding would show nothing else. */
  onHold: (() => void) | null;
  gain: number;
  onGain: (gain: number) => void;
  level: Level;
  onLevel: (level: Level) => void;
  loop: Loop;
  onIn: () => void;
  onOut: () => void;
  onClear: () => void;
  /** False for a film that has none: then there is nothing to choose. */
  hasSound: boolean;
  sound: Sound;
  onSound: (sound: Sound) => void;
  /** The choice of what is on the left. */
  children: ReactNode;
};

export function Choices(props: Props) {
  const { names, sides, coming, view, onHold, loop, sound } = props;
  const said = words().compare.choices;
  const possible = possibleViews(sides);
  const views = possibleViews([...sides, ...coming]);
  const sounds: readonly Sound[] = [...sides, ...coming, "off"];
  const heard = playedSides(view, sound, sides)[0] ?? "off";
  const looped = loop.from !== null || loop.to !== null;
  return (
    <div className="choices">
      {views.length > 1 && (
        <div className="choice">
          <Segments
            label={said.view}
            options={views.map((value) => ({
              value,
              name: viewName(value, names),
              disabled: !possible.includes(value),
            }))}
            value={view}
            onChange={props.onView}
          />
          {view === "difference" && (
            <Segments
              label={said.gain}
              options={GAINS.map((value) => ({ value, name: `×${value}` }))}
              value={props.gain}
              onChange={props.onGain}
            />
          )}
        </div>
      )}
      <div className="choice">
        {(onHold || coming.length > 0) && (
          <button
            type="button"
            className="tool-text hold"
            disabled={!onHold}
            data-held={props.held}
            aria-description={said.holdDescription}
            onPointerDown={({ button }) => button === 0 && onHold?.()}
            onKeyDown={({ key }) => (key === " " || key === "Enter") && onHold?.()}
            onContextMenu={(event) => event.preventDefault()}
          >
            {said.hold(names.left)}
          </button>
        )}
        <Segments
          label={said.zoom}
          options={LEVELS.map((value) => ({
            value,
            name: value === "fit" ? said.fit : `${value * 100} %`,
          }))}
          value={props.level}
          onChange={props.onLevel}
        />
      </div>
      <fieldset className="choice loop">
        <legend className="unseen">{said.loop}</legend>
        <button type="button" className="tool-text" onClick={props.onIn}>
          {said.setIn}
        </button>
        <button type="button" className="tool-text" onClick={props.onOut}>
          {said.setOut}
        </button>
        <button type="button" className="tool-text" disabled={!looped} onClick={props.onClear}>
          {said.clearLoop}
        </button>
      </fieldset>
      {props.hasSound && (
        <div className="choice">
          <span aria-hidden="true">{said.sound}</span>
          <Segments
            label={said.sound}
            options={sounds.map((value) => ({
              value,
              name: value === "off" ? said.soundOff : names[value],
              disabled: value !== "off" && coming.includes(value),
            }))}
            value={sound === "off" ? "off" : heard}
            onChange={props.onSound}
          />
        </div>
      )}
      {props.children}
    </div>
  );
}
