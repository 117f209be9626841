// What is shown where there is nothing: an unknown address, or a video that is gone.

import { Link } from "react-router";
import { usePageTitle } from "./use-page-title.ts";

export function NotFound() {
  usePageTitle("Nothing here · Reelight");
  return (
    <section className="lone">
      <h1>There is nothing here</h1>
      <p>The address is mistyped, or the video was deleted, or it belongs to another browser.</p>
      <Link className="button primary" to="/">
        All videos
      </Link>
    </section>
  );
}
