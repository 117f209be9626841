// The settings of the next upload, folded away where there is little room.

import { useState } from "react";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import { SettingsForm } from "./SettingsForm.tsx";
import { draftWords } from "./settings-words.ts";

/** From this width on the panel stands beside the light table, unfolded. */
const WIDE = "(min-width: 60rem)";

export function SettingsPanel() {
  const { draft: store } = useApp();
  const draft = useStore(store);
  const [open, setOpen] = useState(() => matchMedia(WIDE).matches);
  return (
    <details
      className="panel settings-panel"
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <h2>{words().settings.title}</h2>
        <span className="summary-words">{draftWords(draft)}</span>
      </summary>
      <SettingsForm draft={draft} onChange={store.set} legend={words().settings.nextVideos} />
    </details>
  );
}
