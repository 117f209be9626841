// Original and enhanced picture, wiped over one another or side by side, played as one. While the
// enhancement is still running, what is there of it by now is shown.

import { useEffect, useRef, useState } from "react";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { toNumber } from "../../protocol/rational.ts";
import type { Enhancement, Video } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";
import { codecName } from "../metadata/names.ts";
import { useStore } from "../store.ts";
import type { PairPlayback } from "./pair-playback.ts";
import { Segments } from "./Segments.tsx";
import { Stage } from "./Stage.tsx";
import { Transport } from "./Transport.tsx";
import { useEnhanced } from "./use-enhanced.ts";
import { useOriginal } from "./use-original.ts";
import {
  effectiveView,
  playedSides,
  possibleViews,
  type Side,
  type Sound,
  type View,
} from "./view.ts";

const SOUNDS: readonly { value: Sound; name: string }[] = [
  { value: "original", name: "Original" },
  { value: "enhanced", name: "Enhanced" },
  { value: "off", name: "Off" },
];

const formatOf = (metadata: MetadataDocument | null) =>
  metadata?.facts?.container.formatName ?? "this kind of file";

type Props = {
  playback: PairPlayback;
  video: Video;
  enhancement: Enhancement | null;
  metadata: MetadataDocument | null;
};

export function Comparison({ playback, video, enhancement, metadata }: Props) {
  const [originalPlayer, setOriginalPlayer] = useState<HTMLVideoElement | null>(null);
  const [enhancedPlayer, setEnhancedPlayer] = useState<HTMLVideoElement | null>(null);
  const [wish, setWish] = useState<View>("wipe");
  const [sound, setSound] = useState<Sound>("original");
  const viewer = useRef<HTMLElement>(null);
  const original = useOriginal(video, originalPlayer);
  const enhanced = useEnhanced(enhancement, enhancedPlayer, () => playback.get().time);
  const { waiting } = useStore(playback);

  const sides: Side[] = [];
  if (original.state === "loading" || original.state === "shown") sides.push("original");
  if (enhanced.shown) sides.push("enhanced");
  const view = effectiveView(wish, sides);
  const length = metadata?.facts?.container.duration ?? null;
  const picture = metadata?.facts?.streams.find((stream) => stream.kind === "video");
  const rate = enhancement?.report?.frameRate ?? picture?.frameRate;
  const frameRate = rate ? toNumber(rate) : (picture?.measuredFrameRate ?? 30);

  useEffect(() => playback.run(), [playback]);
  useEffect(() => playback.setFrameRate(frameRate), [playback, frameRate]);
  useEffect(
    () => playback.setDuration(enhanced.growing ? length : null),
    [playback, enhanced.growing, length],
  );
  useEffect(() => {
    const played = view === null ? [] : playedSides(view, sound);
    const players = { original: originalPlayer, enhanced: enhancedPlayer };
    const taking = played.map((side) => players[side]).filter((player) => player !== null);
    for (const player of [originalPlayer, enhancedPlayer]) {
      if (player) player.muted = sound === "off" || player !== taking[0];
    }
    playback.setPlayers(taking);
  }, [playback, view, sound, originalPlayer, enhancedPlayer]);

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      k: () => (playback.get().playing ? playback.pause() : playback.play()),
      ",": () => playback.step(-1),
      ".": () => playback.step(1),
      j: () => playback.seek(playback.get().time - 5),
      l: () => playback.seek(playback.get().time + 5),
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  return (
    <section
      className="viewer"
      ref={viewer}
      aria-label="Original and enhanced picture"
      aria-describedby="viewer-keys"
      data-view={view}
      onKeyDown={onKeyDown}
    >
      <Stage
        view={view}
        ratio={picture ? picture.displayWidth / picture.displayHeight : null}
        onOriginal={setOriginalPlayer}
        onEnhanced={setEnhancedPlayer}
        poster={video.posterUrl}
        waiting={waiting}
        growing={enhanced.growing}
      />
      <div className="viewer-words" aria-live="polite">
        {original.state === "undecodable" && (
          <p data-testid="original-undecodable">
            This browser cannot show the original
            {picture ? ` (${codecName(picture)} in ${formatOf(metadata)})` : ""}.{" "}
            {enhanced.shown ? "Here is the enhanced one alone." : "The enhanced one follows."}
          </p>
        )}
        {original.state === "unreachable" && (
          <p>
            The original could not be loaded.{" "}
            <button type="button" className="link" onClick={original.retry}>
              Try again
            </button>
          </p>
        )}
        {enhanced.growing && enhancement && (
          <p data-testid="still-being-made">
            Still being made: {formatPercent(enhancement.progress)}. You see what is there by now.
          </p>
        )}
        {enhanced.failed && <p>This browser cannot play the enhanced picture.</p>}
      </div>
      {view !== null && (
        <div className="console">
          <Transport
            playback={playback}
            sprite={metadata?.content?.sprite ?? null}
            onFullscreen={() => {
              if (document.fullscreenElement) void document.exitFullscreen();
              else void viewer.current?.requestFullscreen();
            }}
          />
          <div className="choices">
            {possibleViews(sides).length > 1 && (
              <Segments
                label="View"
                options={possibleViews(sides)}
                value={view}
                onChange={setWish}
              />
            )}
            <div className="choice">
              <span aria-hidden="true">Sound</span>
              <Segments
                label="Sound"
                options={SOUNDS.filter(({ value }) => value === "off" || sides.includes(value))}
                value={sound === "off" ? "off" : (playedSides(view, sound)[0] ?? "off")}
                onChange={setSound}
              />
            </div>
          </div>
          <p className="unseen" id="viewer-keys">
            Keys: K plays and pauses, comma and period step by one frame, J and L move by five
            seconds.
          </p>
        </div>
      )}
    </section>
  );
}
