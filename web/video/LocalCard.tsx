// A file that the session does not know yet: it waits in the page's line, or was refused at once.

import { formatBytes } from "../format.ts";
import { UploadProgress } from "../uploads/UploadProgress.tsx";
import type { LocalUpload } from "../uploads/upload-queue.ts";
import { Poster } from "./Poster.tsx";

export function LocalCard({ upload }: { upload: LocalUpload }) {
  return (
    <article
      className="card"
      aria-label={upload.filename}
      data-testid="video-card"
      data-status={upload.phase.kind === "refused" ? "refused" : "uploading"}
    >
      <Poster video={null} duration={upload.local?.duration ?? null} />
      <div className="card-body">
        <header>
          <h3>{upload.filename}</h3>
          <p className="card-words">{formatBytes(upload.bytes)}</p>
        </header>
        <UploadProgress upload={upload} />
      </div>
    </article>
  );
}
