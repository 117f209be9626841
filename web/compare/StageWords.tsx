// What is to be said of the pictures: why one is missing, and that one is still being made.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Enhancement } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";
import { OriginalWords } from "./OriginalWords.tsx";
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
      {run.growing && enhancement && !enhancement.downloadUrl && (
        <p data-testid="still-being-made">
          Still being made: {formatPercent(enhancement.progress)}. You see what is there by now.
        </p>
      )}
      {run.failed && <p>This browser cannot play the enhanced picture.</p>}
    </div>
  );
}
