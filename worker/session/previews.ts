// Previews: what settings would do, for a person at a slider. No queue and no retry: the Worker asks
// the transcoder while the person waits, and the session only keeps who may write where. One is made
// at a time in a session, and the newest wins: whoever moves a slider no longer wants the last one.

import type { Plan } from "../../protocol/enhancement.ts";
import type { JobOf, ResultOf } from "../../protocol/job.ts";
import { canonicalSettings, type Settings } from "../../protocol/settings.ts";
import type { Preview } from "../../protocol/video.ts";
import { mediaPath } from "../capability.ts";
import type { Env } from "../env.ts";
import { newId } from "../ids.ts";
import { previewPrefix } from "../keys.ts";
import { stopJob } from "../transcoder.ts";
import type { BegunPreview, Outcome, PreviewWish } from "./contract.ts";
import { folderUrl, LIMIT_MS, type RequestSetting, scopeOf, sourceOf } from "./job-request.ts";
import type { Ledger } from "./ledger.ts";
import { PreviewRows } from "./preview-rows.ts";
import { sessionEndsAt } from "./release.ts";
import { planOf, type VideoState } from "./state.ts";
import type { Store } from "./store.ts";

/** Previews kept of a video: a person goes back and forth between a few. */
const PREVIEWS_PER_VIDEO = 20;

/** A preview is never tried again by itself, so its job has one attempt. */
const ATTEMPT = 1;

export class Previews {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #rows: PreviewRows;

  constructor(ctx: DurableObjectState, env: Env, store: Store, ledger: Ledger) {
    this.#ctx = ctx;
    this.#env = env;
    this.#store = store;
    this.#ledger = ledger;
    this.#rows = new PreviewRows(ctx.storage.sql);
  }

  /** The preview, or the request that makes it; one that is being made is given up for it. */
  begin(video: string, wish: PreviewWish): Outcome<BegunPreview> {
    const state = this.#store.load(video);
    if (!state) return { ok: false, code: "not_found" };
    if (state.video.completedAt === null) {
      const detail = state.video.failure
        ? "The upload was refused: there is nothing to show."
        : "It is still being uploaded. Ask again when it is complete.";
      return { ok: false, code: "conflict", detail };
    }
    this.#giveUp();
    const known = knownPlan(state, wish.settings);
    const wished = JSON.stringify([
      known?.enhancement ?? "none",
      canonicalSettings(wish.settings),
      wish.as,
      wish.at,
    ]);
    const made = this.#rows.made(video, wished);
    if (made?.result)
      return { ok: true, value: { made: this.#render(video, made.id, made.result) } };
    const row = { id: newId("job"), video, instance: this.#instanceFor(state) };
    this.#rows.begin(row, wished);
    const request = this.#request(state, wish, known?.plan ?? null, row.id);
    return { ok: true, value: { made: null, request, instance: row.instance } };
  }

  /** Keeps what was made, and the newest of its video. Null: nobody waits for it any more. */
  finish(id: string, result: ResultOf<"preview">): Preview | null {
    const row = this.#store.session() && this.#rows.finish(id, result);
    if (!row) return null;
    for (const old of this.#rows.beyond(row.video, PREVIEWS_PER_VIDEO)) {
      this.#rows.remove(old);
      this.#ledger.sweepSoon(previewPrefix(this.#ledger.session().id, row.video, old));
    }
    return this.#render(row.video, id, result);
  }

  /** Forgets one that came to nothing. False: it was given up before. */
  drop(id: string): boolean {
    const wanted = this.mayWrite(id);
    if (wanted) this.#rows.remove(id);
    return wanted;
  }

  /** True while it is being made: its output is welcome. */
  mayWrite(id: string): boolean {
    // After its end a session has no rows.
    return this.#store.session() !== null && this.#rows.running().some((row) => row.id === id);
  }

  /** The video is removed: its objects go with its prefix. */
  removeVideo(video: string): void {
    this.#giveUp(video);
    this.#rows.removeVideo(video);
  }

  #giveUp(video?: string): void {
    for (const { id, instance, ...row } of this.#rows.running()) {
      if (video !== undefined && row.video !== video) continue;
      this.#rows.remove(id);
      this.#ctx.waitUntil(stopJob(this.#env, { id, attempt: ATTEMPT, instance }));
    }
  }

  /** The instance that worked for this video last: a container that is awake answers at once. */
  #instanceFor(state: VideoState): number {
    const last = state.jobs.findLast((job) => job.startedAt !== null);
    return last?.instance ?? Math.floor(Math.random() * this.#env.TRANSCODER_INSTANCES);
  }

  #request(state: VideoState, wish: PreviewWish, plan: Plan | null, id: string): JobOf<"preview"> {
    const setting: RequestSetting = {
      session: this.#ledger.session().id,
      signingKey: this.#env.SIGNING_KEY,
      gateway: this.#env.GATEWAY_URL,
      now: Date.now(),
    };
    const output = {
      ...scopeOf(state, setting),
      resource: "preview-output" as const,
      preview: id,
    };
    return {
      kind: "preview",
      id,
      attempt: ATTEMPT,
      limitMs: LIMIT_MS.preview,
      source: sourceOf(state, setting),
      ...wish,
      plan,
      output: { url: folderUrl(output, setting) },
    };
  }

  #render(video: string, id: string, { kind: _, file, ...shown }: ResultOf<"preview">): Preview {
    const { id: session, createdAt } = this.#ledger.session();
    const expiresAt = sessionEndsAt(createdAt);
    const capability = { session, video, expiresAt, resource: "preview" as const, preview: id };
    return { ...shown, url: mediaPath(this.#env.SIGNING_KEY, capability, file.name) };
  }
}

/**
 * The plan to make a preview from, and whose it is: the newest of the same settings, which is what
 * their result has; else of unbent `auto`, whose shots hold what was measured of each; else any.
 */
function knownPlan(
  state: VideoState,
  settings: Settings,
): { enhancement: string; plan: Plan } | null {
  const planned = state.video.enhancements.flatMap(({ id, settings: own }) => {
    const plan = planOf(state, id);
    return plan ? [{ enhancement: id, plan, own }] : [];
  });
  const wanted = canonicalSettings(settings);
  return (
    planned.findLast(({ own }) => canonicalSettings(own) === wanted) ??
    planned.findLast(({ own }) => own.mode === "auto" && (own.strength ?? 1) === 1) ??
    planned.at(-1) ??
    null
  );
}
