// Everything of the page that lives outside of React, put together once, and the way to it from
// components.

import { createContext, useContext } from "react";
import type { Language } from "./language/language.ts";
import { words } from "./language/words.ts";
import { announcement } from "./session/announcement.ts";
import type { Api } from "./session/api.ts";
import { browserShelf } from "./session/credentials.ts";
import { errorWords, ProblemError } from "./session/problem-error.ts";
import { createSessionStore, type SessionStore } from "./session/session-store.ts";
import { rememberedDraft } from "./settings/remembered-draft.ts";
import type { SettingsDraft } from "./settings/settings-draft.ts";
import { createNotifier, type Notifier } from "./shell/notifier.ts";
import { createTheme, type Theme } from "./shell/theme.ts";
import { createTidings, type Tidings } from "./shell/tidings.ts";
import { createToasts, type Toasts } from "./shell/toasts.ts";
import { usableStorage } from "./storage.ts";
import { createStore, type Store } from "./store.ts";
import { createUploads, type UploadsStore } from "./uploads/uploads-store.ts";
import { createDeletions, type Deletions } from "./video/deletions.ts";

export type App = {
  api: Api;
  session: SessionStore;
  uploads: UploadsStore;
  deletions: Deletions;
  toasts: Toasts;
  notifier: Notifier;
  tidings: Tidings;
  theme: Store<Theme>;
  language: Language;
  /** What was last asked of the library, as in the address. */
  library: Store<string>;
  /** The settings of the next upload. */
  draft: Store<SettingsDraft>;
  /** The sentence that a screen reader says next. */
  spoken: Store<string>;
  /** Runs a request that a person asked for; a refusal becomes a message. */
  attempt(request: () => Promise<void>): Promise<void>;
};

/** Builds the page's stores and begins the session. `origin` is the page's own. */
export function createApp(origin: string, language: Language): App {
  const toasts = createToasts();
  const spoken = createStore("");
  const session = createSessionStore({
    shelf: browserShelf(),
    socketOrigin: origin.replace(/^http/, "ws"),
    onEvent: (event) => {
      const sentence = announcement(event);
      if (sentence) spoken.set(sentence);
    },
    onRenewed: () =>
      toasts.show(
        {
          text: words().shell.sessionEnded,
          detail: words().shell.sessionEndedDetail,
        },
        null,
      ),
  });
  const uploads = createUploads({
    endpoint: `${origin}/v1/uploads`,
    token: session.token,
    session: session.get,
    onUnauthorized: session.renew,
  });
  session.subscribe(() => uploads.reconcile(session.get()));
  // What was said in another language is not left lying.
  language.subscribe(() => spoken.set(""));
  const notifier = createNotifier(usableStorage());
  const tidings = createTidings({ session, uploads, notifier });
  session.start();
  return {
    api: session.api,
    session,
    uploads,
    deletions: createDeletions(session.api, toasts),
    toasts,
    notifier,
    tidings,
    theme: createTheme(),
    language,
    library: createStore(""),
    draft: rememberedDraft(usableStorage()),
    spoken,
    async attempt(request) {
      try {
        await request();
      } catch (error) {
        if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
        const { title, ...rest } = errorWords(error);
        toasts.show({ text: title, ...rest });
      }
    },
  };
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("useApp needs an AppContext around it");
  return app;
}
