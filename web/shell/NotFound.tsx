// What is shown where there is nothing: an unknown address, or a video that is gone.

import { Link } from "react-router";
import { words } from "../language/words.ts";
import { usePageTitle } from "./use-page-title.ts";

export function NotFound() {
  const { allVideos, notFound } = words().shell;
  usePageTitle(notFound.viewTitle);
  return (
    <section className="lone">
      <h1>{notFound.title}</h1>
      <p>{notFound.detail}</p>
      <Link className="button primary" to="/">
        {allVideos}
      </Link>
    </section>
  );
}
