// What there is to say of the original where it is not simply shown: it cannot be reached, this
// browser cannot decode it, or a smaller copy stands in for it.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import { formatPercent } from "../format.ts";
import { codecName } from "../metadata/names.ts";
import type { Original } from "./use-original.ts";

type Props = { original: Original; metadata: MetadataDocument | null };

export function OriginalWords({ original, metadata }: Props) {
  const { state, copy, isCopy } = original;
  if (state === "unreachable") {
    return (
      <p>
        The original could not be loaded.{" "}
        <button type="button" className="link" onClick={original.retry}>
          Try again
        </button>
      </p>
    );
  }
  if (isCopy && state === "shown") {
    return (
      <p data-testid="original-copy">
        This browser cannot show the original{formatOf(metadata)}: you see a smaller copy of it.
      </p>
    );
  }
  if (state !== "undecodable") return null;
  return (
    <div data-testid="original-undecodable">
      <p>This browser cannot show the original{formatOf(metadata)}.</p>
      {copy && (
        <p>
          {copy.words}
          {copy.progress !== null && (
            <>
              {/* A screen reader is told of the work once, and has the number in the bar. */}
              <span aria-hidden="true">: {formatPercent(copy.progress)}</span>{" "}
              <progress aria-label="The copy" value={copy.progress} max={1} />
            </>
          )}
          {copy.canRetry && (
            <>
              {" "}
              <button type="button" className="link" onClick={original.askForCopy}>
                Make a copy
              </button>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function formatOf(metadata: MetadataDocument | null): string {
  const picture = metadata?.facts?.streams.find((stream) => stream.kind === "video");
  const container = metadata?.facts?.container.formatName ?? "this kind of file";
  return picture ? ` (${codecName(picture)} in ${container})` : "";
}
