// How an upload of this page goes, with pause, resume and cancel.

import { useApp } from "../app.ts";
import { formatBytes, formatDuration, formatPercent } from "../format.ts";
import { FromYourFile } from "../local/FromYourFile.tsx";
import { useNow } from "../shell/use-now.ts";
import { FailureNote } from "../video/FailureNote.tsx";
import { Meter } from "../video/Meter.tsx";
import type { LocalUpload } from "./upload-queue.ts";

export function UploadProgress({ upload }: { upload: LocalUpload }) {
  const { uploads } = useApp();
  const { key, phase, bytes, sent, filename } = upload;
  if (phase.kind === "refused") {
    return (
      <>
        <FailureNote title={phase.title} detail={phase.detail} />
        <div className="actions">
          <button type="button" className="button" onClick={() => uploads.cancel(key)}>
            Dismiss
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
        label={`Upload of ${filename}`}
        value={share}
        words={`${formatPercent(share)} of ${formatBytes(bytes)}`}
        testId="upload-progress"
      />
      {upload.local && <FromYourFile facts={upload.local} />}
      {phase.kind !== "sent" && (
        <div className="actions">
          {pausable && (
            <button type="button" className="button" onClick={() => uploads.pause(key)}>
              Pause
            </button>
          )}
          {phase.kind === "paused" && (
            <button type="button" className="button" onClick={() => uploads.unpause(key)}>
              Resume
            </button>
          )}
          <button type="button" className="button quiet" onClick={() => uploads.cancel(key)}>
            Cancel upload
          </button>
        </div>
      )}
    </div>
  );
}

function PhaseWords({ upload }: { upload: LocalUpload }) {
  const { phase, sent, bytes, rate } = upload;
  const done = `${formatBytes(sent)} of ${formatBytes(bytes)}`;
  switch (phase.kind) {
    case "waiting":
      return "Waits for the uploads before it";
    case "sending":
      if (sent >= bytes) return "Sent; the last bytes are being taken in";
      return rate ? `${done} · ${formatBytes(rate)}/s · ${timeLeft(bytes - sent, rate)}` : done;
    case "paused":
      return `Paused at ${done}`;
    case "interrupted":
      return <InterruptedWords retryAt={phase.retryAt} />;
    case "sent":
      return "All sent, being looked at";
    case "refused":
      return phase.title;
    default:
      return phase satisfies never;
  }
}

function InterruptedWords({ retryAt }: { retryAt: number }) {
  const seconds = Math.max(1, Math.ceil((retryAt - useNow(500)) / 1000));
  return `The line was cut. Nothing is lost; next try in ${seconds} s.`;
}

function timeLeft(bytes: number, rate: number): string {
  return rate > 0 ? `${formatDuration(Math.ceil(bytes / rate))} left` : "";
}
