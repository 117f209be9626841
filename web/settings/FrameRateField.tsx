// The frame rate of the result: the source's own, a common one, or any other as typed.

import { useId } from "react";
import { words } from "../language/words.ts";
import { FRAME_RATES, type SettingsDraft } from "./settings-draft.ts";

type Props = {
  draft: SettingsDraft;
  error: string | undefined;
  onChange: (draft: SettingsDraft) => void;
};

export function FrameRateField({ draft, error, onChange }: Props) {
  const id = useId();
  const text = words().settings.frameRate;
  return (
    <div className="frame-rate" data-wrong={error !== undefined}>
      <label htmlFor={id}>{text.label}</label>
      <select
        id={id}
        value={draft.frameRate}
        onChange={({ currentTarget }) => onChange({ ...draft, frameRate: currentTarget.value })}
      >
        {FRAME_RATES.map((rate) => (
          <option key={rate} value={rate}>
            {rate === "source" ? text.source : `${rate} fps`}
          </option>
        ))}
        <option value="own">{text.own}</option>
      </select>
      {draft.frameRate === "own" && (
        <input
          className="number"
          type="text"
          aria-label={text.perSecond}
          autoComplete="off"
          placeholder="30000/1001"
          value={draft.ownFrameRate}
          aria-invalid={error !== undefined}
          aria-describedby={error && `${id}-error`}
          onChange={({ currentTarget }) =>
            onChange({ ...draft, ownFrameRate: currentTarget.value })
          }
        />
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
