// The settings beyond tone: cleaning, steadiness, sound, size, what of the source is kept.

import { useId } from "react";
import { words } from "../language/words.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import {
  audioChoices,
  hdrChoices,
  loudnessChoices,
  matteChoices,
  methodChoices,
  qualityChoices,
  qualityName,
  stabilizeChoices,
  stepChoices,
  tagChoices,
} from "./choices.ts";
import { type FieldName, type SettingsDraft, STEPS, unlessOwn } from "./settings-draft.ts";

type Props = {
  draft: SettingsDraft;
  errors: Partial<Record<FieldName, string>>;
  onChange: (draft: SettingsDraft) => void;
};

export function MoreSettings({ draft, errors, onChange }: Props) {
  const { more: text, choices: named } = words().settings;
  const set = (change: Partial<SettingsDraft>) => onChange({ ...draft, ...change });
  return (
    <details className="more-settings">
      <summary>{text.title}</summary>
      <div className="setting-choices">
        {draft.mode !== "seed" &&
          STEPS.map((name) => (
            <ChoiceField
              key={name}
              label={text.steps[name]}
              choices={stepChoices(draft.mode)}
              value={unlessOwn(draft.mode, draft.steps[name])}
              otherName={named.strength}
              onChange={(value) => set({ steps: { ...draft.steps, [name]: value } })}
            />
          ))}
        <ChoiceField
          label={text.stabilize}
          choices={stabilizeChoices()}
          value={draft.stabilize}
          otherName={named.strength}
          onChange={(stabilize) => set({ stabilize })}
        />
        {draft.frameRate !== "source" && (
          <ChoiceField
            label={text.method}
            choices={methodChoices()}
            value={draft.fpsMethod}
            onChange={(fpsMethod) => set({ fpsMethod })}
          />
        )}
        <ChoiceField
          label={text.audio}
          choices={audioChoices()}
          value={draft.audio}
          onChange={(audio) => set({ audio })}
        />
        <ChoiceField
          label={text.loudness}
          choices={loudnessChoices(draft.mode)}
          value={unlessOwn(draft.mode, draft.loudness)}
          otherName={named.lufs}
          onChange={(loudness) => set({ loudness })}
        />
        <ChoiceField
          label={text.size}
          choices={qualityChoices()}
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
          label={text.hdr}
          choices={hdrChoices()}
          value={draft.hdr}
          otherName={() => named.hdr.preserve}
          onChange={(hdr) => set({ hdr })}
        />
        <ChoiceField
          label={text.tags}
          choices={tagChoices()}
          value={draft.tags}
          onChange={(tags) => set({ tags })}
        />
        <ChoiceField
          label={text.matte}
          choices={matteChoices()}
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
      <label htmlFor={id}>{words().settings.more.megabytes}</label>
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
