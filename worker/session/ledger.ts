// How a session's state changes, the same way every time: apply an event (transitions.ts, pure),
// save the difference, append to the log and tell who watches, then look what follows: which jobs
// may be released, which messages must be sent, which ffmpeg must stop, when to look again.
//
// All that follows is derived from what is saved, so whatever is lost on the way (a message, an
// alarm, this object's memory) is made up for by the next look. SQLite calls do not yield: one
// change is one transaction. Sending and sweeping come after it and may fail freely.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import { ProgressEventTypeSchema } from "../../protocol/stream.ts";
import type { Timeline } from "../../protocol/timeline.ts";
import type { Session as SessionResource, Video } from "../../protocol/video.ts";
import type { Env } from "../env.ts";
import { newId } from "../ids.ts";
import { metadataPrefix, sessionPrefix, videoPrefix } from "../keys.ts";
import { documentOf } from "../metadata/document.ts";
import { stopJob } from "../transcoder.ts";
import { AttemptRows } from "./attempt-rows.ts";
import { endedAttempts, timelineOf } from "./attempts.ts";
import type { Audience } from "./audience.ts";
import type { EmittedType, Transition } from "./change.ts";
import { Courier } from "./courier.ts";
import { Pace } from "./pace.ts";
import {
  abandoned,
  nextAlarm,
  releasable,
  sessionEndsAt,
  undelivered,
  uploadEndsAt,
} from "./release.ts";
import { iso, type Rendering, renderVideo } from "./render.ts";
import { isOpen, type JobRecord, type VideoState } from "./state.ts";
import type { SessionRow, Store } from "./store.ts";
import { sweepPrefix } from "./sweep.ts";
import { apply, type SessionEvent } from "./transitions.ts";

/** Progress of a video is told at most this often. */
const PROGRESS_INTERVAL_MS = 500;

/** A removed video's prefix is swept again after this: a late writer may have been at work. */
const SECOND_SWEEP_MS = 60_000;

/**
 * Prefixes swept in one look: a film leaves up to 400 of them, each two requests of R2, and while a look
 * lasts no other begins.
 */
const SWEEPS_A_LOOK = 10;

