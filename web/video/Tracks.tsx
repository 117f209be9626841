// The two tracks of a video, each with its own state: neither waits for the other.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { Meter } from "./Meter.tsx";
import { enhancementWords, metadataWords } from "./words.ts";

/** Steps of the metadata track, in the order in which they are taken. */
const STAGES = [
  { stage: "facts", name: "Index" },
  { stage: "packets", name: "Packets" },
  { stage: "content", name: "Content" },
] as const;

export function Tracks({ video, enhancement }: { video: Video; enhancement: Enhancement | null }) {
  return (
    <div className="tracks">
      <MetadataTrack metadata={video.metadata} />
      {enhancement ? (
        <EnhancementTrack enhancement={enhancement} />
      ) : (
        <div className="track" data-testid="track-enhancement" data-status="none">
          <h4>Enhancement</h4>
          <p>Not asked for</p>
        </div>
      )}
    </div>
  );
}

function MetadataTrack({ metadata }: { metadata: Video["metadata"] }) {
  const { status, stage } = metadata;
  const reached = STAGES.findIndex((one) => one.stage === stage);
  return (
    <div className="track" data-testid="track-metadata" data-status={status} data-stage={stage}>
      <h4>Metadata</h4>
      <p>{metadataWords(metadata)}</p>
      <ol className="steps" aria-label="Steps of the metadata track">
        {STAGES.map(({ name }, index) => {
          const done = status === "ready" || index <= reached;
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
      <h4>Enhancement</h4>
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
