// The Durable Object of one session: one client's working set, and the only writer of its state.
// This file is its surface; how a change runs stands in ledger.ts, what may change in
// transitions.ts, and what is stored in store.ts.
//
// The upload path writes through `openWriter` and `recordChunks`: check-and-set on the offset and on
// the writer's epoch, which a newer writer raises. The queue consumers take an attempt with
// `startJob` and report with `recordNews`: an attempt can be taken once, and news of an older one is
// refused. Clients watch over hibernating WebSockets; see audience.ts. The Worker has verified the
// token before it names this object, so every caller here is the session's own client or the
// Worker's own code; ids are looked up in this session alone.

import { DurableObject } from "cloudflare:workers";
import type { RenditionKind } from "../../protocol/enhancement.ts";
import type { Facts } from "../../protocol/facts.ts";
import type { FailureCode } from "../../protocol/failure.ts";
import type { Demuxer, JobMessage, News, ResultOf } from "../../protocol/job.ts";
import { SOURCE_BYTES_MAX, VIDEOS_PER_SESSION } from "../../protocol/limits.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { StreamMessage } from "../../protocol/stream.ts";
import type { Timeline } from "../../protocol/timeline.ts";
import type {
  Enhancement,
  Preview,
  Session as SessionResource,
  Video,
} from "../../protocol/video.ts";
import type { Env } from "../env.ts";
import { newId } from "../ids.ts";
import { videoPrefix } from "../keys.ts";
import { enhancedPlan, proxyPlan, sourcePlan } from "../source/read-plan.ts";
import { HEAD_BYTES } from "../source/sniff.ts";
import { Audience } from "./audience.ts";
import type {
  BegunPreview,
  Chunk,
  FirstRead,
  Outcome,
  PreviewWish,
  ReadPlan,
  Refusal,
  StartedJob,
  UploadState,
  Writer,
} from "./contract.ts";
import { Ledger } from "./ledger.ts";
import { playlist } from "./playlist.ts";
import { Previews } from "./previews.ts";
import { enhancementFor } from "./requests.ts";
import { startJob } from "./start-job.ts";
import { Store } from "./store.ts";
import type { SessionEvent } from "./transitions.ts";
import { type NewUpload, newVideo, uploadStateOf, uploadsBusy, writerRefusal } from "./upload.ts";

