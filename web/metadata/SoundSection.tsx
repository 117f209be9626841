// Each sound stream: what it declares, what is heard of it.

import type { Facts } from "../../protocol/facts.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { words } from "../language/words.ts";
import { ChartToCome } from "./Chart.tsx";
import { streamsWords } from "./file-rows.ts";
import { startOf } from "./moments.ts";
import { streamTitle } from "./names.ts";
import { Rows, Section } from "./Section.tsx";
import { LoudnessChart } from "./SeriesCharts.tsx";
import { heardRows, soundRows } from "./sound-rows.ts";

type Props = { document: MetadataDocument; facts: Facts; pending: boolean };

export function SoundSection({ document, facts, pending }: Props) {
  const streams = facts.streams.filter((stream) => stream.kind === "audio");
  if (streams.length === 0) return null;
  const { charts, sections } = words().metadata;
  return (
    <Section title={sections.sound} words={streamsWords(streams)}>
      {streams.map((stream) => {
        const heard = document.content?.sound.find(({ index }) => index === stream.index);
        return (
          <div className="section-body" key={stream.index}>
            <Rows title={streamTitle(stream, streams)} rows={soundRows(stream)} />
            {heard ? (
              <>
                <LoudnessChart sound={heard} start={startOf(document)} />
                <Rows title={sections.heard} rows={heardRows(heard)} />
              </>
            ) : (
              pending && <ChartToCome title={charts.loudness} />
            )}
          </div>
        );
      })}
    </Section>
  );
}
