// The library: all videos of the session and the uploads it does not know yet, to be looked
// through, selected, downloaded and deleted.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { type Entry, entriesOf, selectable } from "../library/entries.ts";
import { LibraryBar } from "../library/LibraryBar.tsx";
import { lastCount, rememberCount } from "../library/last-count.ts";
import { arrange, EVERYTHING } from "../library/query.ts";
import { SelectBox } from "../library/SelectBox.tsx";
import { SelectionBar } from "../library/SelectionBar.tsx";
import { Skeletons } from "../library/Skeletons.tsx";
import { useQuery } from "../library/use-query.ts";
import { useSelection } from "../library/use-selection.ts";
import { useStore } from "../store.ts";
import { LocalCard } from "./LocalCard.tsx";
import { VideoCard } from "./VideoCard.tsx";

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 4;
const SELECTED_FROM = 2;

export function VideoList() {
  const { session, uploads, deletions } = useApp();
  const live = useStore(session);
  const sending = useStore(uploads);
  const hidden = useStore(deletions);
  const said = words().video.list;
  const [query, setQuery] = useQuery();
  const [expected] = useState(lastCount);
  const heading = useRef<HTMLHeadingElement>(null);

  const entries = entriesOf(live, sending, hidden);
  const found = arrange(entries, query);
  const boxes = selectable(found);
  const selection = useSelection(boxes, erase);
  const asked = query.words.trim() !== "";
  const total = entries.length;
  /** Before the session is known there will be as many as last time. */
  const likely = live.known ? total : Math.max(total, expected);

  useEffect(() => {
    if (live.known) rememberCount(live.videos.size);
  }, [live.known, live.videos.size]);

  function erase(keys: readonly string[]) {
    const videos = keys.flatMap((key) => live.videos.get(key)?.video ?? []);
    deletions.remove(videos);
    heading.current?.focus();
  }

  const selected = selection.keys.flatMap((key) => live.videos.get(key)?.video ?? []);
  return (
    <section
      className="videos"
      aria-labelledby="videos-title"
      aria-busy={!live.known}
      onKeyDown={selection.onKeyDown}
    >
      <h2 id="videos-title" ref={heading} tabIndex={-1}>
        {said.title}{" "}
        {total > 0 && (
          <span className="count">{asked ? said.count(found.length, total) : total}</span>
        )}
      </h2>
      {(likely >= SEARCHED_FROM || (asked && total > 0)) && (
        <LibraryBar query={query} onQuery={setQuery} found={found.length} total={total} />
      )}
      {boxes.length >= SELECTED_FROM && (
        <SelectionBar
          shown={boxes.length}
          selected={selected}
          onAll={selection.all}
          onNone={selection.clear}
          onDelete={selection.erase}
        />
      )}
      {total === 0 && (
        <p className={likely > 0 ? "unseen" : "none"} data-testid="empty" role="status">
          {live.known ? said.none : said.looking}
        </p>
      )}
      {total === 0 && likely > 0 && <Skeletons count={likely} bar={likely >= SELECTED_FROM} />}
      {total > 0 && found.length === 0 && (
        <div className="nothing-found">
          <p>{said.nothingFits(total, query.words.trim())}</p>
          <button
            type="button"
            className="button"
            onClick={() => {
              setQuery({ ...query, words: EVERYTHING.words });
              heading.current?.focus();
            }}
          >
            {said.showAll}
          </button>
        </div>
      )}
      <ul className="cards" data-testid="video-list" hidden={found.length === 0}>
        {found.map((entry) => (
          <li key={entry.key} data-selected={selection.has(entry.key)}>
            <EntryCard entry={entry} onDeleted={() => heading.current?.focus()}>
              {boxes.length >= SELECTED_FROM && boxes.includes(entry.key) && (
                <SelectBox
                  name={entry.name}
                  checked={selection.has(entry.key)}
                  onToggle={(range) => selection.toggle(entry.key, range)}
                />
              )}
            </EntryCard>
          </li>
        ))}
      </ul>
    </section>
  );
}

type CardProps = { entry: Entry; onDeleted: () => void; children: ReactNode };

function EntryCard({ entry: { seen, upload, duration }, onDeleted, children }: CardProps) {
  if (seen) {
    return (
      <VideoCard seen={seen} upload={upload} duration={duration} onDeleted={onDeleted}>
        {children}
      </VideoCard>
    );
  }
  return upload && <LocalCard upload={upload} />;
}
