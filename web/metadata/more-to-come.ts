// Whether more of a file may become known. Pure.

import type { MetadataStage } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";

const STAGES: readonly MetadataStage[] = ["none", "facts", "packets", "content"];

/**
 * True while the reading goes on, and while the document at hand is of an earlier stage than the one
 * that was announced: the event overtakes the document, which is asked for when the event is there.
 */
export function moreToCome(
  { status, stage }: Pick<Video["metadata"], "status" | "stage">,
  known: MetadataStage,
): boolean {
  return (
    status === "waiting" || status === "running" || STAGES.indexOf(known) < STAGES.indexOf(stage)
  );
}
