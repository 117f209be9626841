// Everything that is known about the file: in a sentence, what to know of it, and all the rest
// folded away. Names and tags in it come from a stranger and are only ever text.

import { useState } from "react";
import type { Settings } from "../../protocol/settings.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { errorWords } from "../session/problem-error.ts";
import { metadataWords } from "../video/words.ts";
import { Exports } from "./Exports.tsx";
import { Findings } from "./Findings.tsx";
import { LocationNote } from "./LocationNote.tsx";
import { moreToCome } from "./more-to-come.ts";
import { hasPlace } from "./place-tags.ts";
import { Sections } from "./Sections.tsx";
import { summaryWords } from "./summary-words.ts";
import type { KnownMetadata } from "./use-metadata.ts";

type Props = {
  video: Video;
  known: KnownMetadata;
  /** Takes the player to a place, in seconds from where the film begins. Null if nothing can be played. */
  onSeek: ((seconds: number) => void) | null;
  /** A run was asked for: its id. */
  onAsked: (id: string) => void;
};

export function MetadataPanel({ video, known, onSeek, onAsked }: Props) {
  const { api, attempt, spoken } = useApp();
  const [placeShown, setPlaceShown] = useState(false);
  const { metadata } = video;
  const { document, trouble } = known;
  const told = words().metadata;
  const pending = !trouble && moreToCome(metadata, document?.stage ?? "none");
  const location = document?.facts?.about?.location ?? null;

  const enhance = (settings: Settings) =>
    attempt(async () => {
      onAsked(await api.enhance(video.id, settings));
      spoken.set(told.begun);
    });

  return (
    <section className="panel metadata" aria-labelledby="metadata-title" data-testid="metadata">
      <header>
        <h2 id="metadata-title">{told.title}</h2>
        {metadata.status !== "ready" && <p>{metadataWords(metadata)}</p>}
      </header>
      {trouble && (
        <div className="note unread" role="alert" data-testid="metadata-trouble">
          <p>
            <TroubleWords trouble={trouble} />
            {document?.facts && ` ${told.knownBefore}`}
          </p>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            {told.reload}
          </button>
        </div>
      )}
      {document?.facts ? (
        <>
          <p className="metadata-summary" data-testid="summary">
            {summaryWords(document)}
          </p>
          <Findings
            document={document}
            pending={pending}
            onEnhance={(settings) => void enhance(settings)}
          />
          {hasPlace(document.facts) && (
            <LocationNote
              location={location}
              shown={placeShown}
              onShow={() => setPlaceShown(true)}
            />
          )}
          <Sections
            document={document}
            facts={document.facts}
            pending={pending}
            placeShown={placeShown}
            onSeek={onSeek}
          />
          <Exports video={video} document={document} />
        </>
      ) : pending ? (
        <FactsToCome />
      ) : (
        !trouble && <p className="none">{told.nothingRead}</p>
      )}
    </section>
  );
}

function TroubleWords({ trouble }: { trouble: NonNullable<KnownMetadata["trouble"]> }) {
  const { title, detail, lang, detailLang } = errorWords(trouble);
  return (
    <>
      <strong lang={lang}>{title}.</strong> <span lang={detailLang}>{detail}</span>
    </>
  );
}

/** Holds the room of the first facts, which are a moment away. */
function FactsToCome() {
  return (
    <>
      <p className="none">{words().metadata.firstToCome}</p>
      <div className="facts-to-come" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
        <span />
        <span />
      </div>
    </>
  );
}
