// The page begins here: stores, routes, styles.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { AppContext, createApp } from "./app.ts";
import { beginLanguage } from "./language/language.ts";
import { routes } from "./routes.tsx";
import { usableStorage } from "./storage.ts";
import { useStore } from "./store.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/home.css";
import "./styles/settings.css";
import "./styles/card.css";
import "./styles/library.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

// Before anything is drawn, so that nothing is drawn in another language first.
const language = await beginLanguage(navigator.languages, usableStorage());
const app = createApp(location.origin, language);
const router = createBrowserRouter(routes);

/** All views, drawn anew in each language; what goes on in the stores goes on. */
function Views() {
  return <RouterProvider key={useStore(language)} router={router} />;
}

createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <Views />
    </AppContext>
  </StrictMode>,
);
