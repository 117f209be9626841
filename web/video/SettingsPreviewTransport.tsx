// Moves the preview's film: play, place, and what it was before.

import { useEffect, useState } from "react";
import { formatClock } from "../format.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import type { LivePicture } from "../tone/use-live-picture.ts";

type Props = {
  picture: LivePicture;
  playing: boolean;
  before: boolean;
  onBefore: (before: boolean) => void;
};

export function SettingsPreviewTransport({ picture, playing, before, onBefore }: Props) {
  const text = words().settings.preview;
  const { player, source, from, stills } = picture;
  const frame = useStore(source.frames);
  const played = useDuration(player);
  const byService = from === "service";
  const duration = byService ? picture.duration : played;
  const chosen = useStore(stills).wanted;
  // Where the hand is goes before the frame that is there, else no key would ever leave that frame.
  const [wanted, setWanted] = useState<number | null>(null);
  const seconds = (byService ? chosen : playing ? null : wanted) ?? frame?.seconds ?? 0;
  const holds = (event: React.KeyboardEvent) => event.key === " " || event.key === "Enter";

  return (
    <div className="preview-transport">
      {player && !byService && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setWanted(null);
            if (playing) player.pause();
            else void player.play();
          }}
        >
          {playing ? text.pause : text.play}
        </button>
      )}
      {(player || byService) && duration > 0 && (
        <input
          type="range"
          aria-label={text.moment}
          aria-valuetext={text.place(formatClock(seconds), formatClock(duration))}
          min={0}
          max={duration}
          step={0.01}
          value={seconds}
          onChange={({ currentTarget }) => {
            const place = currentTarget.valueAsNumber;
            if (byService) return stills.choose(place);
            setWanted(place);
            if (player) player.currentTime = place;
          }}
        />
      )}
      <button
        type="button"
        className="button hold"
        aria-pressed={before}
        onPointerDown={({ currentTarget, pointerId }) => {
          currentTarget.setPointerCapture(pointerId);
          onBefore(true);
        }}
        onPointerUp={() => onBefore(false)}
        onPointerCancel={() => onBefore(false)}
        onKeyDown={(event) => {
          if (!holds(event)) return;
          event.preventDefault();
          onBefore(true);
        }}
        onKeyUp={(event) => holds(event) && onBefore(false)}
        onBlur={() => onBefore(false)}
        onContextMenu={(event) => event.preventDefault()}
      >
        {text.hold}
      </button>
    </div>
  );
}

function useDuration(player: HTMLVideoElement | null): number {
  const [duration, setDuration] = useState(0);
  useEffect(() => {
    if (!player) return;
    const gone = new AbortController();
    const { signal } = gone;
    const read = () => setDuration(Number.isFinite(player.duration) ? player.duration : 0);
    read();
    player.addEventListener("durationchange", read, { signal });
    return () => gone.abort();
  }, [player]);
  return duration;
}
