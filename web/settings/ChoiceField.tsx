// One setting that is chosen by name. A value that came from elsewhere is offered beside the others.

import { useId } from "react";
import type { Choice } from "./choices.ts";

type Props = {
  label: string;
  choices: readonly Choice[];
  value: string;
  /** The name of a value that is not among the choices; the value itself by default. */
  otherName?: (value: string) => string;
  onChange: (value: string) => void;
};

export function ChoiceField({ label, choices, value, otherName = String, onChange }: Props) {
  const id = useId();
  const offered = choices.some((choice) => choice.value === value);
  return (
    <div className="setting-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
        {!offered && <option value={value}>{otherName(value)}</option>}
      </select>
    </div>
  );
}
