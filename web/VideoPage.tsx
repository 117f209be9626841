// One video in full: its pictures, the state of its tracks, what was done, and what the file is.

import { useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useApp } from "./app.ts";
import { Comparison } from "./compare/Comparison.tsx";
import { createPairPlayback } from "./compare/pair-playback.ts";
import { useSeekable } from "./compare/use-seekable.ts";
import { formatBytes, formatMoment } from "./format.ts";
import { words } from "./language/words.ts";
import { MetadataPanel } from "./metadata/MetadataPanel.tsx";
import { useMetadata } from "./metadata/use-metadata.ts";
import { TimelinePanel } from "./progress/TimelinePanel.tsx";
import { ReportPanel } from "./report/ReportPanel.tsx";
import { newestFailure } from "./session/announcement.ts";
import { failureWords } from "./session/failure-words.ts";
import type { SeenVideo } from "./session/session-state.ts";
import { NotFound } from "./shell/NotFound.tsx";
import { useNow } from "./shell/use-now.ts";
import { useFocusOnArrival, usePageTitle } from "./shell/use-page-title.ts";
import { ViewSkeleton } from "./shell/ViewSkeleton.tsx";
import { useStore } from "./store.ts";
import { FailureNote } from "./video/FailureNote.tsx";
import { RunAgain } from "./video/RunAgain.tsx";
import { RunChoice } from "./video/RunChoice.tsx";
import { Tracks } from "./video/Tracks.tsx";
import { VideoActions } from "./video/VideoActions.tsx";
import { UploadState } from "./video/VideoCard.tsx";
import "./styles/player.css";
import "./styles/console.css";
import "./styles/compare.css";
import "./styles/detail.css";
import "./styles/metadata.css";

/** What the router shows at `/videos/:id`. */
export function Component() {
  const { id = "" } = useParams();
  const { session, deletions } = useApp();
  const { videos, known } = useStore(session);
  const deleted = useStore(deletions).has(id);
  const seen = videos.get(id);
  useFocusOnArrival();
  if (seen && !deleted) return <VideoView key={id} seen={seen} />;
  return known ? <NotFound /> : <ViewSkeleton />;
}

function VideoView({ seen }: { seen: SeenVideo }) {
  const { video } = seen;
  const { uploads } = useApp();
  const navigate = useNavigate();
  const now = useNow(60_000);
  const metadata = useMetadata(seen);
  const [playback] = useState(createPairPlayback);
  const seekable = useSeekable(playback);
  const viewer = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const newest = video.enhancements.at(-1) ?? null;
  const shown = video.enhancements.find(({ id }) => id === chosen) ?? newest;
  const upload = useStore(uploads).find(({ videoId }) => videoId === video.id) ?? null;
  const failure = newestFailure(video);
  const arrived = video.upload.complete && !video.failure;
  const isSoundAlone = failure?.code === "audio_only";
  const said = words().compare.page;
  usePageTitle(`${video.filename} · Reelight`);

  function seek(seconds: number) {
    playback.pause();
    playback.seek(seconds);
    viewer.current?.scrollIntoView({ block: "nearest" });
  }

  /** Whoever has asked for a run sees it being made. */
  function onAsked(enhancement: string) {
    setChosen(enhancement);
    const section = viewer.current?.querySelector("section");
    section?.focus();
    section?.scrollIntoView({ block: "nearest" });
  }

  return (
    <article className="video" data-testid="video" data-status={video.status}>
      <header className="video-head">
        <Link className="back" to="/">
          {words().shell.allVideos}
        </Link>
        <h1>{video.filename}</h1>
        <p className="card-words">
          {video.bytes !== null && `${formatBytes(video.bytes)} · `}
          {said.keptUntil}{" "}
          <time dateTime={video.expiresAt}>{formatMoment(video.expiresAt, now)}</time>
        </p>
        <VideoActions video={video} enhancement={shown} onDeleted={() => void navigate("/")} />
      </header>
      {failure && video.status !== "cancelled" && <FailureNote {...failureWords(failure)} />}
      {video.status === "uploading" ? (
        <section className="panel" aria-label={said.upload}>
          <UploadState seen={seen} upload={upload} />
        </section>
      ) : (
        video.original &&
        (isSoundAlone ? (
          // biome-ignore lint/a11y/useMediaCaption: a stranger's file; its captions are unknown.
          <audio src={video.original.url} aria-label={video.filename} controls preload="none" />
        ) : (
          <div ref={viewer}>
            <Comparison
              playback={playback}
              video={video}
              enhancement={shown}
              metadata={metadata.document}
            />
          </div>
        ))
      )}
      <div className="video-columns">
        <div className="video-column">
          {arrived && (
            <section className="panel" aria-label={said.state}>
              {shown && (
                <RunChoice enhancements={video.enhancements} shown={shown} onChange={setChosen} />
              )}
              <Tracks seen={seen} enhancement={shown} />
            </section>
          )}
          {shown && <ReportPanel video={video} enhancement={shown} />}
          {arrived && !isSoundAlone && (
            <RunAgain
              key={newest?.id}
              video={video}
              document={metadata.document}
              place={() => playback.get().time}
              onAsked={onAsked}
            />
          )}
        </div>
        {arrived && (
          <MetadataPanel
            video={video}
            known={metadata}
            onSeek={seekable ? seek : null}
            onAsked={onAsked}
          />
        )}
      </div>
      <TimelinePanel seen={seen} />
    </article>
  );
}