export class Session extends DurableObject<Env> {
  readonly #store: Store;
  readonly #audience: Audience;
  readonly #ledger: Ledger;
  readonly #previews: Previews;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage.sql);
    this.#audience = new Audience(ctx);
    this.#ledger = new Ledger(ctx, env, this.#store, this.#audience);
    this.#previews = new Previews(ctx, env, this.#store, this.#ledger);
  }

  /** Makes the session exist. Its id comes from the Worker, which signs the token for it. */
  create(id: string): SessionResource {
    this.#store.createSession(id, Date.now());
    this.#ledger.arm();
    return this.#ledger.resource();
  }

  /** The session and all its videos, or null once it is over. */
  snapshot(): { session: SessionResource; videos: Video[]; seq: number } | null {
    if (!this.#store.session()) return null;
    const videos = this.#ledger.states().map((state) => this.#ledger.render(state));
    return { session: this.#ledger.resource(), videos, seq: this.#store.logRange().last };
  }

  video(id: string): Video | null {
    const state = this.#store.load(id);
    return state && this.#ledger.render(state);
  }

  metadata(id: string): MetadataDocument | null {
    const state = this.#store.load(id);
    return state && this.#ledger.document(state);
  }

  timeline(id: string): Timeline | null {
    const state = this.#store.load(id);
    return state && this.#ledger.timeline(state);
  }

  createUpload(upload: NewUpload): Outcome<UploadState> {
    if (!this.#store.session()) return { ok: false, code: "unauthorized" };
    if ((upload.length ?? 0) > SOURCE_BYTES_MAX) return { ok: false, code: "too_large" };
    if (this.#store.videoIds().length >= VIDEOS_PER_SESSION) {
      const detail = `A session holds at most ${VIDEOS_PER_SESSION} videos. Delete one first.`;
      return { ok: false, code: "limit_reached", detail };
    }
    const busy = this.#uploadsBusy(null, "limit_reached");
    if (busy) return busy;
    const video = newVideo(newId("vid"), upload, Date.now());
    this.#ledger.add({ video, jobs: [], facts: null });
    return { ok: true, value: uploadStateOf(video) };
  }

  uploadState(id: string): UploadState | null {
    const state = this.#store.load(id);
    return state && uploadStateOf(state.video);
  }

  /** Leave to write from `offset` on; `length` tells a length that was deferred. */
  openWriter(id: string, offset: number, length: number | null): Outcome<Writer> {
    const state = this.#store.load(id);
    if (!state) return { ok: false, code: "not_found" };
    const refusal = writerRefusal(state.video, offset, length) ?? this.#uploadsBusy(id, "busy");
    if (refusal) return refusal;
    const { video } = this.#ledger.change(state, { type: "writer-opened", length }).state;
    const head = video.demuxer === null ? this.#store.chunks(id, 0, HEAD_BYTES - 1) : [];
    return { ok: true, value: { epoch: video.epoch, upload: uploadStateOf(video), head } };
  }

  recordType(id: string, epoch: number, demuxer: Demuxer): boolean {
    return this.#change(id, { type: "type-recorded", epoch, demuxer });
  }

  /** Records chunks that lie in R2, in order, all or none. */
  recordChunks(id: string, epoch: number, chunks: Chunk[]): Outcome<UploadState> {
    const state = this.#store.load(id);
    if (!state) return { ok: false, code: "not_found" };
    const offset = chunks[0]?.offset;
    if (offset === undefined) return { ok: true, value: uploadStateOf(state.video) };
    const bytes = chunks.reduce((total, chunk) => total + chunk.bytes, 0);
    const transition = this.#ledger.change(
      state,
      { type: "bytes-recorded", epoch, offset, bytes },
      () => this.#store.addChunks(id, chunks),
    );
    if (transition.refused) return { ok: false, code: "conflict", detail: transition.refused };
    return { ok: true, value: uploadStateOf(transition.state.video) };
  }

  refuseUpload(id: string, epoch: number, code: FailureCode, detail?: string): void {
    if (!this.#change(id, { type: "upload-refused", epoch, code, detail })) return;
    this.#ledger.sweepSoon(videoPrefix(this.#ledger.session().id, id));
  }

  /** Removes a video with all that belongs to it. False if there is none. */
  removeVideo(id: string): boolean {
    const state = this.#store.load(id);
    if (!state) return false;
    this.#previews.removeVideo(id);
    this.#ledger.remove(state);
    return true;
  }

  readSource(id: string, rangeHeader: string | null): ReadPlan | "unsatisfiable" | null {
    const state = this.#store.load(id);
    if (!state) return null;
    return sourcePlan(state, rangeHeader, (first, last) => this.#store.chunks(id, first, last));
  }

  readEnhanced(
    id: string,
    enhancement: string,
    rendition: RenditionKind,
    rangeHeader: string | null,
  ): ReadPlan | "unsatisfiable" | null {
    const state = this.#store.load(id);
    if (!state) return null;
    return enhancedPlan(this.#ledger.session().id, state, enhancement, rendition, rangeHeader);
  }

  readProxy(id: string, rangeHeader: string | null): ReadPlan | "unsatisfiable" | null {
    const state = this.#store.load(id);
    return state && proxyPlan(this.#ledger.session().id, state, rangeHeader);
  }

  playlist(id: string, enhancement: string, file: string): string | null {
    const state = this.#store.load(id);
    return state && playlist(state, enhancement, file);
  }

  /** True while the attempt runs: its outputs are welcome. */
  mayWrite(job: string, attempt: number): boolean {
    const found = this.#ledger.findJob(job)?.job;
    return found?.status === "running" && found.attempt === attempt;
  }

  /** The enhancement with these settings: a new one, or what is being or was made with them. */
  requestEnhancement(id: string, settings: Settings): Outcome<Enhancement> {
    const answer = this.#ask(id, { type: "enhancement-requested", settings });
    if (!answer.ok) return answer;
    const state = this.#store.load(id);
    const wanted = state && enhancementFor(state, settings)?.id;
    const value = answer.value.enhancements.find((enhancement) => enhancement.id === wanted);
    if (!value) throw new Error("a granted enhancement is not there");
    return { ok: true, value };
  }

  /** The preview that was wished, or the request that makes it; see previews.ts. */
  beginPreview(id: string, wish: PreviewWish): Outcome<BegunPreview> {
    return this.#previews.begin(id, wish);
  }

  finishPreview(id: string, result: ResultOf<"preview">): Preview | null {
    return this.#previews.finish(id, result);
  }

  dropPreview(id: string): boolean {
    return this.#previews.drop(id);
  }

  mayWritePreview(id: string): boolean {
    return this.#previews.mayWrite(id);
  }

  requestProxy(id: string): Outcome<Video> {
    return this.#ask(id, { type: "proxy-requested" });
  }

  retry(id: string): Outcome<Video> {
    return this.#ask(id, { type: "retry-requested" });
  }

  /** Stops what runs. A video with nothing to stop is answered as it is. */
  cancel(id: string): Outcome<Video> {
    const state = this.#store.load(id);
    if (state?.video.completedAt === null) {
      const detail = "It is still being uploaded. Delete it instead.";
      return { ok: false, code: "conflict", detail };
    }
    const answer = this.#ask(id, { type: "cancel-requested" });
    return state && !answer.ok ? { ok: true, value: this.#ledger.render(state) } : answer;
  }

  /** Takes an attempt for a consumer; see start-job.ts. */
  startJob(message: JobMessage): StartedJob | null {
    return startJob(message, this.#ledger, this.env);
  }

  /** False: the news is not welcome (any more), and the job is to be stopped. */
  recordNews(news: News): boolean {
    return this.#changeJob(news.job, { type: "job-news", news });
  }

  /** Leave to read first facts, given once for each video; that it was is saved before they are. */
  beginFirstFacts(id: string): FirstRead | null {
    const state = this.#store.load(id);
    if (!state) return null;
    const { completedAt, length, demuxer, metadata } = state.video;
    if (completedAt === null || length === null || demuxer === null) return null;
    if (metadata.edgeTried || this.#ledger.change(state, { type: "edge-tried" }).refused)
      return null;
    return { bytes: length, demuxer, chunks: this.#store.chunks(id, 0, length - 1) };
  }

  recordFirstFacts(id: string, facts: Facts): void {
    this.#change(id, { type: "edge-facts", facts });
  }

  /** The transcoder was not reached: the attempt can be taken again by its next delivery. */
  returnJob({ job, attempt }: JobMessage): void {
    this.#changeJob(job, { type: "job-returned", job, attempt });
  }

  /** The attempt ended without a last line of news; `final` means that no other is to be made. */
  failJob({ job, attempt }: JobMessage, code: FailureCode, final: boolean): void {
    this.#changeJob(job, { type: "job-failed", job, attempt, code, final });
  }

  /** Events after `since`; `hello` alone for null or where the log does not reach back so far. */
  events(since: number | null): { events: StreamMessage[]; seq: number } {
    const { last: seq } = this.#store.logRange();
    const missed = since === null ? null : this.#store.eventsSince(since);
    return { events: missed ?? [this.#hello(seq)], seq };
  }

  /** Upgrades to the live stream, or answers it as SSE; `?since` or Last-Event-ID replay. */
  override fetch(request: Request): Response {
    if (!this.#store.session()) return new Response(null, { status: 401 });
    const asked = new URL(request.url).searchParams.get("since");
    const since = request.headers.get("last-event-id") ?? asked ?? "";
    const backlog = this.events(/^\d{1,15}$/.test(since) ? Number(since) : null).events;
    return request.headers.get("upgrade")?.toLowerCase() === "websocket"
      ? this.#audience.openSocket(request, backlog)
      : this.#audience.openEventStream(backlog);
  }

  override webSocketMessage(): void {
    // A client has nothing to say here, and pings are answered without waking the object.
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    // Without an answer the browser sees 1006; 1005 and 1006 may not be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason);
  }

  /** The watchdog. It must never throw: an alarm that fails seven times is dropped for good. */
  override async alarm(): Promise<void> {
    try {
      await this.#ledger.look(Date.now());
    } catch (cause) {
      console.error("watchdog", cause);
      await this.ctx.storage.setAlarm(Date.now() + 5_000);
    }
  }

  #ask(id: string, event: SessionEvent): Outcome<Video> {
    const state = this.#store.load(id);
    if (!state) return { ok: false, code: "not_found" };
    const { refused, state: next } = this.#ledger.change(state, event);
    if (refused) return { ok: false, code: "conflict", detail: `Not now: ${refused}.` };
    return { ok: true, value: this.#ledger.render(next) };
  }

  #change(id: string, event: SessionEvent): boolean {
    const state = this.#store.load(id);
    return state !== null && !this.#ledger.change(state, event).refused;
  }

  #changeJob(job: string, event: SessionEvent): boolean {
    const state = this.#ledger.findJob(job)?.state;
    return state !== undefined && !this.#ledger.change(state, event).refused;
  }

  #uploadsBusy(except: string | null, code: "limit_reached" | "busy"): Refusal | null {
    const others = this.#ledger.uploading().filter(({ video }) => video.id !== except);
    return uploadsBusy(
      others.map(({ video }) => video),
      Date.now(),
      code,
    );
  }

  #hello(seq: number): StreamMessage {
    const videos = this.#ledger.states().map((state) => this.#ledger.render(state));
    return { type: "hello", seq, session: this.#ledger.resource(), videos };
  }
}
