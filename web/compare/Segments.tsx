// One of a few, chosen by a row of buttons that are one radio group.

import { useId } from "react";

type Props<Value extends string | number> = {
  label: string;
  options: readonly { value: Value; name: string; disabled?: boolean }[];
  value: Value;
  onChange: (value: Value) => void;
};

export function Segments<Value extends string | number>(props: Props<Value>) {
  const { label, options, value, onChange } = props;
  const group = useId();
  return (
    <fieldset className="segments">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>{option.name}</span>
        </label>
      ))}
    </fieldset>
  );
}
