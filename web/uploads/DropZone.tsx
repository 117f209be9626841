// The light table: where files are chosen by hand. Dropping works anywhere in the window.

import { useRef } from "react";
import { words } from "../language/words.ts";
import { useIntake } from "./use-intake.ts";

/** Names that systems do not know as video, beside everything they do. */
const ACCEPT = "video/*,.mkv,.mts,.m2ts,.ts,.avi,.flv,.wmv,.mpg,.mpeg,.vob,.ogv,.3gp,.mxf";

export function DropZone({ roomy }: { roomy: boolean }) {
  const intake = useIntake();
  const input = useRef<HTMLInputElement>(null);
  const said = words().uploads;
  return (
    <section className="table" data-roomy={roomy} aria-labelledby="table-title">
      <div className="strip" aria-hidden="true" />
      <div className="table-glass">
        <h1 id="table-title">{roomy ? said.invitation : said.addVideos}</h1>
        {roomy && (
          <p className="table-lead">
            {said.lead}
            <br />
            {said.leadSpeed}
          </p>
        )}
        <div className="table-actions">
          <input
            ref={input}
            className="unseen"
            type="file"
            multiple
            accept={ACCEPT}
            aria-label={said.choose}
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
            {said.choose}
          </button>
          <span className="hint">{said.orDrop}</span>
        </div>
        <p className="privacy">{said.privacy}</p>
      </div>
      <div className="strip" aria-hidden="true" />
    </section>
  );
}
