// How far the work is, in the bar of views that do not show it themselves. It leads to the list.

import { Link, useLocation } from "react-router";
import { useApp } from "../app.ts";
import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";

export function WorkLink() {
  const { pathname } = useLocation();
  const works = useStore(useApp().tidings.works).filter(
    ({ videoId }) => pathname !== `/videos/${videoId}`,
  );
  const [work, ...others] = works;
  if (pathname === "/" || !work) return null;
  const share = work.share === null ? null : formatPercent(work.share);
  const { sending, making, several } = words().shell.work;
  return (
    <Link className="work-link" to="/" data-testid="work-link">
      {others.length > 0 ? (
        several(works.length)
      ) : (
        <>
          {work.sending ? sending(share) : making(share)}{" "}
          <span className="work-name">{work.name}</span>
        </>
      )}
    </Link>
  );
}
