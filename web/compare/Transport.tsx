// The buttons and the timeline that move both players as one.

import { useId } from "react";
import { formatClock, formatTimecode } from "../format.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import { placeMoveOf } from "./keys.ts";
import { type Loop, rangeOf } from "./loop.ts";
import type { PairPlayback } from "./pair-playback.ts";
import { SpritePreview } from "./SpritePreview.tsx";
import type { Sprite } from "./sprite-place.ts";
import { useCues } from "./use-cues.ts";
import { usePointedTime } from "./use-pointed-time.ts";

type Props = {
  playback: PairPlayback;
  /** Small pictures all over the film, once there are any. */
  sprite: Sprite | null;
  loop: Loop;
  /** Id of the window that tells the keys. */
  help: string;
  /** Null where the browser has no full screen for it. */
  onFullscreen: (() => void) | null;
};

export function Transport({ playback, sprite, loop, help, onFullscreen }: Props) {
  const { time, duration, playing, end } = useStore(playback);
  const made = duration > 0 ? Math.min(1, end / duration) : 0;
  const played = duration > 0 ? Math.min(1, time / duration) : 0;
  const { pointed, watch } = usePointedTime(time, duration);
  const range = rangeOf(loop, duration);
  const description = useId();
  const said = words().compare.transport;
  const cues = useCues(sprite, pointed !== null);

  // The slider's own step falls within the frame that is shown, and would be set back at once.
  function onKeyDown(event: React.KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = placeMoveOf(event.key, event.shiftKey);
    if (!move) return;
    event.preventDefault();
    if ("frames" in move) playback.step(move.frames);
    else playback.seek(playback.get().time + move.seconds);
  }

  return (
    <div className="transport">
      <div className="transport-buttons">
        <button
          type="button"
          className="tool"
          aria-label={said.frameBack}
          onClick={() => playback.step(-1)}
        >
          <Icon path="M7 5v14M19 5 9 12l10 7z" />
        </button>
        <button
          type="button"
          className="tool play"
          aria-label={playing ? said.pause : said.play}
          onClick={() => (playing ? playback.pause() : playback.play())}
        >
          <Icon path={playing ? "M8 5v14M16 5v14" : "M7 4v16l13-8z"} />
        </button>
        <button
          type="button"
          className="tool"
          aria-label={said.frameOn}
          onClick={() => playback.step(1)}
        >
          <Icon path="M17 5v14M5 5l10 7-10 7z" />
        </button>
      </div>
      <div className="timeline-box">
        <input
          className="timeline"
          type="range"
          aria-label={said.place}
          aria-valuetext={said.placeOf(formatTimecode(time), formatClock(duration))}
          min={0}
          max={Math.max(duration, 0.01)}
          step={0.01}
          value={time}
          aria-describedby={description}
          style={{ "--played": `${played * 100}%`, "--made": `${made * 100}%` }}
          onChange={({ currentTarget }) => playback.seek(currentTarget.valueAsNumber)}
          onKeyDown={onKeyDown}
          {...watch}
        />
        {range && (
          <span
            className="loop-range"
            aria-hidden="true"
            data-testid="loop-range"
            style={{ "--from": range.from / duration, "--to": range.to / duration }}
          />
        )}
        <span className="unseen" id={description}>
          {range && `${said.loops(formatTimecode(range.from), formatTimecode(range.to))} `}
          {made < 1 && said.made(formatTimecode(end))}
        </span>
        {sprite && pointed !== null && (
          <SpritePreview sprite={sprite} cues={cues} seconds={pointed} share={pointed / duration} />
        )}
      </div>
      <span className="timecode" data-testid="timecode">
        {formatTimecode(time)} <span>/ {formatTimecode(duration)}</span>
      </span>
      <div className="transport-buttons">
        <button type="button" className="tool" aria-label={said.keys} popoverTarget={help}>
          <Icon path="M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.01" />
        </button>
        {onFullscreen && (
          <button
            type="button"
            className="tool"
            aria-label={said.fullScreen}
            onClick={onFullscreen}
          >
            <Icon path="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />
          </button>
        )}
      </div>
    </div>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
