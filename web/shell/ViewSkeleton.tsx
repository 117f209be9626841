// The places of a video's name and picture, while what shows them is being loaded.

import { words } from "../language/words.ts";

export function ViewSkeleton() {
  return (
    <div className="view-skeleton skeleton" aria-busy="true">
      <h1 className="unseen">
        <span role="status">{words().shell.looking}</span>
      </h1>
      <span className="bone" data-length="title" />
      <span className="bone" data-length="short" />
      <span className="bone" data-length="picture" />
    </div>
  );
}
