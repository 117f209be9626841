// The timeline of a video, asked for while somebody looks at it, and again when the session says
// that something went on.

import { useEffect, useRef, useState } from "react";
import type { Timeline } from "../../protocol/timeline.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { patiently } from "../metadata/patiently.ts";
import type { ErrorWords } from "../session/failure-words.ts";
import { errorWords, ProblemError } from "../session/problem-error.ts";
import type { SeenVideo } from "../session/session-state.ts";

/** Asked for at most this often: segments of a short film end several times a second. */
const PAUSE_MS = 2_000;

export type KnownTimeline = {
  timeline: Timeline | null;
  /** The service's clock less this page's, in ms. */
  clockAhead: number;
  /** Why there is none, in words. */
  trouble: ErrorWords | null;
};

const NOTHING: KnownTimeline = { timeline: null, clockAhead: 0, trouble: null };

/** What is known of a video's timeline; nothing is asked for before `wanted`. */
export function useTimeline({ video, seq }: SeenVideo, wanted: boolean): KnownTimeline {
  const { api } = useApp();
  const [known, setKnown] = useState(NOTHING);
  const askedAt = useRef(0);
  const { id } = video;
  const state = `${seq} ${stateOf(video)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `state` says that there is news.
  useEffect(() => {
    if (!wanted) return;
    const over = new AbortController();
    const ask = () => {
      askedAt.current = Date.now();
      patiently(() => api.timeline(id), over.signal).then(
        (timeline) => {
          const clockAhead = Date.parse(timeline.at) - Date.now();
          // Answers may overtake one another: the newest counts.
          setKnown((before) =>
            before.timeline && before.timeline.at > timeline.at
              ? before
              : { timeline, clockAhead, trouble: null },
          );
        },
        (error: unknown) => {
          if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
          if (over.signal.aborted) return;
          setKnown((before) => ({ ...before, trouble: errorWords(error) }));
        },
      );
    };
    const timer = setTimeout(ask, Math.max(0, askedAt.current + PAUSE_MS - Date.now()));
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [api, id, state, wanted]);
  return known;
}

/** What changes when a job begins, ends or is tried again, besides what the log tells. */
function stateOf({ metadata, proxy, enhancements }: Video): string {
  const works = enhancements.map(({ status, work }) => [
    status,
    work?.done,
    work?.ahead === null,
    work?.retrying?.at,
  ]);
  return JSON.stringify([metadata.status, proxy.status, works]);
}
