// An upload that this page did not begin: it stands still until the same file is chosen again, or
// it is being sent from another window.

import { useRef, useState } from "react";
import { useApp } from "../app.ts";
import { formatBytes, formatPercent } from "../format.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { useNow } from "../shell/use-now.ts";
import { Meter } from "../video/Meter.tsx";

/** Bytes that came in this recently came from somewhere. */
const ELSEWHERE_MS = 8_000;

export function UnfinishedUpload({ seen }: { seen: SeenVideo }) {
  const { uploads } = useApp();
  const { video, movedAt } = seen;
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const elsewhere = useNow(2_000) - movedAt < ELSEWHERE_MS;
  const share = video.bytes ? Math.min(1, video.upload.offset / video.bytes) : null;
  const arrived = `${formatBytes(video.upload.offset)}${video.bytes ? ` of ${formatBytes(video.bytes)}` : ""}`;

  function goOn(file: File | undefined) {
    if (!file) return;
    if (video.bytes !== null && file.size !== video.bytes) {
      const [has, needs] = [formatBytes(file.size), formatBytes(video.bytes)];
      return setWrong(`That is another file: it has ${has}, this upload needs ${needs}.`);
    }
    setWrong(null);
    uploads.resume(video.id, file);
  }

  return (
    <div className="upload" data-testid="unfinished-upload" data-elsewhere={elsewhere}>
      <p>
        {elsewhere
          ? `Being sent from another window, ${arrived}`
          : `The upload stopped at ${arrived}. What has arrived is kept for a day.`}
      </p>
      <Meter
        label={`Upload of ${video.filename}`}
        value={share}
        words={share === null ? arrived : formatPercent(share)}
        testId="upload-progress"
      />
      {!elsewhere && (
        <div className="actions">
          <input
            ref={input}
            className="unseen"
            type="file"
            tabIndex={-1}
            aria-label={`Choose ${video.filename} again`}
            data-testid="resume-input"
            onChange={({ currentTarget }) => {
              goOn(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
          <button type="button" className="button primary" onClick={() => input.current?.click()}>
            Choose the file again to go on
          </button>
        </div>
      )}
      {wrong && (
        <p className="field-error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
