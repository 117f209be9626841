// How an upload of this page goes, with pause, resume and cancel.

import { useApp } from "../app.ts";
import { formatBytes, formatDuration, formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { FromYourFile } from "../local/FromYourFile.tsx";
import { useNow } from "../shell/use-now.ts";
import { FailureNote } from "../video/FailureNote.tsx";
import { Meter } from "../video/Meter.tsx";
import type { LocalUpload } from "./upload-queue.ts";
import { refusalWords } from "./upload-refusal.ts";

export function UploadProgress({ upload }: { upload: LocalUpload }) {
  const { uploads } = useApp();
  const { key, phase, bytes, sent, filename } = upload;
  const said = words().uploads;
  if (phase.kind === "refused") {
    return (
      <>
        <FailureNote {...refusalWords(phase.refusal)} />
        <div className="actions">
          <button type="button" className="button" onClick={() => uploads.cancel(key)}>
            {said.dismiss}
          </button>
        </div>
      </>
    );
  }
  const share = bytes > 0 ? Math.min(1, sent / bytes) : 0;
  const pausable = phase.kind === "sending" || phase.kind === "interrupted";
  return (
    <div className="upload" data-testid="upload" data-phase={phase.kind}>
      <p>
        <PhaseWords upload={upload} />
      </p>
      <Meter
        label={said.meter(filename)}
        value={share}
        words={said.share(formatPercent(share), formatBytes(bytes))}
        testId="upload-progress"
      />
      {upload.local && <FromYourFile facts={upload.local} />}
      {phase.kind !== "sent" && (
        <div className="actions">
          {pausable && (
            <button type="button" className="button" onClick={() => uploads.pause(key)}>
              {said.pause}
            </button>
          )}
          {phase.kind === "paused" && (
            <button type="button" className="button" onClick={() => uploads.unpause(key)}>
              {said.resume}
            </button>
          )}
          <button type="button" className="button quiet" onClick={() => uploads.cancel(key)}>
            {said.cancel}
          </button>
        </div>
      )}
    </div>
  );
}

function PhaseWords({ upload }: { upload: LocalUpload }) {
  const { phase, sent, bytes, rate } = upload;
  const { part, phases } = words().uploads;
  const done = part(formatBytes(sent), formatBytes(bytes));
  switch (phase.kind) {
    case "waiting":
      return phases.waiting;
    case "sending":
      if (sent >= bytes) return phases.lastBytes;
      if (!rate) return done;
      return phases.sending(
        done,
        formatBytes(rate),
        formatDuration(Math.ceil((bytes - sent) / rate)),
      );
    case "paused":
      return phases.paused(done);
    case "interrupted":
      return <InterruptedWords retryAt={phase.retryAt} />;
    case "sent":
      return phases.sent;
    case "refused":
      return refusalWords(phase.refusal).title;
    default:
      return phase satisfies never;
  }
}

function InterruptedWords({ retryAt }: { retryAt: number }) {
  const seconds = Math.max(1, Math.ceil((retryAt - useNow(500)) / 1000));
  return words().uploads.phases.interrupted(seconds);
}
