// Shows what settings would do before a whole film is made with them: one picture, or three seconds.

import { useEffect, useState } from "react";
import type { Settings } from "../../protocol/settings.ts";
import { useApp } from "../app.ts";
import { formatClock } from "../format.ts";
import { recipeWords } from "../report/report-words.ts";
import { useStore } from "../store.ts";
import { createPreviewMaker } from "./preview-maker.ts";

export function SettingsPreview({ videoId, settings }: { videoId: string; settings: Settings }) {
  const app = useApp();
  const [maker] = useState(() =>
    createPreviewMaker((as, signal) => app.api.preview(videoId, settings, as, signal), app),
  );
  const { making, shown } = useStore(maker);
  // Other settings are another component: nobody sees what this one still waits for.
  useEffect(() => maker.giveUp, [maker]);

  return (
    <div className="preview" data-testid="preview" aria-busy={making !== null}>
      {/* Not `disabled`, which would take the keyboard's focus away. */}
      <div className="preview-choice">
        <button
          type="button"
          className="button"
          aria-disabled={making !== null}
          onClick={() => void maker.make("still")}
        >
          {making === "still" ? "Making a picture…" : "Try on a picture"}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={making !== null}
          onClick={() => void maker.make("clip")}
        >
          {making === "clip" ? "Making three seconds…" : "Try on three seconds"}
        </button>
      </div>
      {shown && (
        <figure>
          {shown.contentType === "image/png" ? (
            <img
              src={shown.url}
              width={shown.width}
              height={shown.height}
              alt="With these settings"
            />
          ) : (
            <video
              src={shown.url}
              width={shown.width}
              height={shown.height}
              aria-label="With these settings"
              autoPlay
              controls
              loop
              muted
              playsInline
            />
          )}
          <figcaption>
            At {formatClock(shown.at)}. {recipeWords(shown.recipe)}
          </figcaption>
        </figure>
      )}
    </div>
  );
}
