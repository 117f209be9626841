// The metadata document of a video, asked for again whenever the session says that it changed.

import { useEffect, useState } from "react";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { useApp } from "../app.ts";
import { ProblemError } from "../session/problem-error.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { patiently } from "./patiently.ts";

/** The newest document there is, or null while none could be had. */
export function useMetadata({ video, metadataSeq }: SeenVideo): MetadataDocument | null {
  const { api } = useApp();
  const [known, setKnown] = useState<Known | null>(null);
  const { url, stage } = video.metadata;
  useEffect(() => {
    if (stage === "none") return;
    const over = new AbortController();
    patiently(() => api.metadata(url), over.signal).then(
      (document) => setKnown((last) => newer(last, { url, seq: metadataSeq, document })),
      (error: unknown) => {
        // The next event, or the reconnected line, asks again.
        if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
      },
    );
    return () => over.abort();
  }, [api, url, stage, metadataSeq]);
  return known?.url === url ? known.document : null;
}

type Known = { url: string; seq: number; document: MetadataDocument };

/** Answers may overtake one another: that of the later question counts. */
function newer(last: Known | null, next: Known): Known {
  return last && last.url === next.url && last.seq > next.seq ? last : next;
}
