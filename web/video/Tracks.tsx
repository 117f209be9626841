// The two tracks of a video, each with its own state: neither waits for the other.

import type { Enhancement, Video } from "../../protocol/video.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { Meter } from "./Meter.tsx";
import { enhancementWords, isAtWork, metadataWords } from "./words.ts";

/** Steps of the metadata track, in the order in which they are taken. */
const STAGES = [
  { stage: "facts", name: "Index" },
  { stage: "packets", name: "Packets" },
  { stage: "content", name: "Content" },
] as const;

type Props = { seen: SeenVideo; enhancement: Enhancement | null };

export function Tracks({ seen: { video, retrying }, enhancement }: Props) {
  return (
    <div className="tracks">
      <MetadataTrack metadata={video.metadata} />
      {enhancement ? (
        <EnhancementTrack enhancement={enhancement} />
      ) : (
        <div className="track" data-testid="track-enhancement" data-status="none">
          <span className="track-name">Enhancement</span>
          <p>Not asked for</p>
        </div>
      )}
      {retrying && isAtWork(video) && (
        <p className="none">A step did not go well; it is being tried again.</p>
      )}
    </div>
  );
}

function MetadataTrack({ metadata }: { metadata: Video["metadata"] }) {
  const { status, stage } = metadata;
  const reached = STAGES.findIndex((one) => one.stage === stage);
  return (
    <div className="track" data-testid="track-metadata" data-status={status} data-stage={stage}>
      <span className="track-name">Metadata</span>
      <p>{metadataWords(metadata)}</p>
      <ol className="steps" aria-label="Steps of the metadata track">
        {STAGES.map(({ name }, index) => {
          const done = index <= reached;
          const current = status === "running" && index === reached + 1;
          return (
            <li key={name} data-state={done ? "done" : current ? "current" : "open"}>
              {name}
              <span className="unseen">{done ? " (known)" : current ? " (at work)" : ""}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function EnhancementTrack({ enhancement }: { enhancement: Enhancement }) {
  const { status, progress } = enhancement;
  const words = enhancementWords(enhancement);
  const atWork = ["waiting", "analysing", "encoding", "assembling"].includes(status);
  return (
    <div className="track" data-testid="track-enhancement" data-status={status}>
      <span className="track-name">Enhancement</span>
      <p>{words}</p>
      {atWork && (
        <Meter
          label="Enhancement"
          value={
            status === "waiting" || (status === "analysing" && progress === 0) ? null : progress
          }
          words={words}
          testId="enhancement-progress"
        />
      )}
    </div>
  );
}
