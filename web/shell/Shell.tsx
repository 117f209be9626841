// What stands around every view: the bar at the top, the state of the live line, messages, and the
// whole window as a place to drop files on.

import { useEffect } from "react";
import { Link, Outlet, ScrollRestoration, useNavigate, useNavigation } from "react-router";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import { DropTarget } from "../uploads/DropTarget.tsx";
import { ConnectionBadge } from "./ConnectionBadge.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { Mark } from "./Mark.tsx";
import { TellMe } from "./TellMe.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { ToastList } from "./ToastList.tsx";
import { WorkLink } from "./WorkLink.tsx";

export function Shell() {
  const { spoken, tidings } = useApp();
  const sentence = useStore(spoken);
  const navigate = useNavigate();
  const coming = useNavigation().state !== "idle";
  useEffect(() => tidings.onOpen((id) => void navigate(`/videos/${id}`)), [tidings, navigate]);
  const said = words().shell;
  return (
    <>
      {/* Before the parts that may take the focus, and with it the place on the page. */}
      <ScrollRestoration />
      <a className="skip" href="#main">
        {said.skip}
      </a>
      <header className="bar">
        <Link className="brand" to="/" aria-label={said.home}>
          <Mark />
          <span>Reelight</span>
        </Link>
        <WorkLink />
        <div className="bar-end">
          <TellMe />
          <ConnectionBadge />
        </div>
      </header>
      <ConnectionNotice />
      <main id="main" tabIndex={-1} aria-busy={coming}>
        <Outlet />
      </main>
      <footer className="foot">
        <p>{said.privacy}</p>
        <div className="foot-choices">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </footer>
      <p className="unseen" aria-live="polite" data-testid="spoken">
        {sentence}
      </p>
      <ToastList />
      <DropTarget />
    </>
  );
}
