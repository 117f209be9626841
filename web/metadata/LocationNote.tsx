// Where a file was made is private: it is shown to who asks, here and among the tags, and no map hears
// of it before a person follows the link to it.

import type { About } from "../../protocol/facts.ts";
import { words } from "../language/words.ts";
import { locationUrl, locationWords } from "./location-words.ts";
import { takeFocus } from "./take-focus.ts";

type Props = {
  /** Null where a tag tells a place that could not be understood. */
  location: About["location"];
  shown: boolean;
  onShow: () => void;
};

export function LocationNote({ location, shown, onShow }: Props) {
  const told = words().metadata.location;
  return (
    <div className="note location" data-testid="location">
      <p>{location ? told.known : told.maybe}</p>
      {shown && location && (
        <p ref={takeFocus} tabIndex={-1}>
          <bdi>{locationWords(location)}</bdi>{" "}
          <a href={locationUrl(location)} target="_blank" rel="noreferrer noopener">
            {told.map}
          </a>
        </p>
      )}
      {shown && !location && (
        <p ref={takeFocus} tabIndex={-1}>
          {told.below}
        </p>
      )}
      {!shown && (
        <button type="button" className="button" onClick={onShow}>
          {told.show}
        </button>
      )}
    </div>
  );
}
