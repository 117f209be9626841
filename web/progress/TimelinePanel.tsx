// What happened to a video and when, folded away until somebody wants to know.

import { useState } from "react";
import { words } from "../language/words.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { useNow } from "../shell/use-now.ts";
import { useSpokenWork } from "./use-spoken-work.ts";
import { type KnownTimeline, useTimeline } from "./use-timeline.ts";
import { Waterfall } from "./Waterfall.tsx";
import { waterfallOf } from "./waterfall.ts";

/** Open bars grow this often. */
const TICK_MS = 1_000;

export function TimelinePanel({ seen }: { seen: SeenVideo }) {
  const [open, setOpen] = useState(false);
  const known = useTimeline(seen, open);
  useSpokenWork(seen.video);
  const { title, about } = words().progress.timeline;
  return (
    <details
      className="panel waterfall-panel"
      data-testid="timeline"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <h2>{title}</h2>
        <span className="section-words">{about}</span>
      </summary>
      {open && <Known known={known} runs={seen.video.enhancements.map(({ id }) => id)} />}
    </details>
  );
}

function Known({ known, runs }: { known: KnownTimeline; runs: readonly string[] }) {
  const { timeline, clockAhead, trouble } = known;
  const now = useNow(TICK_MS) + clockAhead;
  if (!timeline) {
    return (
      <p className="none" lang={trouble?.detailLang}>
        {trouble ? trouble.detail : words().progress.timeline.pending}
      </p>
    );
  }
  // The page's clock may lag behind the answer by a tick.
  const until = Math.max(now, Date.parse(timeline.at));
  return <Waterfall {...waterfallOf(timeline, until, runs)} />;
}
