// Where the two pictures are shown. The players stay in place whatever the view, so that changing it
// loads nothing anew; the style sheet lays them over or beside one another.

import { type ReactNode, useState } from "react";
import { words } from "../language/words.ts";
import { useDrag } from "./use-drag.ts";
import { useBoxSize } from "./use-sizes.ts";
import type { Names, View } from "./view.ts";
import { cornerOf, type Point, panned, type Size, type Zoom, zoomedSize } from "./zoom.ts";

type Props = {
  view: View | null;
  /** The left picture is held up before whatever the view shows. */
  held: boolean;
  names: Names;
  left: ReactNode;
  right: ReactNode;
  /** Width by height of the picture as it is meant to be seen; null while that is unknown. */
  ratio: number | null;
  /** Of the picture's own pixels; null while that is unknown. */
  size: Size | null;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  /** How much the difference view makes differences larger. */
  gain: number;
  /** What to say over the picture, such as what is waited for. */
  words: string | null;
};

/** How far an arrow key moves the picture, of its pane's size. */
const PAN_STEP = 0.1;

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: 1, y: 0 },
  ArrowRight: { x: -1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

export function Stage(props: Props) {
  const { view, held, names, ratio, size, zoom, onZoom } = props;
  const said = words().compare.stage;
  const [wipe, setWipe] = useState(50);
  const [pane, setPane] = useState<HTMLElement | null>(null);
  const box = useBoxSize(pane);
  const shown = held ? "left" : view;
  const shows = (side: "left" | "right") =>
    shown === "wipe" || shown === "side" || shown === "difference" || shown === side;
  const density = window.devicePixelRatio;
  const large = zoom.level !== "fit" && size && box ? zoomedSize(zoom.level, size, density) : null;
  const corner = large && box && cornerOf(zoom.centre, large, box, density);
  const place = large &&
    corner && {
      inlineSize: `${large.width}px`,
      blockSize: `${large.height}px`,
      translate: `${corner.x}px ${corner.y}px`,
    };
  const pan = (by: Point) => {
    if (large && box) onZoom({ ...zoom, centre: panned(zoom.centre, by, large, box) });
  };
  const drag = useDrag({
    wiping: view === "wipe" && !held,
    zoomed: large !== null,
    onWipe: setWipe,
    onPan: pan,
  });

  function onKeyDown(event: React.KeyboardEvent) {
    const arrow = ARROWS[event.key];
    if (!arrow || !box || event.target !== event.currentTarget) return;
    event.preventDefault();
    pan({ x: arrow.x * PAN_STEP * box.width, y: arrow.y * PAN_STEP * box.height });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, this is a screen.
    <div
      className="stage"
      role="group"
      aria-label={large ? said.zoomed : said.label}
      // What can be moved by keys must be reachable by keys, as a scrolled region is.
      tabIndex={large ? 0 : -1}
      data-view={shown ?? "none"}
      data-zoomed={large !== null}
      style={{ "--ratio": ratio ?? 16 / 9, "--wipe": `${wipe}%`, "--gain": props.gain }}
      onKeyDown={onKeyDown}
      {...drag}
    >
      <div className="screen">
        <div className="pane pane-left" data-shown={shows("left")} ref={setPane}>
          <div className="picture" {...(place && { style: place })}>
            {props.left}
          </div>
          <span className="pane-name">{names.left}</span>
        </div>
        <div className="pane pane-right" data-shown={shows("right")}>
          <div className="picture" {...(place && { style: place })}>
            {props.right}
          </div>
          <span className="pane-name">{names.right}</span>
        </div>
      </div>
      {view === "wipe" && (
        <>
          <input
            className="wipe"
            type="range"
            aria-label={said.wipe(names.left, names.right)}
            aria-valuetext={said.wiped(Math.round(wipe), names.left)}
            min={0}
            max={100}
            step={0.5}
            value={wipe}
            onChange={({ currentTarget }) => setWipe(currentTarget.valueAsNumber)}
          />
          <span className="wipe-line" aria-hidden="true" />
        </>
      )}
      {shown === "difference" && (
        <span className="pane-name difference-name">{said.difference(props.gain)}</span>
      )}
      {props.words && <p className="stage-words">{props.words}</p>}
    </div>
  );
}
