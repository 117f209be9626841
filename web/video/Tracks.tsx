// The two tracks of a video, each with its own state: neither waits for the other.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { WorkNow } from "../progress/WorkNow.tsx";
import type { SeenVideo } from "../session/session-state.ts";
import { enhancementWords, isAtWork, metadataWords } from "./words.ts";

/** Steps of the metadata track, in the order in which they are taken. */
const STAGES = ["facts", "packets", "content"] as const;

type Props = { seen: SeenVideo; enhancement: Enhancement | null };

export function Tracks({ seen: { video, retrying }, enhancement }: Props) {
  const said = words().video.track;
  return (
    <div className="tracks">
      <MetadataTrack metadata={video.metadata} />
      {enhancement ? (
        <EnhancementTrack enhancement={enhancement} />
      ) : (
        <div className="track" data-testid="track-enhancement" data-status="none">
          <span className="track-name">{said.enhancement}</span>
          <p>{said.notAskedFor}</p>
        </div>
      )}
      {retrying && isAtWork(video) && !enhancement?.work?.retrying && (
        <p className="none">{said.retrying}</p>
      )}
    </div>
  );
}

function MetadataTrack({ metadata }: { metadata: Video["metadata"] }) {
  const { status, stage } = metadata;
  const said = words().video.track;
  const reached = stage === "none" ? -1 : STAGES.indexOf(stage);
  return (
    <div className="track" data-testid="track-metadata" data-status={status} data-stage={stage}>
      <span className="track-name">{said.metadata}</span>
      <p>{metadataWords(metadata)}</p>
      <ol className="steps" aria-label={said.metadataSteps}>
        {STAGES.map((one, index) => {
          const done = index <= reached;
          const current = status === "running" && index === reached + 1;
          return (
            <li key={one} data-state={done ? "done" : current ? "current" : "open"}>
              {said.stages[one]}
              <span className="unseen">{done ? said.known : current ? said.atWork : ""}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function EnhancementTrack({ enhancement }: { enhancement: Enhancement }) {
  const { status, work, progress } = enhancement;
  return (
    <div className="track" data-testid="track-enhancement" data-status={status}>
      <span className="track-name">{words().video.track.enhancement}</span>
      {work ? (
        <WorkNow key={enhancement.id} work={work} progress={progress} />
      ) : (
        <p>{enhancementWords(enhancement)}</p>
      )}
    </div>
  );
}
