// An upload that this page did not begin: it stands still until the same file is chosen again, or
// it is being sent from another window.

import { useEffect, useRef, useState } from "react";
import { useApp } from "../app.ts";
import { formatBytes, formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { useNow } from "../shell/use-now.ts";
import { Meter } from "../video/Meter.tsx";
import { isBeingSent } from "./sending-locks.ts";

/** Bytes that came in this recently came from somewhere, be it another browser. */
const ELSEWHERE_MS = 8_000;
const LOOK_MS = 2_000;

export function UnfinishedUpload({ seen }: { seen: SeenVideo }) {
  const { uploads } = useApp();
  const { video, movedAt } = seen;
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const now = useNow(LOOK_MS);
  const elsewhere = useBeingSent(video.id) || now - movedAt < ELSEWHERE_MS;
  const share = video.bytes ? Math.min(1, video.upload.offset / video.bytes) : null;
  const said = words().uploads;
  const arrived = said.part(
    formatBytes(video.upload.offset),
    video.bytes ? formatBytes(video.bytes) : null,
  );

  function goOn(file: File | undefined) {
    if (!file) return;
    if (video.bytes !== null && file.size !== video.bytes) {
      return setWrong(said.unfinished.wrong(formatBytes(file.size), formatBytes(video.bytes)));
    }
    setWrong(null);
    uploads.resume(video.id, file);
  }

  return (
    <div className="upload" data-testid="unfinished-upload" data-elsewhere={elsewhere}>
      <p>{elsewhere ? said.unfinished.elsewhere(arrived) : said.unfinished.stopped(arrived)}</p>
      <Meter
        label={said.meter(video.filename)}
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
            aria-label={said.unfinished.input(video.filename)}
            data-testid="resume-input"
            onChange={({ currentTarget }) => {
              goOn(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
          <button type="button" className="button primary" onClick={() => input.current?.click()}>
            {said.unfinished.goOn}
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

function useBeingSent(videoId: string): boolean {
  const [sent, setSent] = useState(false);
  useEffect(() => {
    const look = async () => setSent(await isBeingSent(videoId));
    void look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [videoId]);
  return sent;
}
