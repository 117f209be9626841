// Light or dark: as the device has it, or as the person chose on it. public/theme.js does the same
// before anything is drawn, and reads what is kept here.

import { usableStorage } from "../storage.ts";
import { createStore, type Store } from "../store.ts";

const KEY = "reelight.theme";

export type Theme = "auto" | "light" | "dark";

/** The choice of this device; setting it changes the page's colours and remembers it. */
export function createTheme(): Store<Theme> {
  const kept = usableStorage()?.getItem(KEY);
  const store = createStore<Theme>(kept === "light" || kept === "dark" ? kept : "auto");
  const tints = [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")];
  const own = tints.map(({ content }) => content);

  /** The browser's own frame goes with the page: index.html has its tint for light, then dark. */
  function tint() {
    const chosen = { auto: undefined, light: own[0], dark: own[1] }[store.get()];
    tints.forEach((meta, index) => {
      meta.content = chosen ?? own[index] ?? "";
    });
  }

  tint();
  store.subscribe(() => {
    const theme = store.get();
    if (theme === "auto") {
      delete document.documentElement.dataset.theme;
      usableStorage()?.removeItem(KEY);
    } else {
      document.documentElement.dataset.theme = theme;
      usableStorage()?.setItem(KEY, theme);
    }
    tint();
  });
  return store;
}
