// Shows what settings would do before a whole film is made with them. Light and colour at once, on
// the film's own frames; all else in a picture or three seconds that the service makes.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { PreviewForm } from "../../protocol/job.ts";
import type { Settings } from "../../protocol/settings.ts";
import { useApp } from "../app.ts";
import { formatClock } from "../format.ts";
import { words } from "../language/words.ts";
import { recipeWords } from "../report/report-words.ts";
import { useStore } from "../store.ts";
import { beyondTone, type KnownRecipe, liveTone, moving } from "../tone/live-tone.ts";
import { TonedPicture } from "../tone/TonedPicture.tsx";
import type { LivePicture } from "../tone/use-live-picture.ts";
import { createPreviewMaker } from "./preview-maker.ts";
import { SettingsPreviewTransport } from "./SettingsPreviewTransport.tsx";

/** So long settings rest before the service is asked for what cannot be shown at once. */
const REST_MS = 900;

type Props = {
  videoId: string;
  /** The same object as long as they are the same. */
  settings: Settings;
  automatic: KnownRecipe | null;
  frameRate: number;
  picture: LivePicture;
  /** Whether a person has changed something: else the service is asked only by the buttons. */
  touched: boolean;
  onMade: (made: KnownRecipe) => void;
};

export function SettingsPreview(props: Props) {
  const { videoId, settings, automatic, frameRate, picture, touched, onMade } = props;
  const { source, renderer, coding, player, setPlayer, from, stills } = picture;
  const app = useApp();
  const still = useStore(source.stills);
  const { wanted: chosen, coming } = useStore(stills);
  const playing = usePlaying(player);
  const [before, setBefore] = useState(false);
  const moment = still?.seconds;

  // A preview of other settings, or of another moment, would mislead: it goes when they change.
  const maker = useMemo(
    () =>
      createPreviewMaker(async (as, signal) => {
        const made = await app.api.preview(videoId, settings, as, signal, moment);
        onMade({ settings, recipe: made.recipe });
        return made;
      }, app),
    [app, videoId, settings, moment, onMade],
  );
  // Asked for while the frame was only coming, it is asked for again, of that frame.
  const asked = useRef<{ as: PreviewForm; settings: Settings }>(null);
  useEffect(() => {
    const last = asked.current;
    asked.current = null;
    if (last?.settings === settings) void maker.make(last.as);
    return () => {
      const as = maker.get().making;
      asked.current = as && { as, settings };
      maker.giveUp();
    };
  }, [maker, settings]);
  const { making, shown } = useStore(maker);

  const toneAt = useCallback(
    (seconds: number) => (before ? null : liveTone(settings, automatic, seconds, frameRate)),
    [before, settings, automatic, frameRate],
  );
  const missing = [
    ...(renderer ? [] : [words().settings.work.tone]),
    ...beyondTone(settings, automatic),
  ];
  const form = moving(settings).length > 0 ? "clip" : "still";
  // The service makes one thing at a time for a person: the picture that is coming would be lost.
  const wanted = touched && missing.length > 0 && !playing && !coming && moment !== undefined;
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void maker.make(form), REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, form, maker]);

  const text = words().settings.preview;
  const busy = making !== null || coming;
  const made = playing || before || coming ? null : shown;
  const caption = made
    ? text.byService(recipeWords(made.recipe))
    : [
        ...(from === "copy" ? [text.onCopy] : []),
        captionOf(missing, making !== null),
        ...(coming ? [text.momentComing(chosen === null ? null : formatClock(chosen))] : []),
      ].join(" ");
  return (
    <div className="preview" data-testid="preview" aria-busy={busy}>
      <figure>
        <div className="preview-stage" data-ready={still !== null}>
          {from !== "service" && (
            <video
              ref={setPlayer}
              muted
              playsInline
              loop
              preload="auto"
              tabIndex={-1}
              aria-hidden
            />
          )}
          <TonedPicture
            frames={source.frames}
            renderer={renderer}
            toneAt={toneAt}
            coding={coding}
            label={before ? text.original : text.asSet}
          />
          {made?.contentType === "image/png" && (
            <img src={made.url} width={made.width} height={made.height} alt={text.made} />
          )}
          {made?.contentType === "video/mp4" && (
            <video
              src={made.url}
              width={made.width}
              height={made.height}
              aria-label={text.made}
              autoPlay
              controls
              loop
              muted
              playsInline
            />
          )}
        </div>
        <figcaption>
          {moment === undefined ? caption : text.at(formatClock(moment), caption)}
        </figcaption>
      </figure>
      <SettingsPreviewTransport
        picture={picture}
        playing={playing}
        before={before}
        onBefore={setBefore}
      />
      {/* Not `disabled`, which would take the keyboard's focus away. */}
      <div className="preview-choice">
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => !busy && void maker.make("still")}
        >
          {making === "still" ? text.forms.still.making : text.forms.still.make}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => !busy && void maker.make("clip")}
        >
          {making === "clip" ? text.forms.clip.making : text.forms.clip.make}
        </button>
      </div>
    </div>
  );
}

/** What the live picture shows, and what of the settings it lacks. */
function captionOf(missing: string[], making: boolean): string {
  const text = words().settings.preview;
  if (missing.length === 0) return text.complete;
  return making ? text.beingMade(missing) : text.missing(missing);
}

function usePlaying(player: HTMLVideoElement | null): boolean {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!player) return;
    const gone = new AbortController();
    const { signal } = gone;
    player.addEventListener("play", () => setPlaying(true), { signal });
    player.addEventListener("pause", () => setPlaying(false), { signal });
    return () => {
      gone.abort();
      setPlaying(false);
    };
  }, [player]);
  return playing;
}
