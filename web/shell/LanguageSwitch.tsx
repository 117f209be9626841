// The language of the page, at the foot of every view. Each is named in its own words.

import { useLayoutEffect, useRef } from "react";
import { useApp } from "../app.ts";
import { LANGUAGES, type LanguageCode } from "../language/language.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";

/** The page is drawn anew in another language; who chose it here goes on here. */
let chosenHere = false;

export function LanguageSwitch() {
  const { language, toasts } = useApp();
  const spoken = useStore(language);
  const checked = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (chosenHere) checked.current?.focus();
    chosenHere = false;
  }, []);

  async function choose(code: LanguageCode, name: string) {
    chosenHere = true;
    try {
      await language.choose(code);
    } catch (error) {
      // A part of the page that cannot be loaded now: without a connection, for one.
      if (!(error instanceof TypeError)) throw error;
      chosenHere = false;
      const { notLoaded, notLoadedDetail } = words().shell.language;
      toasts.show({ text: notLoaded(name), detail: notLoadedDetail });
    }
  }

  return (
    <fieldset className="switch">
      <legend className="unseen">{words().shell.language.legend}</legend>
      {LANGUAGES.map(({ code, name }) => (
        <label key={code} lang={code}>
          <input
            ref={code === spoken ? checked : undefined}
            type="radio"
            name="language"
            value={code}
            checked={code === spoken}
            onChange={() => void choose(code, name)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
