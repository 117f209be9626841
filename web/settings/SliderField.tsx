// One number: a slider for the eye, a field for the exact value, and the way back.

import { useId } from "react";
import { words } from "../language/words.ts";
import { NEUTRAL } from "./settings-draft.ts";
import { type CurveName, POSITIONS, positionOf, valueAt } from "./slider-curve.ts";
import { sliderWords } from "./slider-words.ts";

type Props = {
  name: CurveName;
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
};

export function SliderField({ name, text, error, onChange }: Props) {
  const id = useId();
  const said = words().settings;
  const { label, range } = said.number[name];
  const neutral = name === "strength" ? "1" : NEUTRAL[name];
  return (
    <div className="slider" data-wrong={error !== undefined}>
      <label htmlFor={id}>
        {label} <span className="range-words">{range}</span>
      </label>
      {/* Not `disabled`, which would take the keyboard's focus away. */}
      <button
        type="button"
        className="slider-reset"
        aria-label={said.reset(label)}
        aria-disabled={text === neutral}
        onClick={() => onChange(neutral)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 4v6h6M5 15a8 8 0 1 0 1.5-8.5L4 10" />
        </svg>
      </button>
      <input
        type="range"
        aria-label={said.slider(label)}
        aria-valuetext={sliderWords(name, text)}
        min={0}
        max={POSITIONS}
        step={1}
        value={positionOf(name, Number(text.replace(",", ".")))}
        onChange={({ currentTarget }) =>
          onChange(String(valueAt(name, currentTarget.valueAsNumber)))
        }
        onDoubleClick={() => onChange(neutral)}
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
