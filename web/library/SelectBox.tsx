// The box in a card's corner that selects it; with Shift, everything from the last one to it.

import { words } from "../language/words.ts";

type Props = { name: string; checked: boolean; onToggle: (range: boolean) => void };

export function SelectBox({ name, checked, onToggle }: Props) {
  return (
    <label className="select-box">
      <input
        type="checkbox"
        aria-label={words().library.select(name)}
        checked={checked}
        onChange={({ nativeEvent }) =>
          onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
      />
    </label>
  );
}
