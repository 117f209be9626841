// One number: a slider for the eye, a field for the exact value.

import { useId } from "react";
import { NEUTRAL } from "./settings-draft.ts";
import { type CurveName, POSITIONS, positionOf, valueAt } from "./slider-curve.ts";

const FIELDS: Record<CurveName, { label: string; range: string }> = {
  brightness: { label: "Brightness", range: "−1 to 1" },
  contrast: { label: "Contrast", range: "0 to 3" },
  saturation: { label: "Saturation", range: "0 to 3" },
  gamma: { label: "Gamma", range: "0.1 to 10" },
  temperature: { label: "Temperature", range: "1000 to 40000 K" },
  strength: { label: "Strength", range: "0 to 1" },
};

type Props = {
  name: CurveName;
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
};

export function SliderField({ name, text, error, onChange }: Props) {
  const id = useId();
  const { label, range } = FIELDS[name];
  return (
    <div className="slider" data-wrong={error !== undefined}>
      <label htmlFor={id}>
        {label} <span className="range-words">{range}</span>
      </label>
      <input
        type="range"
        aria-label={`${label} slider`}
        aria-valuetext={text}
        min={0}
        max={POSITIONS}
        step={1}
        value={positionOf(name, Number(text.replace(",", ".")))}
        onChange={({ currentTarget }) =>
          onChange(String(valueAt(name, currentTarget.valueAsNumber)))
        }
        onDoubleClick={() => onChange(name === "strength" ? "1" : NEUTRAL[name])}
      />
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
