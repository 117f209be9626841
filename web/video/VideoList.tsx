// All videos of the session, newest first, behind the uploads that the session does not know yet.

import { useRef } from "react";
import { useApp } from "../app.ts";
import { newestFirst } from "../session/session-state.ts";
import { useStore } from "../store.ts";
import { LocalCard } from "./LocalCard.tsx";
import { VideoCard } from "./VideoCard.tsx";

export function VideoList() {
  const { session, uploads, deletions } = useApp();
  const live = useStore(session);
  const sending = useStore(uploads);
  const hidden = useStore(deletions);
  const heading = useRef<HTMLHeadingElement>(null);

  const shown = newestFirst(live).filter(({ video }) => !hidden.has(video.id));
  const unknown = sending.filter(({ videoId }) => videoId === null || !live.videos.has(videoId));
  const bySender = new Map(sending.map((upload) => [upload.videoId, upload]));
  const count = shown.length + unknown.length;

  return (
    <section className="videos" aria-labelledby="videos-title" aria-busy={!live.known}>
      <h2 id="videos-title" ref={heading} tabIndex={-1}>
        Your videos {count > 0 && <span className="count">{count}</span>}
      </h2>
      {count === 0 && (
        <p className="none" data-testid="empty">
          {live.known
            ? "None yet. What you add appears here, with every step of its way."
            : "Looking…"}
        </p>
      )}
      <ul className="cards" data-testid="video-list">
        {[...unknown].reverse().map((upload) => (
          <li key={upload.key}>
            <LocalCard upload={upload} />
          </li>
        ))}
        {shown.map((seen) => (
          <li key={seen.video.id}>
            <VideoCard
              seen={seen}
              upload={bySender.get(seen.video.id) ?? null}
              onDeleted={() => heading.current?.focus()}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
