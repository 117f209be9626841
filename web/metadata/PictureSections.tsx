// The picture's part of what is known: itself, its colour and light, when its frames come.

import type { VideoStream } from "../../protocol/facts.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { words } from "../language/words.ts";
import { ChartToCome } from "./Chart.tsx";
import { HistogramChart, Palette } from "./HistogramChart.tsx";
import { startOf } from "./moments.ts";
import { streamTitle } from "./names.ts";
import { colourRows, colourWords, lightRows, pictureRows, pictureWords } from "./picture-rows.ts";
import { Rows, Section } from "./Section.tsx";
import { BitrateChart, BrightnessChart } from "./SeriesCharts.tsx";
import { timingRows, timingWords } from "./timing-rows.ts";

type Props = { document: MetadataDocument; streams: readonly VideoStream[] };
type WithPending = Props & { pending: boolean };

const contentOf = ({ content }: MetadataDocument, { index }: VideoStream) =>
  content?.picture?.index === index ? content.picture : null;

const packetsOf = ({ packets }: MetadataDocument, stream: VideoStream) =>
  packets?.streams.find(({ index }) => index === stream.index) ?? null;

export function PictureSection({ document, streams }: Props) {
  const [first] = streams;
  return (
    <Section title={words().metadata.sections.picture} words={first && pictureWords(first)} open>
      {streams.map((stream) => (
        <Rows
          key={stream.index}
          title={streamTitle(stream, streams)}
          rows={pictureRows(stream, contentOf(document, stream))}
        />
      ))}
    </Section>
  );
}

export function ColourSection({ document, streams, pending }: WithPending) {
  const [first] = streams;
  const picture = document.content?.picture ?? null;
  const { charts, sections } = words().metadata;
  return (
    <Section title={sections.colour} words={first && colourWords(first)}>
      {streams.map((stream) => (
        <Rows key={stream.index} title={sections.declared} rows={colourRows(stream)} />
      ))}
      {picture ? (
        <>
          <HistogramChart luma={picture.luma} chroma={picture.chroma} />
          <BrightnessChart series={picture.luma.series} start={startOf(document)} />
          <Palette palette={picture.palette} />
          <Rows title={sections.measured} rows={lightRows(picture)} />
        </>
      ) : (
        pending && <ChartToCome title={charts.histogram} />
      )}
    </Section>
  );
}

export function TimingSection({ document, streams, pending }: WithPending) {
  const [first] = streams;
  const { charts, sections } = words().metadata;
  return (
    <Section title={sections.timing} words={first && timingWords(first)}>
      {streams.map((stream) => {
        const packets = packetsOf(document, stream);
        const series = packets?.bitrate.series ?? null;
        return (
          <div className="section-body" key={stream.index}>
            {series ? (
              <BitrateChart
                series={series}
                mean={packets?.bitrate.mean ?? null}
                scenes={contentOf(document, stream)?.scenes ?? []}
                start={startOf(document)}
              />
            ) : (
              pending && !document.packets && <ChartToCome title={charts.bitrate} />
            )}
            <Rows title={streamTitle(stream, streams)} rows={timingRows(stream, packets)} />
          </div>
        );
      })}
    </Section>
  );
}
