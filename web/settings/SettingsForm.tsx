// The settings as a form: where to start from, which mode, its numbers, the frame rate, and folded
// away what few people change. Errors stand where they are made.

import { useId } from "react";
import { PRESET_WORDS } from "./choices.ts";
import { FrameRateField } from "./FrameRateField.tsx";
import { MoreSettings } from "./MoreSettings.tsx";
import { SliderField } from "./SliderField.tsx";
import {
  draftErrors,
  draftOfPreset,
  NEUTRAL,
  type SettingsDraft,
  SLIDERS,
} from "./settings-draft.ts";
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
      <fieldset className="presets">
        <legend>Start from</legend>
        {PRESET_WORDS.map(({ preset, name }) => (
          <button
            key={preset}
            type="button"
            className="button quiet"
            onClick={() => onChange(draftOfPreset(preset))}
          >
            {name}
          </button>
        ))}
      </fieldset>
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
      {draft.mode === "auto" && (
        <SliderField
          name="strength"
          text={draft.strength}
          error={errors.strength}
          onChange={(strength) => onChange({ ...draft, strength })}
        />
      )}
      {draft.mode !== "off" && (
        <>
          <FrameRateField draft={draft} error={errors.fps} onChange={onChange} />
          <MoreSettings draft={draft} errors={errors} onChange={onChange} />
        </>
      )}
    </div>
  );
}
