// The small picture of a place in the film, above that place of the timeline. It only repeats what
// the timeline says to those who cannot see it.

import { formatClock } from "../format.ts";
import { words } from "../language/words.ts";
import { type Sprite, spritePlace } from "./sprite-place.ts";
import type { Cues } from "./use-cues.ts";

type Props = {
  sprite: Sprite;
  cues: Cues;
  seconds: number;
  /** 0…1 of the timeline's length. */
  share: number;
};

export function SpritePreview({ sprite, cues, seconds, share }: Props) {
  const place = cues === "unreadable" ? null : spritePlace(sprite, cues, seconds);
  if (!place && cues !== "unreadable") return null;
  return (
    <div
      className="sprite"
      aria-hidden="true"
      data-testid="sprite"
      style={{ "--at": share, "--sprite-width": `${sprite.width}px` }}
    >
      {place ? (
        <div
          className="sprite-picture"
          style={{
            blockSize: sprite.height,
            backgroundImage: `url("${place.url}")`,
            backgroundPosition: `-${place.x}px -${place.y}px`,
          }}
        />
      ) : (
        <p>{words().video.spriteUnreadable}</p>
      )}
      <span>{formatClock(seconds)}</span>
    </div>
  );
}
