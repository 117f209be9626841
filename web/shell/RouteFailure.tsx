// The last resort: the page itself made a mistake, or a part of it could not be loaded.

import { words } from "../language/words.ts";

export function RouteFailure() {
  const { allVideos, broken } = words().shell;
  return (
    <main className="lone">
      <div role="alert">
        <h1>{broken.title}</h1>
        <p>{broken.detail}</p>
      </div>
      <div className="actions">
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {broken.again}
        </button>
        {/* A fresh start, and not a step within the page that broke. */}
        <a className="button" href="/">
          {allVideos}
        </a>
      </div>
    </main>
  );
}
