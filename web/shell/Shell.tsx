// What stands around every view: the bar at the top, the state of the live line, messages, and the
// whole window as a place to drop files on.

import { Link, Outlet, ScrollRestoration } from "react-router";
import { useApp } from "../app.ts";
import { useStore } from "../store.ts";
import { DropTarget } from "../uploads/DropTarget.tsx";
import { ConnectionBadge } from "./ConnectionBadge.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";
import { Mark } from "./Mark.tsx";
import { ToastList } from "./ToastList.tsx";

export function Shell() {
  const { spoken } = useApp();
  const sentence = useStore(spoken);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <Link className="brand" to="/" aria-label="Reelight, home">
          <Mark />
          <span>Reelight</span>
        </Link>
        <ConnectionBadge />
      </header>
      <ConnectionNotice />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="foot">
        <p>Only this browser can see these videos. Everything is removed after 7 days.</p>
      </footer>
      <p className="unseen" aria-live="polite" data-testid="spoken">
        {sentence}
      </p>
      <ToastList />
      <DropTarget />
      <ScrollRestoration />
    </>
  );
}
