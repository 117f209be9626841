// How chosen files become uploads: with the settings of the form, or with a word on what is wrong.

import { useNavigate } from "react-router";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { settingsOf } from "../settings/settings-draft.ts";

/** Takes files in and shows the list of videos. */
export function useIntake(): (files: readonly File[]) => void {
  const { draft, uploads, toasts } = useApp();
  const navigate = useNavigate();
  return (files) => {
    if (files.length === 0) return;
    const result = settingsOf(draft.get());
    if (result.ok) uploads.add(files, result.settings);
    else toasts.show({ text: words().uploads.outOfRange, detail: result.detail });
    if (location.pathname !== "/") void navigate("/");
  };
}
