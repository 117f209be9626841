// One video in the list: what it is, how far it is, and what can be done with it.

import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatBytes, formatRelative } from "../format.ts";
import { words } from "../language/words.ts";
import { newestFailure } from "../session/announcement.ts";
import { failureWords } from "../session/failure-words.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { useNow } from "../shell/use-now.ts";
import { UnfinishedUpload } from "../uploads/UnfinishedUpload.tsx";
import { UploadProgress } from "../uploads/UploadProgress.tsx";
import type { LocalUpload } from "../uploads/upload-queue.ts";
import { FailureNote } from "./FailureNote.tsx";
import { Poster } from "./Poster.tsx";
import { Tracks } from "./Tracks.tsx";
import { VideoActions } from "./VideoActions.tsx";

type Props = {
  seen: SeenVideo;
  /** The upload of this page that sends it, if there is one. */
  upload: LocalUpload | null;
  /** Seconds, or null where that is not known. */
  duration: number | null;
  onDeleted: () => void;
  /** What lies in the corner of the poster. */
  children?: ReactNode;
};

export function VideoCard({ seen, upload, duration, onDeleted, children }: Props) {
  const { video } = seen;
  const now = useNow(30_000);
  const enhancement = video.enhancements.at(-1) ?? null;
  const failure = newestFailure(video);
  const uploading = video.status === "uploading";
  const facts = [
    video.bytes === null ? null : formatBytes(video.bytes),
    words().video.added(formatRelative(Date.parse(video.createdAt) - now)),
  ];
  return (
    <article
      className="card"
      aria-label={video.filename}
      data-testid="video-card"
      data-video={video.id}
      data-status={video.status}
    >
      <Poster video={video} duration={duration} />
      {children}
      <div className="card-body">
        <header>
          <h3>
            <Link to={`/videos/${video.id}`}>{video.filename}</Link>
          </h3>
          <p className="card-words">{facts.filter(Boolean).join(" · ")}</p>
        </header>
        {uploading ? (
          <UploadState seen={seen} upload={upload} />
        ) : (
          !video.failure && <Tracks seen={seen} enhancement={enhancement} />
        )}
        {failure && video.status !== "cancelled" && <FailureNote {...failureWords(failure)} />}
        {!(uploading && upload) && (
          <VideoActions video={video} enhancement={enhancement} onDeleted={onDeleted} />
        )}
      </div>
    </article>
  );
}

/** How the upload of a video goes: here, elsewhere, or not at all. */
export function UploadState({ seen, upload }: { seen: SeenVideo; upload: LocalUpload | null }) {
  return upload ? <UploadProgress upload={upload} /> : <UnfinishedUpload seen={seen} />;
}
