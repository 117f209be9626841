// What is to be said of the pictures: why one is missing, and that one is still being made.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Enhancement } from "../../protocol/video.ts";
import { OriginalWords } from "./OriginalWords.tsx";
import { RunWords } from "./RunWords.tsx";
import type { Original } from "./use-original.ts";
import type { Run } from "./use-run.ts";

type Props = {
  /** Null while another run stands in its place. */
  original: Original | null;
  run: Run;
  enhancement: Enhancement | null;
  metadata: MetadataDocument | null;
};

export function StageWords({ original, run, enhancement, metadata }: Props) {
  return (
    <div className="viewer-words" aria-live="polite">
      {original && <OriginalWords original={original} metadata={metadata} />}
      {enhancement && (
        <RunWords
          run={run}
          enhancement={enhancement}
          told={original?.copy?.reason?.title ?? null}
        />
      )}
    </div>
  );
}
