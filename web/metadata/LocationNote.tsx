// Where a file was made is private: it is shown to who asks, here and among the tags, and no map hears
// of it before a person follows the link to it.

import type { About } from "../../protocol/facts.ts";
import { locationUrl, locationWords } from "./location-words.ts";

type Props = {
  /** Null where a tag tells a place that could not be understood. */
  location: About["location"];
  shown: boolean;
  onShow: () => void;
};

export function LocationNote({ location, shown, onShow }: Props) {
  return (
    <div className="note location" data-testid="location">
      <p>
        {location ? "This file tells where it was taken." : "A tag of this file may tell a place."}
      </p>
      {shown && location && (
        <p>
          <bdi>{locationWords(location)}</bdi>{" "}
          <a href={locationUrl(location)} target="_blank" rel="noreferrer noopener">
            Open a map at openstreetmap.org
          </a>
        </p>
      )}
      {shown && !location && <p>It stands among the tags below.</p>}
      {!shown && (
        <button type="button" className="button" onClick={onShow}>
          Show the place
        </button>
      )}
    </div>
  );
}
