// Everything that is known, to take away: as the document itself or as other tools tell it. The
// document goes without its addresses, which open the session's files to whoever has them.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import type { MetadataFormat } from "../session/api.ts";
import { hasPlace } from "./place-tags.ts";
import { saveBlob } from "./save-blob.ts";
import { withoutAddresses } from "./without-addresses.ts";

const FORMATS: readonly { format: MetadataFormat; name: string; ending: string }[] = [
  { format: "csv", name: "CSV", ending: "csv" },
  { format: "mediainfo", name: "MediaInfo JSON", ending: "mediainfo.json" },
  { format: "ffprobe", name: "ffprobe JSON", ending: "ffprobe.json" },
];

export function Exports({ video, document }: { video: Video; document: MetadataDocument }) {
  const { api, attempt, spoken, toasts } = useApp();
  const base = video.filename.replace(/\.[^.]{1,5}$/, "");
  const told = words().metadata.exports;

  const text = () => JSON.stringify(withoutAddresses(document), null, 2);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      const placed = document.facts && hasPlace(document.facts);
      const warning = placed ? ` ${told.copiedPlace}` : "";
      toasts.show({ text: told.copied, detail: `${told.copiedDetail}${warning}` });
    } catch (error) {
      // No clipboard on a page without https (TypeError), or not allowed by the person.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      toasts.show({ text: told.notCopied, detail: told.notCopiedDetail });
    }
  }

  function takeDocument() {
    saveBlob(new Blob([text()], { type: "application/json" }), `${base}.json`);
    spoken.set(told.saved);
  }

  const take = (format: MetadataFormat, ending: string) =>
    attempt(async () => {
      saveBlob(await api.metadataFile(video.metadata.url, format), `${base}.${ending}`);
      spoken.set(told.saved);
    });

  return (
    <fieldset className="exports">
      <legend className="unseen">{told.title}</legend>
      <button type="button" className="button" onClick={() => void copy()}>
        {told.copyAll}
      </button>
      <button
        type="button"
        className="button"
        aria-label={told.download("JSON")}
        onClick={takeDocument}
      >
        JSON
      </button>
      {FORMATS.filter(({ format }) => format !== "ffprobe" || document.rawUrl !== null).map(
        ({ format, name, ending }) => (
          <button
            key={format}
            type="button"
            className="button"
            aria-label={told.download(name)}
            onClick={() => void take(format, ending)}
          >
            {name}
          </button>
        ),
      )}
    </fieldset>
  );
}
