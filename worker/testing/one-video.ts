// One video's state and the events that change it, without a session around them.

import type { Plan } from "../../protocol/enhancement.ts";
import type { JobKind, JobResult } from "../../protocol/job.ts";
import type { JobRecord, VideoState } from "../session/state.ts";
import { apply, type SessionEvent } from "../session/transitions.ts";
import { newVideo } from "../session/upload.ts";
import { PLAN, resultOf } from "./fake-transcoder.ts";

let minted = 0;
const mint = (prefix: string) => `${prefix}_${String(++minted).padStart(32, "0")}`;
const context = (at = 1_000) => ({ at, mint, random: 0.5 });

/** A world of one video, for tests of transitions: events go in, the state and what was emitted stay. */
export function world(settings: VideoState["video"]["settings"] = { mode: "auto" }) {
  const upload = { filename: "clip.mp4", length: 100, settings, metadataHeader: null };
  let state: VideoState = { video: newVideo(mint("vid"), upload, 0), jobs: [], facts: null };
  const emitted: string[] = [];
  const send = (event: SessionEvent, at?: number) => {
    const transition = apply(state, event, context(at));
    state = transition.state;
    emitted.push(...transition.emitted);
    return transition;
  };
  const job = (kind: string, index = 0, rendition?: string): JobRecord => {
    const found = state.jobs.findLast(
      (candidate) =>
        candidate.kind === kind &&
        candidate.index === index &&
        (rendition === undefined || candidate.rendition === rendition),
    );
    if (!found) throw new Error(`no ${kind} ${index}`);
    return found;
  };
  const run = (kind: string, index = 0, rendition?: string) => {
    const { id } = job(kind, index, rendition);
    send({ type: "job-released", job: id });
    const { attempt } = job(kind, index, rendition);
    send({ type: "job-started", job: id, attempt, instance: 0 });
    return job(kind, index, rendition);
  };
  const uploaded = () => {
    send({ type: "writer-opened", length: null });
    send({ type: "type-recorded", epoch: 1, demuxer: "mov" });
    send({ type: "bytes-recorded", epoch: 1, offset: 0, bytes: 100 });
  };
  const finish = (kind: JobKind, index = 0, rendition?: string) => {
    const { id, attempt } = run(kind, index, rendition);
    return answer(id, attempt, resultOf(kind, kind === "listen" ? index : undefined));
  };
  const answer = (id: string, attempt: number, result: JobResult) =>
    send({ type: "job-news", news: { type: "result", job: id, attempt, result } });
  const plan = (fields: Partial<Plan>) => {
    const { id, attempt } = run("analyse");
    return answer(id, attempt, { kind: "analyse", plan: { ...PLAN, ...fields } });
  };
  const wholeMetadata = () => {
    for (const kind of ["probe", "inspect", "poster", "digest", "look", "summarise"] as const) {
      finish(kind);
    }
    finish("listen", 1);
  };
  const wholeEnhancement = () => {
    finish("analyse");
    for (const index of [0, 1]) finish("encode", index);
    finish("audio");
    finish("assemble");
  };
  return {
    send,
    job,
    run,
    uploaded,
    finish,
    answer,
    plan,
    wholeMetadata,
    wholeEnhancement,
    emitted,
    get state() {
      return state;
    },
    get enhancement() {
      const newest = state.video.enhancements.at(-1);
      if (!newest) throw new Error("no enhancement");
      return newest;
    },
  };
}
