// Another enhancement of the same video with other settings. The upload is not repeated.

import { useState } from "react";
import { canonicalSettings, type Settings } from "../../protocol/settings.ts";
import { useApp } from "../app.ts";
import { SettingsForm } from "../settings/SettingsForm.tsx";
import { draftOf, settingsOf } from "../settings/settings-draft.ts";
import { SettingsPreview } from "./SettingsPreview.tsx";

type Props = { videoId: string; settings: Settings; onAsked: (id: string) => void };

export function RunAgain({ videoId, settings, onAsked }: Props) {
  const { api, attempt } = useApp();
  const [draft, setDraft] = useState(() =>
    draftOf(settings.mode === "off" ? { mode: "auto" } : settings),
  );
  const [open, setOpen] = useState(false);
  const result = settingsOf(draft);
  const useless = result.ok && result.settings.mode === "off";

  async function run() {
    if (!result.ok) return;
    await attempt(async () => {
      // The run that was asked for need not be the newest: the same may be there already.
      onAsked(await api.enhance(videoId, result.settings));
      setOpen(false);
    });
  }

  return (
    <details
      className="panel again"
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <h2>Run again with other settings</h2>
      </summary>
      <SettingsForm draft={draft} onChange={setDraft} legend="How it is treated this time" />
      {result.ok && !useless && (
        // A preview of other settings would mislead: it goes when they change.
        <SettingsPreview
          key={canonicalSettings(result.settings)}
          videoId={videoId}
          settings={result.settings}
        />
      )}
      <button
        type="button"
        className="button primary"
        disabled={!result.ok || useless}
        onClick={() => void run()}
      >
        Run again
      </button>
    </details>
  );
}
