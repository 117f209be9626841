// The settings beyond tone: cleaning, steadiness, sound, size, what of the source is kept.

import { useId } from "react";
import { ChoiceField } from "./ChoiceField.tsx";
import {
  AUDIO_CHOICES,
  HDR_CHOICES,
  hdrName,
  loudnessChoices,
  loudnessName,
  MATTE_CHOICES,
  METHOD_CHOICES,
  QUALITY_CHOICES,
  qualityName,
  STABILIZE_CHOICES,
  STEP_WORDS,
  stepChoices,
  strengthName,
  TAG_CHOICES,
} from "./choices.ts";
import { type FieldName, type SettingsDraft, STEPS, unlessOwn } from "./settings-draft.ts";

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
      <div className="setting-choices">
        {draft.mode !== "seed" &&
          STEPS.map((name) => (
            <ChoiceField
              key={name}
              label={STEP_WORDS[name]}
              choices={stepChoices(draft.mode)}
              value={unlessOwn(draft.mode, draft.steps[name])}
              otherName={strengthName}
              onChange={(value) => set({ steps: { ...draft.steps, [name]: value } })}
            />
          ))}
        <ChoiceField
          label="Steady the camera"
          choices={STABILIZE_CHOICES}
          value={draft.stabilize}
          otherName={strengthName}
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
          label="Sound"
          choices={AUDIO_CHOICES}
          value={draft.audio}
          onChange={(audio) => set({ audio })}
        />
        <ChoiceField
          label="Loudness"
          choices={loudnessChoices(draft.mode)}
          value={unlessOwn(draft.mode, draft.loudness)}
          otherName={loudnessName}
          onChange={(loudness) => set({ loudness })}
        />
        <ChoiceField
          label="File size"
          choices={QUALITY_CHOICES}
          value={draft.quality}
          otherName={qualityName}
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
          otherName={hdrName}
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
    <div className="setting-choice" data-wrong={error !== undefined}>
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
