// The light table: where files are chosen by hand. Dropping works anywhere in the window.

import { useRef } from "react";
import { useIntake } from "./use-intake.ts";

/** Names that systems do not know as video, beside everything they do. */
const ACCEPT = "video/*,.mkv,.mts,.m2ts,.ts,.avi,.flv,.wmv,.mpg,.mpeg,.vob,.ogv,.3gp,.mxf";

export function DropZone({ roomy }: { roomy: boolean }) {
  const intake = useIntake();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="table" data-roomy={roomy} aria-labelledby="table-title">
      <div className="strip" aria-hidden="true" />
      <div className="table-glass">
        <h1 id="table-title">{roomy ? "Put a video on the light table" : "Add videos"}</h1>
        {roomy && (
          <p className="table-lead">
            Reelight tells you everything about the file and makes its picture better.
            <br />
            Facts come in a moment, and you watch the new picture while it is being made.
          </p>
        )}
        <div className="table-actions">
          <input
            ref={input}
            className="unseen"
            type="file"
            multiple
            accept={ACCEPT}
            aria-label="Choose videos"
            data-testid="file-input"
            tabIndex={-1}
            onChange={({ currentTarget }) => {
              intake([...(currentTarget.files ?? [])]);
              // The same file may be chosen again.
              currentTarget.value = "";
            }}
          />
          <button
            type="button"
            className="button primary large"
            onClick={() => input.current?.click()}
          >
            Choose videos
          </button>
          <span className="hint">or drop them anywhere on this page</span>
        </div>
        <p className="privacy">
          Kept for 7 days, then removed. Only you can see them. Up to 10 GiB and 4 hours each.
        </p>
      </div>
      <div className="strip" aria-hidden="true" />
    </section>
  );
}
