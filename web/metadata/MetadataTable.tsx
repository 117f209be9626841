// Everything that is known about the file. Names and tags in it come from a stranger and are only
// ever text.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { metadataWords } from "../video/words.ts";
import { containerRows, type Row, streamRows, streamTitle } from "./metadata-words.ts";

type Props = { metadata: Video["metadata"]; document: MetadataDocument | null };

export function MetadataTable({ metadata, document }: Props) {
  const facts = document?.facts ?? null;
  return (
    <section className="panel metadata" aria-labelledby="metadata-title" data-testid="metadata">
      <header>
        <h2 id="metadata-title">About the file</h2>
        {metadata.status !== "ready" && <p>{metadataWords(metadata)}</p>}
      </header>
      {facts ? (
        <>
          <Rows title="Container" rows={containerRows(facts)} />
          {facts.streams.map((stream) => (
            <Rows key={stream.index} title={streamTitle(stream)} rows={streamRows(stream)} />
          ))}
          <Tags tags={facts.container.tags} />
        </>
      ) : (
        <p className="none">
          {metadata.status === "failed" || metadata.status === "cancelled"
            ? "Nothing could be read."
            : "The first facts come in a moment."}
        </p>
      )}
    </section>
  );
}

function Rows({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <table className="rows">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ name, value, remark }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {value}
              {remark && <span className="remark">{remark}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  const tellsPlace = entries.some(([name]) => /location|gps/i.test(name));
  return (
    <>
      <Rows
        title="What the file says of itself"
        rows={entries.map(([name, value]) => ({ name, value }))}
      />
      {tellsPlace && <p className="note">This file tells where it was recorded.</p>}
    </>
  );
}
