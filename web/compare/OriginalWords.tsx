// What there is to say of the original where it is not simply shown: it cannot be reached, this
// browser cannot decode it, or a smaller copy stands in for it.

import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { codecName } from "../metadata/names.ts";
import type { Original } from "./use-original.ts";

type Props = { original: Original; metadata: MetadataDocument | null };

export function OriginalWords({ original, metadata }: Props) {
  const { state, copy, isCopy } = original;
  const said = words().compare;
  if (state === "unreachable") {
    return (
      <p>
        {said.original.notLoaded}{" "}
        <button type="button" className="link" onClick={original.retry}>
          {said.original.tryAgain}
        </button>
      </p>
    );
  }
  if (isCopy && state === "shown") {
    return <p data-testid="original-copy">{said.original.copyInstead(formatOf(metadata))}</p>;
  }
  if (state !== "undecodable") return null;
  return (
    <div data-testid="original-undecodable">
      <p>{said.original.undecodable(formatOf(metadata))}</p>
      {copy && (
        <p>
          {copy.words}
          {copy.reason && (
            <>
              {" "}
              <span lang={copy.reason.lang}>{copy.reason.title}.</span>{" "}
              <span lang={copy.reason.detailLang}>{copy.reason.detail}</span>
            </>
          )}
          {copy.progress !== null && (
            <>
              {/* A screen reader is told of the work once, and has the number in the bar. */}
              <span aria-hidden="true">: {formatPercent(copy.progress)}</span>{" "}
              <progress aria-label={said.copy.meter} value={copy.progress} max={1} />
            </>
          )}
          {copy.canRetry && (
            <>
              {" "}
              <button type="button" className="link" onClick={original.askForCopy}>
                {said.copy.make}
              </button>
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** What the original is written in; null while that is not known. */
function formatOf(metadata: MetadataDocument | null): string | null {
  const picture = metadata?.facts && filmPictureOf(metadata.facts);
  const codec = picture ? codecName(picture) : null;
  const container = metadata?.facts?.container.formatName ?? null;
  return codec === null ? null : words().compare.original.format(codec, container);
}
