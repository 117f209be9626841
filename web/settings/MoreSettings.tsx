// The settings beyond tone: cleaning, steadiness, sound, size, what of the source is kept.

import { useId } from "react";
import { ChoiceField } from "./ChoiceField.tsx";
import {
  HDR_CHOICES,
  loudnessChoices,
  MATTE_CHOICES,
  METHOD_CHOICES,
  QUALITY_CHOICES,
  STABILIZE_CHOICES,
  STEP_WORDS,
  stepChoices,
  TAG_CHOICES,
} from "./choices.ts";
import { type FieldName, type SettingsDraft, STEPS } from "./settings-draft.ts";

type Props = {
  draft: SettingsDraft;
  errors: Partial<Record<FieldName, string>>;
  onChange: (draft: SettingsDraft) => void;
};

export function MoreSettings({ draft, errors, onChange }: Props) {
  const set = (change: Partial<SettingsDraft>) => onChange({ ...draft, ...change });
  return (
    <details className="more-settings">
      <summary>More settings</summary>
      <div className="choices">
        {draft.mode !== "seed" &&
          STEPS.map((name) => (
            <ChoiceField
              key={name}
              label={STEP_WORDS[name]}
              choices={stepChoices(draft.mode)}
              value={draft.steps[name]}
              onChange={(value) => set({ steps: { ...draft.steps, [name]: value } })}
            />
          ))}
        <ChoiceField
          label="Steady the camera"
          choices={STABILIZE_CHOICES}
          value={draft.stabilize}
          onChange={(stabilize) => set({ stabilize })}
        />
        {draft.frameRate !== "source" && (
          <ChoiceField
            label="New frames"
            choices={METHOD_CHOICES}
            value={draft.fpsMethod}
            onChange={(fpsMethod) => set({ fpsMethod })}
          />
        )}
        <ChoiceField
          label="Loudness"
          choices={loudnessChoices(draft.mode)}
          value={draft.loudness}
          onChange={(loudness) => set({ loudness })}
        />
        <ChoiceField
          label="File size"
          choices={QUALITY_CHOICES}
          value={draft.quality}
          onChange={(quality) => set({ quality })}
        />
        {draft.quality === "size" && (
          <Megabytes
            text={draft.megabytes}
            error={errors.megabytes}
            onChange={(megabytes) => set({ megabytes })}
          />
        )}
        <ChoiceField
          label="HDR films"
          choices={HDR_CHOICES}
          value={draft.hdr}
          onChange={(hdr) => set({ hdr })}
        />
        <ChoiceField
          label="Tags"
          choices={TAG_CHOICES}
          value={draft.tags}
          onChange={(tags) => set({ tags })}
        />
        <ChoiceField
          label="Behind transparency"
          choices={MATTE_CHOICES}
          value={draft.matte}
          onChange={(matte) => set({ matte })}
        />
      </div>
    </details>
  );
}

type MegabytesProps = {
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
};

function Megabytes({ text, error, onChange }: MegabytesProps) {
  const id = useId();
  return (
    <div className="choice" data-wrong={error !== undefined}>
      <label htmlFor={id}>Megabytes</label>
      <input
        id={id}
        className="number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={error !== undefined}
        aria-describedby={error && `${id}-error`}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
