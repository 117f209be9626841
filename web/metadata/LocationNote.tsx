// Where a file was made is private: it is shown to who asks, and no map hears of it before a person
// follows the link to it.

import { useState } from "react";
import type { About } from "../../protocol/facts.ts";
import { locationUrl, locationWords } from "./location-words.ts";

export function LocationNote({ location }: { location: NonNullable<About["location"]> }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="note location" data-testid="location">
      <p>This file tells where it was taken.</p>
      {shown ? (
        <p>
          <bdi>{locationWords(location)}</bdi>{" "}
          <a href={locationUrl(location)} target="_blank" rel="noreferrer noopener">
            Open a map at openstreetmap.org
          </a>
        </p>
      ) : (
        <button type="button" className="button" onClick={() => setShown(true)}>
          Show the place
        </button>
      )}
    </div>
  );
}
