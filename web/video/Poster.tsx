// A small picture of the video: its poster or, while there is none, a frame of the file itself,
// read only when it comes into view.

import { useEffect, useRef, useState } from "react";
import type { Video } from "../../protocol/video.ts";

export function Poster({ video }: { video: Video | null }) {
  const frame = useRef<HTMLDivElement>(null);
  const [inView, setInView] = useState(false);
  const [unshowable, setUnshowable] = useState(false);
  useEffect(() => {
    if (!frame.current) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        setInView(true);
        watcher.disconnect();
      },
      { rootMargin: "300px" },
    );
    watcher.observe(frame.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div
      className="poster"
      ref={frame}
      aria-hidden="true"
      data-blank={!video?.posterUrl && (!video?.original || unshowable)}
    >
      {video?.posterUrl ? (
        <img src={video.posterUrl} alt="" loading="lazy" />
      ) : (
        inView &&
        video?.original &&
        !unshowable && (
          <video
            src={`${video.proxyUrl ?? video.original.url}#t=0.5`}
            preload="metadata"
            muted
            playsInline
            tabIndex={-1}
            onError={() => setUnshowable(true)}
          />
        )
      )}
    </div>
  );
}
