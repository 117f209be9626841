// The settings of another run: what they do is seen while they are made, and each step can be taken
// back.

import { useCallback, useEffect, useMemo, useState } from "react";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { PresetName } from "../../protocol/presets.ts";
import { toNumber } from "../../protocol/rational.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { changed, historyOf, redone, undone } from "../settings/draft-history.ts";
import { SettingsForm } from "../settings/SettingsForm.tsx";
import {
  draftOf,
  draftOfPreset,
  type SettingsDraft,
  settingsOf,
} from "../settings/settings-draft.ts";
import { useStore } from "../store.ts";
import { automaticRecipe, type KnownRecipe, liveTone } from "../tone/live-tone.ts";
import { TonedPicture } from "../tone/TonedPicture.tsx";
import { chosenWords, takenOver, takenOverWords } from "../tone/taken-over.ts";
import { slidersOf, toneAt } from "../tone/tone-sliders.ts";
import { useLivePicture } from "../tone/use-live-picture.ts";
import { SettingsPreview } from "./SettingsPreview.tsx";

const AUTOMATIC: Settings = { mode: "auto" };

/** The draft before a number of Automatic was moved, the one after, and what Automatic had chosen. */
type TakenOver = { from: SettingsDraft; to: SettingsDraft; automatic: KnownRecipe };

export type RunAgainProps = {
  video: Video;
  document: MetadataDocument | null;
  /** The second of the film that is looked at elsewhere on the page; 0 for none. */
  place: () => number;
  onAsked: (id: string) => void;
};

export function RunAgainForm(props: RunAgainProps & { open: boolean }) {
  const { video, document, place, onAsked, open } = props;
  const { api, attempt, spoken } = useApp();
  const { id, enhancements } = video;
  const newest = enhancements.at(-1) ?? null;
  const [history, setHistory] = useState(() =>
    historyOf(draftOf(newest && newest.settings.mode !== "off" ? newest.settings : AUTOMATIC)),
  );
  const [initial] = useState(history.draft);
  const [previewed, setPreviewed] = useState<readonly KnownRecipe[]>([]);
  const [taken, setTaken] = useState<TakenOver | null>(null);
  const picture = useLivePicture(video, document, place);
  const { source, renderer, coding, player } = picture;
  const seconds = useStore(source.stills)?.seconds ?? 0;
  const { draft } = history;
  const result = useMemo(() => settingsOf(draft), [draft]);
  const useless = result.ok && result.settings.mode === "off";

  const facts = document?.facts && filmPictureOf(document.facts);
  const rate = newest?.report?.frameRate ?? facts?.frameRate;
  const frameRate = rate ? toNumber(rate) : (facts?.measuredFrameRate ?? 30);
  const known = useMemo(() => [...recipesOf(video), ...previewed], [video, previewed]);
  const automaticOf = (settings: Settings) => automaticRecipe(settings, known);
  const automatic = useMemo(
    () => (result.ok ? automaticRecipe(result.settings, known) : null),
    [result, known],
  );
  const onMade = useCallback((made: KnownRecipe) => setPreviewed((all) => [...all, made]), []);

  useEffect(() => {
    if (!open) player?.pause();
  }, [open, player]);

  const change = (next: SettingsDraft) => setHistory((so) => changed(so, next, Date.now()));
  const undo = () => {
    if (history.past.length === 0) return;
    setHistory(undone);
    spoken.set(words().settings.again.undone);
  };
  const redo = () => {
    if (history.future.length === 0) return;
    setHistory(redone);
    spoken.set(words().settings.again.redone);
  };

  function onKeyDown(event: React.KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
  }

  async function run() {
    if (!result.ok) return;
    await attempt(async () => {
      // The run that was asked for need not be the newest: the same may be there already.
      onAsked(await api.enhance(id, result.settings));
    });
  }

  const text = words().settings;
  const chosen = automatic && slidersOf(toneAt(automatic.recipe, seconds, frameRate));
  return (
    <section aria-label={text.again.label} onKeyDown={onKeyDown}>
      {result.ok && !useless && (
        <SettingsPreview
          videoId={id}
          settings={result.settings}
          automatic={automatic}
          frameRate={frameRate}
          picture={picture}
          touched={draft !== initial}
          onMade={onMade}
        />
      )}
      <fieldset className="history">
        <legend className="unseen">{text.again.history}</legend>
        <Step
          name={text.again.undo}
          keys="Control+Z"
          idle={history.past.length === 0}
          onClick={undo}
        />
        <Step
          name={text.again.redo}
          keys="Control+Shift+Z"
          idle={history.future.length === 0}
          onClick={redo}
        />
        <Step name={text.again.resetAll} idle={draft === initial} onClick={() => change(initial)} />
      </fieldset>
      <p className="taken" role="status">
        {taken &&
          draft.mode === "manual" &&
          history.past.includes(taken.from) &&
          takenOverWords(taken.to, taken.automatic)}
      </p>
      <SettingsForm
        draft={draft}
        onChange={change}
        legend={text.thisTime}
        thumbnail={(preset) => (
          <Thumbnail
            preset={preset}
            automaticOf={automaticOf}
            frameRate={frameRate}
            frames={source.stills}
            renderer={renderer}
            coding={coding}
          />
        )}
        automatic={
          automatic &&
          chosen && {
            values: chosen.values,
            words: chosenWords(automatic, chosen.exact),
            takenOver: (values) => {
              const next = takenOver(draft, automatic, values);
              setTaken({ from: draft, to: next, automatic });
              return next;
            },
          }
        }
      />
      <button
        type="button"
        className="button primary"
        disabled={!result.ok || useless}
        onClick={() => void run()}
      >
        {text.again.run}
      </button>
    </section>
  );
}

type StepProps = { name: string; keys?: string; idle: boolean; onClick: () => void };

function Step({ name, keys, idle, onClick }: StepProps) {
  return (
    <button
      type="button"
      className="button quiet"
      aria-disabled={idle}
      aria-keyshortcuts={keys}
      onClick={onClick}
    >
      {name}
    </button>
  );
}

type ThumbnailProps = Omit<React.ComponentProps<typeof TonedPicture>, "toneAt" | "label"> & {
  preset: PresetName;
  automaticOf: (settings: Settings) => KnownRecipe | null;
  frameRate: number;
};

function Thumbnail({ preset, automaticOf, frameRate, ...picture }: ThumbnailProps) {
  const result = settingsOf(draftOfPreset(preset));
  const settings = result.ok ? result.settings : AUTOMATIC;
  const tone = (seconds: number) => liveTone(settings, automaticOf(settings), seconds, frameRate);
  return <TonedPicture {...picture} toneAt={tone} />;
}

/** What was chosen for the runs so far. */
function recipesOf({ enhancements }: Video): KnownRecipe[] {
  return enhancements.flatMap(({ settings, recipe }) => (recipe ? [{ settings, recipe }] : []));
}
