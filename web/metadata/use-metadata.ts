// The metadata document of a video, asked for again whenever the session says that it changed.

import { useEffect, useState } from "react";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { useApp } from "../app.ts";
import { ProblemError } from "../session/problem-error.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { patiently } from "./patiently.ts";

export type KnownMetadata = {
  /** The newest document that could be read, or null while none could. */
  document: MetadataDocument | null;
  /** Why a newer one is not there though it was asked for. */
  trouble: ProblemError | TypeError | null;
};

const NOTHING: KnownMetadata = { document: null, trouble: null };

/** What is known of a video's file by now, and what stands in the way of knowing more. */
export function useMetadata({ video, metadataSeq: seq }: SeenVideo): KnownMetadata {
  const { api } = useApp();
  const [last, setLast] = useState<(KnownMetadata & { url: string; seq: number }) | null>(null);
  const { url, stage } = video.metadata;
  useEffect(() => {
    if (stage === "none") return;
    const over = new AbortController();
    const tell = (news: Partial<KnownMetadata>) =>
      setLast((before) => {
        const known = before?.url === url ? before : null;
        // Answers may overtake one another: that of the later question counts.
        if (known && known.seq > seq) return before;
        return { url, seq, document: known?.document ?? null, trouble: null, ...news };
      });
    patiently(() => api.metadata(url), over.signal).then(
      (document) => tell({ document }),
      (error: unknown) => {
        if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
        if (!over.signal.aborted) tell({ trouble: error });
      },
    );
    return () => over.abort();
  }, [api, url, stage, seq]);
  return last?.url === url ? last : NOTHING;
}
