// Times in the film, each a button that takes the player there. Long lists are cut until asked for.

import { useState } from "react";
import { formatTimecode } from "../format.ts";
import type { Moments } from "./moments.ts";
import { count } from "./rows.ts";

/** As many as fill a screen of a phone. */
const SHOWN_FIRST = 24;

type Props = { list: Moments; onSeek: (seconds: number) => void };

export function MomentList({ list: { title, moments, all }, onSeek }: Props) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? moments : moments.slice(0, SHOWN_FIRST);
  return (
    <section className="moments">
      <h4>
        {title} <span className="section-words">{count(all)}</span>
      </h4>
      <ol>
        {shown.map(({ at, words }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a broken file may tell one time twice.
          <li key={index}>
            <button type="button" className="link time" onClick={() => onSeek(at)}>
              {formatTimecode(at)}
            </button>
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
          Show all {count(moments.length)}
        </button>
      )}
      {all > moments.length && (
        <p className="none">The first {count(moments.length)} are listed.</p>
      )}
    </section>
  );
}
