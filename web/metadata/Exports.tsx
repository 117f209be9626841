// Everything that is known, to take away: as the document itself or as other tools tell it. The
// document goes without its addresses, which open the session's files to whoever has them.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
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

  const text = () => JSON.stringify(withoutAddresses(document), null, 2);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      const placed = document.facts && hasPlace(document.facts);
      const warning = placed ? " It says where the file was made." : "";
      toasts.show({ text: "Copied", detail: `All that is known of the file, as JSON.${warning}` });
    } catch (error) {
      // No clipboard on a page without https (TypeError), or not allowed by the person.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      toasts.show({
        text: "The browser does not let us copy",
        detail: "Take it as a file instead.",
      });
    }
  }

  function takeDocument() {
    saveBlob(new Blob([text()], { type: "application/json" }), `${base}.json`);
    spoken.set("The file was saved.");
  }

  const take = (format: MetadataFormat, ending: string) =>
    attempt(async () => {
      saveBlob(await api.metadataFile(video.metadata.url, format), `${base}.${ending}`);
      spoken.set("The file was saved.");
    });

  return (
    <fieldset className="exports">
      <legend className="unseen">Take it away</legend>
      <button type="button" className="button" onClick={() => void copy()}>
        Copy all
      </button>
      <button type="button" className="button" aria-label="Download JSON" onClick={takeDocument}>
        JSON
      </button>
      {FORMATS.filter(({ format }) => format !== "ffprobe" || document.rawUrl !== null).map(
        ({ format, name, ending }) => (
          <button
            key={format}
            type="button"
            className="button"
            aria-label={`Download ${name}`}
            onClick={() => void take(format, ending)}
          >
            {name}
          </button>
        ),
      )}
    </fieldset>
  );
}
