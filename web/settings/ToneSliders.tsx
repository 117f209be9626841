// The numbers of light and colour, each with its slider.

import { words } from "../language/words.ts";
import { SliderField } from "./SliderField.tsx";
import { type FieldName, NEUTRAL, type SettingsDraft, SLIDERS } from "./settings-draft.ts";

type Values = SettingsDraft["values"];

type Props = {
  values: Values;
  errors: Partial<Record<FieldName, string>>;
  /** Whose numbers they are, where it is not the person who set them. */
  whose?: string;
  onChange: (values: Values) => void;
};

export function ToneSliders({ values, errors, whose, onChange }: Props) {
  return (
    <fieldset className="sliders">
      <legend className="unseen">{words().settings.numbers}</legend>
      {whose && <p className="sliders-words">{whose}</p>}
      {SLIDERS.map((name) => (
        <SliderField
          key={name}
          name={name}
          text={values[name]}
          error={errors[name]}
          onChange={(text) => onChange({ ...values, [name]: text })}
        />
      ))}
      <button type="button" className="button quiet" onClick={() => onChange(NEUTRAL)}>
        {words().settings.resetNumbers}
      </button>
    </fieldset>
  );
}
