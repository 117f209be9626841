// Light or dark, at the foot of every view.

import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import type { Theme } from "./theme.ts";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function ThemeSwitch() {
  const { theme } = useApp();
  const chosen = useStore(theme);
  const { legend, names } = words().shell.theme;
  return (
    <fieldset className="switch">
      <legend className="unseen">{legend}</legend>
      {THEMES.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="theme"
            value={one}
            checked={one === chosen}
            onChange={() => theme.set(one)}
          />
          <span>{names[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