export class Ledger {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #store: Store;
  readonly #attempts: AttemptRows;
  readonly #audience: Audience;
  readonly #courier: Courier;
  readonly #pace = new Pace(PROGRESS_INTERVAL_MS);
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env, store: Store, audience: Audience) {
    this.#ctx = ctx;
    this.#env = env;
    this.#store = store;
    this.#attempts = new AttemptRows(ctx.storage.sql);
    this.#audience = audience;
    this.#courier = new Courier(env);
  }

  /** The stored session. Throws before it was created and after it ended. */
  session(): SessionRow {
    const session = this.#store.session();
    if (!session) throw new Error("there is no such session");
    return session;
  }

  resource(): SessionResource {
    const { id, createdAt } = this.session();
    return { id, createdAt: iso(createdAt), expiresAt: iso(sessionEndsAt(createdAt)) };
  }

  render(state: VideoState): Video {
    return renderVideo(state, this.#rendering());
  }

  document(state: VideoState): MetadataDocument {
    return documentOf(state, this.#store.found(state.video.id), this.#rendering());
  }

  timeline(state: VideoState): Timeline {
    return timelineOf(state, this.#attempts.of(state.video.id), Date.now());
  }

  /** All videos, oldest first. */
  states(): VideoState[] {
    return this.#load(this.#store.videoIds());
  }

  /** Videos whose upload goes on or was left unfinished. */
  uploading(): VideoState[] {
    return this.#load(this.#store.uploadingVideoIds());
  }

  findJob(id: string): { state: VideoState; job: JobRecord } | null {
    const video = this.#store.videoOfJob(id);
    const state = video === null ? null : this.#store.load(video);
    const job = state?.jobs.find((candidate) => candidate.id === id);
    return state && job ? { state, job } : null;
  }

  /** A new video: saved and told. */
  add(state: VideoState): void {
    this.#store.save(null, state);
    this.#publish(state, "video.created");
    this.arm();
  }

  /**
   * Applies an event to a video, with all that follows. `alongside` writes in the same transaction.
   * A refused event changes nothing.
   */
  change(state: VideoState, event: SessionEvent, alongside?: () => void): Transition {
    const transition = this.#commit(state, event, alongside);
    if (!transition.refused && !isPassing(event)) this.follow();
    return transition;
  }

  /** Forgets a video, stops its jobs and has its objects removed. */
  remove(state: VideoState): void {
    this.#store.remove(state.video.id);
    this.#attempts.removeVideo(state.video.id);
    this.#publish(state, "video.deleted");
    this.#stop(state.jobs.filter((job) => job.status === "running"));
    this.sweepSoon(videoPrefix(this.session().id, state.video.id));
    this.follow();
  }

  /** Has all objects below a prefix removed, now and once more for what a late writer leaves. */
  sweepSoon(prefix: string): void {
    const now = Date.now();
    this.#store.addSweep(prefix, now);
    this.#store.addSweep(prefix, now + SECOND_SWEEP_MS);
    this.arm();
  }

  /** What follows from the saved state: jobs to release, messages to send, when to look again. */
  follow(): void {
    for (const job of releasable(this.#openJobs(), this.#env.JOBS_IN_FLIGHT, Date.now())) {
      const state = this.#store.load(job.video);
      if (state) this.#commit(state, { type: "job-released", job: job.id });
    }
    this.#ctx.waitUntil(this.#send());
    this.arm();
  }

  /** The watchdog's look at everything that is due by the clock. */
  async look(now: number): Promise<void> {
    this.#alarmAt = null;
    const session = this.#store.session();
    if (!session) return;
    if (sessionEndsAt(session.createdAt) <= now) return this.#end(session, now);
    for (const { id, attempt } of abandoned(this.#openJobs(), now)) {
      const state = this.findJob(id)?.state;
      if (state) this.#commit(state, { type: "job-failed", job: id, attempt, code: "timeout" });
    }
    for (const { id, attempt } of undelivered(this.#openJobs(), now)) {
      const state = this.findJob(id)?.state;
      const code = "transcoder_unavailable";
      const event = { type: "job-failed", job: id, attempt, code, final: true } as const;
      if (state) this.#commit(state, event);
    }
    for (const state of this.uploading()) {
      const endsAt = uploadEndsAt(state.video);
      if (endsAt !== null && endsAt <= now) this.remove(state);
    }
    this.follow();
    // Last, since R2 may refuse: the jobs above do not wait for it, and the next look sweeps again. What
    // is left over is due already, so the alarm comes at once.
    for (const sweep of this.#store.dueSweeps(now, SWEEPS_A_LOOK)) {
      await sweepPrefix(this.#env.MEDIA, sweep.prefix);
      this.#store.removeSweep(sweep.id);
    }
    this.arm();
  }

  /** Sets the alarm to the next instant at which something is due by itself. */
  arm(): void {
    const due = nextAlarm(
      Date.now(),
      sessionEndsAt(this.session().createdAt),
      this.uploading().map((state) => state.video),
      this.#openJobs(),
      this.#store.nextSweepAt(),
    );
    if (due === this.#alarmAt) return;
    this.#alarmAt = due;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(due));
  }

  #rendering(): Rendering {
    const { id, createdAt } = this.session();
    return {
      session: id,
      expiresAt: sessionEndsAt(createdAt),
      signingKey: this.#env.SIGNING_KEY,
    };
  }

  #commit(state: VideoState, event: SessionEvent, alongside?: () => void): Transition {
    const context = { at: Date.now(), mint: newId, random: Math.random() };
    const transition = apply(state, event, context);
    if (transition.refused) return transition;
    this.#store.save(state, transition.state);
    this.#attempts.add(state.video.id, endedAttempts(state, transition.state, context.at));
    const { found } = transition;
    if (found) this.#store.addFound(state.video.id, found.job, found.found);
    alongside?.();
    if (found?.found.kind === "summarise") this.#sweepLooks(transition.state);
    for (const type of transition.emitted) this.#publish(transition.state, type);
    this.#stop(outlived(state, transition.state, event));
    return transition;
  }

  #publish(state: VideoState, type: EmittedType): void {
    const { id } = state.video;
    if (isProgress(type)) {
      if (this.#audience.present) this.#pace.tell(id, () => this.#publishProgress(id, type));
      return;
    }
    // It tells all that progress would.
    this.#pace.drop(id);
    const event = { type, at: iso(Date.now()), video: this.render(state) };
    this.#audience.send({ ...event, seq: this.#store.append(event) });
  }

  #publishProgress(id: string, type: EmittedType): void {
    const state = this.#store.load(id);
    if (!state) return;
    const { last } = this.#store.logRange();
    this.#audience.send({ type, seq: last, at: iso(Date.now()), video: this.render(state) });
  }

  /** What looks have written is summed up: some 50 MB for each minute of a film. */
  #sweepLooks({ video, jobs }: VideoState): void {
    const prefix = metadataPrefix(this.session().id, video.id);
    for (const { id, kind } of jobs) {
      if (kind === "look") this.#store.addSweep(`${prefix}${id}/`, Date.now());
    }
  }

  async #send(): Promise<void> {
    await this.#courier.send(this.session().id, this.#openJobs(), ({ id, attempt }) => {
      const state = this.findJob(id)?.state;
      if (state) this.#commit(state, { type: "job-sent", job: id, attempt });
    });
    this.arm();
  }

  /** Tells the transcoder to stop; it would also learn it from the next news that is refused. */
  #stop(jobs: readonly JobRecord[]): void {
    for (const job of jobs) this.#ctx.waitUntil(stopJob(this.#env, job));
  }

  /**
   * Ends the session: no object, no watcher, no row. A late writer may have been at work, so the
   * rows stay for a second sweep a minute later, and nothing is started in between.
   */
  async #end(session: SessionRow, now: number): Promise<void> {
    this.#stop(this.#openJobs().filter((job) => job.status === "running"));
    this.#audience.dismiss(4401, "the session is over");
    this.#pace.clear();
    await sweepPrefix(this.#env.MEDIA, sessionPrefix(session.id));
    const secondSweepAt = sessionEndsAt(session.createdAt) + SECOND_SWEEP_MS;
    if (now < secondSweepAt) return this.#ctx.storage.setAlarm(secondSweepAt);
    await this.#ctx.storage.deleteAll();
    this.#store.forget();
  }

  #openJobs(): JobRecord[] {
    return this.#load(this.#store.busyVideoIds()).flatMap((state) => state.jobs.filter(isOpen));
  }

  #load(ids: string[]): VideoState[] {
    return ids.map((id) => this.#store.load(id)).filter((state) => state !== null);
  }
}

/** True for what is told and not stored. */
function isProgress(type: EmittedType): boolean {
  return ProgressEventTypeSchema.safeParse(type).success;
}

/** News that only says that a job goes on: nothing follows from it, and an early alarm is harmless. */
function isPassing(event: SessionEvent): boolean {
  return event.type === "job-news" && event.news.type !== "result" && event.news.type !== "failed";
}

/** Jobs whose ffmpeg may still run although nobody waits for it any more. */
function outlived(before: VideoState, after: VideoState, event: SessionEvent): JobRecord[] {
  if (before.jobs === after.jobs) return [];
  return before.jobs.filter((job, place) => {
    if (job.status !== "running") return false;
    const now = after.jobs[place]?.status;
    return now === "cancelled" || (event.type === "job-failed" && now !== "running");
  });
}
