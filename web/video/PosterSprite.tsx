// What the film shows at the place that the pointer has on its poster, from left to right. The
// document that names the small pictures is asked for when the pointer first comes.

import { useEffect, useState } from "react";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { type Sprite, spritePlace } from "../compare/sprite-place.ts";
import { useCues } from "../compare/use-cues.ts";
import { words } from "../language/words.ts";
import { ProblemError } from "../session/problem-error.ts";

/** Where the pointer is, as a share of the poster's width, and the poster's size in pixels. */
export type Pointed = { share: number; width: number; height: number };

type Props = {
  video: Video;
  /** Null while the pointer is elsewhere. */
  pointed: Pointed | null;
};

export function PosterSprite({ video, pointed }: Props) {
  const { api } = useApp();
  const [sprite, setSprite] = useState<Sprite | "unreadable" | null>(null);
  const { url } = video.metadata;
  useEffect(() => {
    api.metadata(url).then(
      ({ content }) => setSprite(content?.sprite ?? null),
      (error: unknown) => {
        if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
        // Without a connection the poster itself goes on to be shown.
        if (error instanceof ProblemError) setSprite("unreadable");
      },
    );
  }, [api, url]);
  const readable = sprite === "unreadable" ? null : sprite;
  const cues = useCues(readable, pointed !== null);
  if (!sprite || !pointed) return null;
  if (sprite === "unreadable" || cues === "unreadable") {
    return (
      <div className="poster-sprite" data-testid="poster-sprite">
        <p>{words().video.spriteUnreadable}</p>
      </div>
    );
  }
  const place = spritePlace(sprite, cues, pointed.share * (cues.at(-1)?.end ?? 0));
  if (!place) return null;
  return (
    <div className="poster-sprite" data-testid="poster-sprite">
      <div
        style={{
          inlineSize: sprite.width,
          blockSize: sprite.height,
          backgroundImage: `url("${place.url}")`,
          backgroundPosition: `-${place.x}px -${place.y}px`,
          scale: Math.max(pointed.width / sprite.width, pointed.height / sprite.height),
        }}
      />
    </div>
  );
}
