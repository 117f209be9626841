// Shows what settings would do before a whole film is made with them: one picture, or three seconds.

import { useState } from "react";
import type { PreviewForm } from "../../protocol/job.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Preview } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { formatClock } from "../format.ts";
import { recipeWords } from "../report/report-words.ts";

export function SettingsPreview({ videoId, settings }: { videoId: string; settings: Settings }) {
  const { api, attempt } = useApp();
  const [making, setMaking] = useState<PreviewForm | null>(null);
  const [shown, setShown] = useState<Preview | null>(null);

  async function make(as: PreviewForm) {
    setMaking(as);
    await attempt(async () => setShown(await api.preview(videoId, settings, as)));
    setMaking(null);
  }

  return (
    <div className="preview" data-testid="preview" aria-busy={making !== null}>
      <div className="preview-choice">
        <button
          type="button"
          className="button"
          disabled={making !== null}
          onClick={() => void make("still")}
        >
          {making === "still" ? "Making a picture…" : "Try on a picture"}
        </button>
        <button
          type="button"
          className="button"
          disabled={making !== null}
          onClick={() => void make("clip")}
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
