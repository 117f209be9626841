// The buttons and the timeline that move both players as one.

import { formatClock, formatTimecode } from "../format.ts";
import { useStore } from "../store.ts";
import type { PairPlayback } from "./pair-playback.ts";
import { SpritePreview } from "./SpritePreview.tsx";
import type { Sprite } from "./sprite-place.ts";
import { useCues } from "./use-cues.ts";
import { usePointedTime } from "./use-pointed-time.ts";

type Props = {
  playback: PairPlayback;
  /** Small pictures all over the film, once there are any. */
  sprite: Sprite | null;
  onFullscreen: () => void;
};

export function Transport({ playback, sprite, onFullscreen }: Props) {
  const { time, duration, playing, end } = useStore(playback);
  const made = duration > 0 ? Math.min(1, end / duration) : 0;
  const played = duration > 0 ? Math.min(1, time / duration) : 0;
  const { pointed, watch } = usePointedTime(time, duration);
  const cues = useCues(sprite, pointed !== null);
  return (
    <div className="transport">
      <div className="transport-buttons">
        <button
          type="button"
          className="tool"
          aria-label="One frame back"
          onClick={() => playback.step(-1)}
        >
          <Icon path="M7 5v14M19 5 9 12l10 7z" />
        </button>
        <button
          type="button"
          className="tool play"
          aria-label={playing ? "Pause" : "Play"}
          onClick={() => (playing ? playback.pause() : playback.play())}
        >
          <Icon path={playing ? "M8 5v14M16 5v14" : "M7 4v16l13-8z"} />
        </button>
        <button
          type="button"
          className="tool"
          aria-label="One frame on"
          onClick={() => playback.step(1)}
        >
          <Icon path="M17 5v14M5 5l10 7-10 7z" />
        </button>
      </div>
      <div className="timeline-box">
        <input
          className="timeline"
          type="range"
          aria-label="Place in the video"
          aria-valuetext={`${formatTimecode(time)} of ${formatClock(duration)}`}
          min={0}
          max={Math.max(duration, 0.01)}
          step={0.01}
          value={time}
          style={{ "--played": `${played * 100}%`, "--made": `${made * 100}%` }}
          onChange={({ currentTarget }) => playback.seek(currentTarget.valueAsNumber)}
          {...watch}
        />
        {sprite && pointed !== null && (
          <SpritePreview sprite={sprite} cues={cues} seconds={pointed} share={pointed / duration} />
        )}
      </div>
      <span className="timecode" data-testid="timecode">
        {formatTimecode(time)} <span>/ {formatTimecode(duration)}</span>
      </span>
      <button type="button" className="tool" aria-label="Full screen" onClick={onFullscreen}>
        <Icon path="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />
      </button>
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
