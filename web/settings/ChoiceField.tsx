// One setting that is chosen by name. A value that came from elsewhere is offered as it is.

import { useId } from "react";
import type { Choice } from "./choices.ts";

type Props = {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
};

export function ChoiceField({ label, choices, value, onChange }: Props) {
  const id = useId();
  const offered = choices.some((choice) => choice.value === value);
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
        {!offered && <option value={value}>{value.replace(":", " ")}</option>}
      </select>
    </div>
  );
}
