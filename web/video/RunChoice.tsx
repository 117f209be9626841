// Which run of the enhancement is looked at, if there are several.

import { useId } from "react";
import type { Enhancement } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { settingsWords } from "../settings/settings-words.ts";
import { enhancementWords } from "./words.ts";

type Props = {
  enhancements: readonly Enhancement[];
  shown: Enhancement;
  onChange: (id: string) => void;
};

export function RunChoice({ enhancements, shown, onChange }: Props) {
  const id = useId();
  if (enhancements.length < 2) return null;
  const { label, option } = words().video.runChoice;
  return (
    <div className="run-choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={shown.id}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {enhancements.map((enhancement, index) => (
          <option key={enhancement.id} value={enhancement.id}>
            {option(index + 1, settingsWords(enhancement.settings), enhancementWords(enhancement))}
          </option>
        ))}
      </select>
    </div>
  );
}
