// What the page read in the file by itself, while it is being sent.

import { useEffect, useRef } from "react";
import { words } from "../language/words.ts";
import "../styles/local.css";
import { type LocalFacts, localWords, type Thumbnail } from "./local-facts.ts";

export function FromYourFile({ facts }: { facts: LocalFacts }) {
  return (
    <div className="local-facts" data-testid="local-facts">
      <p>
        <span className="local-title">{words().local.title}</span> {localWords(facts).join(" · ")}
      </p>
      {facts.thumbnails.length > 0 && (
        <div className="local-pictures" aria-hidden="true">
          {facts.thumbnails.map((thumbnail, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: their place in the film is what they are
            <Picture key={place} thumbnail={thumbnail} />
          ))}
        </div>
      )}
    </div>
  );
}

/** Drawn, since the page's policy allows no picture from a blob. */
function Picture({ thumbnail }: { thumbnail: Thumbnail }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.drawImage(thumbnail, 0, 0);
  }, [thumbnail]);
  return (
    <canvas
      ref={canvas}
      width={thumbnail.width}
      height={thumbnail.height}
      data-testid="local-picture"
    />
  );
}
