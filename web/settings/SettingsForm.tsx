// The settings as a form: where to start from, which mode, its numbers, the frame rate, and folded
// away what few people change. Errors stand where they are made.

import { type ReactNode, useId } from "react";
import { PRESET_NAMES, type PresetName } from "../../protocol/presets.ts";
import { words } from "../language/words.ts";
import { FrameRateField } from "./FrameRateField.tsx";
import { MoreSettings } from "./MoreSettings.tsx";
import { SliderField } from "./SliderField.tsx";
import { draftErrors, draftOfPreset, MODES, type SettingsDraft } from "./settings-draft.ts";
import { ToneSliders } from "./ToneSliders.tsx";

/** What Automatic chose, as numbers that can be moved. */
export type AutomaticNumbers = {
  values: SettingsDraft["values"];
  words: string;
  /** The manual draft that has these numbers. */
  takenOver: (values: SettingsDraft["values"]) => SettingsDraft;
};

type Props = {
  draft: SettingsDraft;
  onChange: (draft: SettingsDraft) => void;
  legend: string;
  /** A picture of what a preset makes of the film, where there is one. */
  thumbnail?: (preset: PresetName) => ReactNode;
  /** Null where nothing was measured yet. */
  automatic?: AutomaticNumbers | null;
};

export function SettingsForm({ draft, onChange, legend, thumbnail, automatic }: Props) {
  const group = useId();
  const text = words().settings;
  const errors = draftErrors(draft);
  const chosen = draft.mode === "auto" ? (automatic ?? null) : null;
  return (
    <div className="settings" data-testid="settings">
      <fieldset className="presets" data-pictures={thumbnail !== undefined}>
        <legend>{text.startFrom}</legend>
        {PRESET_NAMES.map((preset) => (
          <button
            key={preset}
            type="button"
            className="button quiet"
            onClick={() => onChange(draftOfPreset(preset))}
          >
            {thumbnail?.(preset)}
            <span>{text.presets[preset]}</span>
          </button>
        ))}
      </fieldset>
      <fieldset className="modes">
        <legend className="unseen">{legend}</legend>
        {MODES.map((mode) => (
          <label key={mode} className="mode">
            <input
              type="radio"
              name={group}
              value={mode}
              checked={draft.mode === mode}
              onChange={() => onChange({ ...draft, mode })}
            />
            <span className="mode-name">{text.modes[mode].name}</span>
            <span className="mode-words">{text.modes[mode].words}</span>
          </label>
        ))}
      </fieldset>
      {draft.mode === "auto" && (
        <SliderField
          name="strength"
          text={draft.strength}
          error={errors.strength}
          onChange={(strength) => onChange({ ...draft, strength })}
        />
      )}
      {/* One place for both: a slider that is dragged from automatic to manual stays under the hand. */}
      {(draft.mode === "manual" || chosen) && (
        <ToneSliders
          values={chosen ? chosen.values : draft.values}
          errors={errors}
          {...(chosen && { whose: chosen.words })}
          onChange={(values) => onChange(chosen ? chosen.takenOver(values) : { ...draft, values })}
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
