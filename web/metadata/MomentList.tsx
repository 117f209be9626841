// Times in the film, each a button that takes the player there, if there is one that can go there.
// Long lists are cut until asked for.

import { useState } from "react";
import { formatTimecode } from "../format.ts";
import { words as pageWords } from "../language/words.ts";
import type { Moments } from "./moments.ts";
import { count } from "./rows.ts";
import { takeFocus } from "./take-focus.ts";

/** As many as fill a screen of a phone. */
const SHOWN_FIRST = 24;

type Props = {
  list: Moments;
  /** Null where nothing can be played. */
  onSeek: ((seconds: number) => void) | null;
};

export function MomentList({ list: { title, moments, all }, onSeek }: Props) {
  const [whole, setWhole] = useState(false);
  const told = pageWords().metadata.moments;
  const shown = whole ? moments : moments.slice(0, SHOWN_FIRST);
  return (
    <section className="moments">
      <h4>
        {title}{" "}
        <span className="section-words">
          {all === null ? told.firstOfMany(count(moments.length)) : count(all)}
        </span>
      </h4>
      <ol>
        {shown.map(({ at, words }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a broken file may tell one time twice.
          <li key={index} {...(whole && index === SHOWN_FIRST && { ref: takeFocus, tabIndex: -1 })}>
            {onSeek ? (
              <button type="button" className="link time" onClick={() => onSeek(at)}>
                {formatTimecode(at)}
              </button>
            ) : (
              <span className="time">{formatTimecode(at)}</span>
            )}
            {words && (
              <span className="moment-words">
                <bdi>{words}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
      {shown.length < moments.length && (
        <button type="button" className="button quiet" onClick={() => setWhole(true)}>
          {told.showAll(count(moments.length))}
        </button>
      )}
      {all !== null && all > moments.length && (
        <p className="none">{told.firstListed(count(moments.length))}</p>
      )}
    </section>
  );
}
