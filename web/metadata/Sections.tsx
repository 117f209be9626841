// All that is known of the file, by subject. A subject stands there as soon as the file is known to
// have it; what is still to come fills it later without moving what stands.

import type { Facts } from "../../protocol/facts.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { words } from "../language/words.ts";
import { ChartToCome } from "./Chart.tsx";
import { conflictWords } from "./evidence-words.ts";
import {
  aboutRows,
  boxRows,
  fileRows,
  fileWords,
  otherRows,
  streamsWords,
  structureRows,
  structureWords,
} from "./file-rows.ts";
import { MomentList } from "./MomentList.tsx";
import { contentWords, momentsOf } from "./moments.ts";
import { streamTitle } from "./names.ts";
import { ColourSection, PictureSection, TimingSection } from "./PictureSections.tsx";
import { tellsPlace } from "./place-tags.ts";
import { counted, type Row, row } from "./rows.ts";
import { Rows, Section } from "./Section.tsx";
import { SoundSection } from "./SoundSection.tsx";

type Props = {
  document: MetadataDocument;
  facts: Facts;
  pending: boolean;
  /** The place where the file was made was asked for. */
  placeShown: boolean;
  onSeek: ((seconds: number) => void) | null;
};

export function Sections({ document, facts, pending, placeShown, onSeek }: Props) {
  const { streams, structure, conflicts } = facts;
  const others = streams.filter((stream) => stream.kind !== "video" && stream.kind !== "audio");
  const pictures = streams.filter((stream) => stream.kind === "video");
  const hasPicture = pictures.length > 0;
  const moments = momentsOf(document);
  const told = words().metadata.sections;
  return (
    <div className="sections">
      <Section title={told.file} words={fileWords(facts)} open>
        <Rows title={told.container} rows={fileRows(document)} />
      </Section>
      {hasPicture && (
        <>
          <PictureSection document={document} streams={pictures} />
          <ColourSection document={document} streams={pictures} pending={pending} />
        </>
      )}
      <SoundSection document={document} facts={facts} pending={pending} />
      {hasPicture && <TimingSection document={document} streams={pictures} pending={pending} />}
      {others.length > 0 && (
        <Section title={told.others} words={streamsWords(others)}>
          {others.map((stream) => (
            <Rows
              key={stream.index}
              title={streamTitle(stream, streams)}
              rows={otherRows(stream)}
            />
          ))}
        </Section>
      )}
      {structure && (
        <Section title={told.structure} words={structureWords(structure)}>
          <Rows title={told.built} rows={structureRows(structure)} />
          <Rows title={told.boxes} rows={boxRows(structure)} />
        </Section>
      )}
      <Tags facts={facts} placeShown={placeShown} />
      {(moments.length > 0 || pending) && (
        <Section title={told.content} words={contentWords(document)}>
          {moments.map((list) => (
            <MomentList key={list.title} list={list} onSeek={onSeek} />
          ))}
          {pending && document.stage !== "content" && <ChartToCome title={told.whatHappens} />}
        </Section>
      )}
      {conflicts.length > 0 && (
        <Section title={told.conflicts} words={counted(conflicts.length, told.values)}>
          <Rows
            title={told.disagree}
            rows={conflicts.map((conflict) => conflictWords(document, conflict))}
          />
        </Section>
      )}
    </div>
  );
}

function Tags({ facts, placeShown }: Pick<Props, "facts" | "placeShown">) {
  const { about, container, streams } = facts;
  const told = words().metadata.sections;
  const rowsOf = ({
    tags,
    tagsLeftOut,
  }: Pick<Facts["container"], "tags" | "tagsLeftOut">): Row[] => [
    ...Object.entries(tags).map(([name, value]) => ({
      name,
      value: !placeShown && tellsPlace(name, value, facts) ? words().metadata.private : value,
    })),
    ...row(
      told.leftOut,
      tagsLeftOut || null,
      (count) => counted(count, told.tagCount),
      told.tooMany,
    ),
  ];
  const meant = about ? aboutRows(about) : [];
  const tagged = streams.filter(({ tags }) => Object.keys(tags).length > 0);
  const written = Object.keys(container.tags).length;
  if (meant.length + tagged.length + written === 0) return null;
  const all = tagged.reduce((sum, { tags }) => sum + Object.keys(tags).length, written);
  return (
    <Section title={told.tags} words={all > 0 ? counted(all, told.tagCount) : null}>
      <Rows title={told.meant} rows={meant} />
      <Rows title={told.spelled} rows={rowsOf(container)} />
      {tagged.map((stream) => (
        <Rows
          key={stream.index}
          title={told.spelledBy(streamTitle(stream, streams))}
          rows={rowsOf(stream)}
        />
      ))}
    </Section>
  );
}
