// The settings as a form: which mode, the four numbers of the manual mode, the frame rate. Errors
// stand where they are made.

import { useId } from "react";
import { FrameRateField } from "./FrameRateField.tsx";
import { SliderField } from "./SliderField.tsx";
import { draftErrors, NEUTRAL, type SettingsDraft, SLIDERS } from "./settings-draft.ts";
import { MODES } from "./settings-words.ts";

type Props = {
  draft: SettingsDraft;
  onChange: (draft: SettingsDraft) => void;
  legend: string;
};

export function SettingsForm({ draft, onChange, legend }: Props) {
  const group = useId();
  const errors = draftErrors(draft);
  return (
    <div className="settings" data-testid="settings">
      <fieldset className="modes">
        <legend className="unseen">{legend}</legend>
        {MODES.map(({ mode, name, words }) => (
          <label key={mode} className="mode">
            <input
              type="radio"
              name={group}
              value={mode}
              checked={draft.mode === mode}
              onChange={() => onChange({ ...draft, mode })}
            />
            <span className="mode-name">{name}</span>
            <span className="mode-words">{words}</span>
          </label>
        ))}
      </fieldset>
      {draft.mode === "manual" && (
        <fieldset className="sliders">
          <legend className="unseen">Numbers</legend>
          {SLIDERS.map((name) => (
            <SliderField
              key={name}
              name={name}
              text={draft.values[name]}
              error={errors[name]}
              onChange={(text) => onChange({ ...draft, values: { ...draft.values, [name]: text } })}
            />
          ))}
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange({ ...draft, values: NEUTRAL })}
          >
            Reset numbers
          </button>
        </fieldset>
      )}
      {draft.mode !== "off" && (
        <FrameRateField draft={draft} error={errors.fps} onChange={onChange} />
      )}
    </div>
  );
}
