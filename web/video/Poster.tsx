// A small picture of the video: its poster or, while there is none, a frame of the file itself or
// of its enhanced copy, whichever this browser can show. It is read only when it comes into view.
// A mouse that moves over it leafs through the film. The place is as large before as after.

import { useEffect, useRef, useState } from "react";
import type { Video } from "../../protocol/video.ts";
import { formatClock } from "../format.ts";
import { type Pointed, PosterSprite } from "./PosterSprite.tsx";

type Props = {
  /** Null before the session knows the file. */
  video: Video | null;
  /** Seconds, or null where that is not known. */
  duration: number | null;
};

export function Poster({ video, duration }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [inView, setInView] = useState(false);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [leafed, setLeafed] = useState(false);
  const [unshowable, setUnshowable] = useState<readonly string[]>([]);
  const source = video && framesOf(video).find((url) => !unshowable.includes(url));
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
      data-blank={!video?.posterUrl && !source}
      data-coming={video?.status === "uploading" || video?.status === "processing"}
      data-refused={video?.failure != null}
      onPointerMove={({ pointerType, clientX, currentTarget }) => {
        if (pointerType !== "mouse") return;
        const { left, width, height } = currentTarget.getBoundingClientRect();
        setLeafed(true);
        setPointed({ share: (clientX - left) / width, width, height });
      }}
      onPointerLeave={() => setPointed(null)}
    >
      {video?.posterUrl ? (
        <img src={video.posterUrl} alt="" loading="lazy" />
      ) : (
        inView &&
        source && (
          <video
            key={source}
            src={`${source}#t=0.5`}
            preload="metadata"
            muted
            playsInline
            tabIndex={-1}
            onLoadedMetadata={({ currentTarget }) => {
              // Only its sound can be played.
              if (currentTarget.videoWidth === 0) setUnshowable((urls) => [...urls, source]);
            }}
            onError={() => setUnshowable((urls) => [...urls, source])}
          />
        )
      )}
      {video?.metadata.stage === "content" && leafed && (
        <PosterSprite video={video} pointed={pointed} />
      )}
      {duration !== null && !pointed && (
        <span className="poster-length">{formatClock(Math.round(duration))}</span>
      )}
    </div>
  );
}

/** Addresses of files that show the picture, the best first. */
function framesOf({ proxyUrl, original, enhancements }: Video): string[] {
  const enhanced = enhancements.at(-1)?.downloadUrl;
  return [proxyUrl, original?.url, enhanced].filter((url) => typeof url === "string");
}
