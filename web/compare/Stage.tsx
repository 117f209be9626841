// Where the two pictures are shown. Both players stay in place whatever the view, so that changing
// it loads nothing anew; the style sheet lays them over or beside one another.

import { useState } from "react";
import type { View } from "./view.ts";

type Props = {
  view: View | null;
  /** Width by height of the picture as it is meant to be seen; null while that is unknown. */
  ratio: number | null;
  poster: string | null;
  waiting: boolean;
  growing: boolean;
  onOriginal: (player: HTMLVideoElement | null) => void;
  onEnhanced: (player: HTMLVideoElement | null) => void;
};

export function Stage(props: Props) {
  const { view, ratio, poster, waiting, growing } = props;
  const [wipe, setWipe] = useState(50);
  const shows = (side: "original" | "enhanced") =>
    view === "wipe" || view === "side" || view === side;
  return (
    <div
      className="stage"
      data-view={view ?? "none"}
      style={{ "--ratio": ratio ?? 16 / 9, "--wipe": `${wipe}%` }}
    >
      <div className="pane pane-original" data-shown={shows("original")}>
        <video
          ref={props.onOriginal}
          data-testid="original-video"
          aria-label="Original"
          playsInline
          preload="auto"
          {...(poster && { poster })}
        />
        <span className="pane-name">Original</span>
      </div>
      <div className="pane pane-enhanced" data-shown={shows("enhanced")}>
        {/* biome-ignore lint/a11y/useMediaCaption: a stranger's file; its captions are unknown. */}
        <video
          ref={props.onEnhanced}
          data-testid="enhanced-video"
          aria-label="Enhanced"
          playsInline
          preload="auto"
        />
        <span className="pane-name">Enhanced</span>
      </div>
      {view === "wipe" && (
        <>
          <input
            className="wipe"
            type="range"
            aria-label="Wipe between original and enhanced"
            aria-valuetext={`${Math.round(wipe)} % original`}
            min={0}
            max={100}
            step={0.5}
            value={wipe}
            onChange={({ currentTarget }) => setWipe(currentTarget.valueAsNumber)}
          />
          <span className="wipe-line" aria-hidden="true" />
        </>
      )}
      {waiting && (
        <p className="stage-words">
          {growing ? "Waiting for the next seconds to be made" : "Loading"}
        </p>
      )}
    </div>
  );
}
