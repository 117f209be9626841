// What is to be said of the pictures: why one is missing, and that one is still being made.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Enhancement } from "../../protocol/video.ts";
import { OriginalWords } from "./OriginalWords.tsx";
import { RunWords } from "./RunWords.tsx";
import type { Original } from "./use-original.ts";
import type { Run } from "./use-run.ts";
import type { Side } from "./view.ts";

type Props = {
  original: Original;
  /** The run that stands in its place, or null. */
  opponent: { run: Run; enhancement: Enhancement } | null;
  run: Run;
  enhancement: Enhancement | null;
  names: Record<Side, string>;
  metadata: MetadataDocument | null;
};

export function StageWords({ original, opponent, run, enhancement, names, metadata }: Props) {
  return (
    <div className="viewer-words" aria-live="polite">
      {opponent ? (
        <RunWords {...opponent} name={names.left} told={null} />
      ) : (
        <OriginalWords original={original} metadata={metadata} />
      )}
      {enhancement && (
        <RunWords
          run={run}
          enhancement={enhancement}
          name={opponent && names.right}
          told={opponent ? null : (original.copy?.reason?.title ?? null)}
        />
      )}
    </div>
  );
}
