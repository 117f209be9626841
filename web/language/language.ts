// Which language the page speaks: what the person chose on this device, else what the browser asks for,
// else English.

import { createStore, type Readable } from "../store.ts";
import { en } from "./en/en.ts";
import { setWords, type Words } from "./words.ts";

/** Each in its own words, and how to get it. English came with the page. */
export const LANGUAGES = [
  { code: "en", name: "English", load: async () => en },
  { code: "de", name: "Deutsch", load: async () => (await import("./de/de.ts")).de },
] as const satisfies readonly { code: string; name: string; load: () => Promise<Words> }[];

export type LanguageCode = (typeof LANGUAGES)[number]["code"];

export type Language = Readable<LanguageCode> & {
  /** Speaks that language from now on and remembers it. Rejects where it cannot be loaded. */
  choose(code: LanguageCode): Promise<void>;
};

const KEY = "reelight.language";

/**
 * Loads the language to begin with; English where it cannot be loaded. `wanted` are the browser's
 * languages in order, `storage` null where there is none.
 */
export async function beginLanguage(
  wanted: readonly string[],
  storage: Storage | null,
): Promise<Language> {
  const store = createStore<LanguageCode>("en");
  let newest: LanguageCode = "en";
  const speak = async (code: LanguageCode) => {
    const found = LANGUAGES.find((language) => language.code === code);
    if (!found) return;
    newest = code;
    const loaded = await found.load();
    // Another was chosen while this one was on its way.
    if (newest !== code) return;
    setWords(loaded);
    document.documentElement.lang = code;
    store.set(code);
  };
  const first = preferred(wanted, storage?.getItem(KEY) ?? null);
  if (first !== "en") await speak(first).catch(() => undefined);
  return {
    get: store.get,
    subscribe: store.subscribe,
    async choose(code) {
      await speak(code);
      if (store.get() === code) storage?.setItem(KEY, code);
    },
  };
}

/** The first language that is spoken here: the chosen one, then what the browser asks for. */
export function preferred(wanted: readonly string[], chosen: string | null): LanguageCode {
  const asked = [chosen ?? "", ...wanted].map((tag) => tag.toLowerCase().split("-")[0]);
  for (const code of asked) {
    const found = LANGUAGES.find((language) => language.code === code);
    if (found) return found.code;
  }
  return "en";
}
