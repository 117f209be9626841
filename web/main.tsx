// The page begins here: stores, routes, styles.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { AppContext, createApp } from "./app.ts";
import { routes } from "./routes.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/home.css";
import "./styles/settings.css";
import "./styles/card.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const app = createApp(location.origin);
const router = createBrowserRouter(routes);

createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <RouterProvider router={router} />
    </AppContext>
  </StrictMode>,
);
