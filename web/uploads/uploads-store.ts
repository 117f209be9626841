// The uploads of this page: a few are sent at a time, the others wait in line. After a cut they go
// on by themselves, for as long as the page is open.

import { UPLOADS_PER_SESSION } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import { createLocalReader } from "../local/local-reader.ts";
import type { SessionState } from "../session/session-state.ts";
import { createStore, type Readable } from "../store.ts";
import { createSendingLocks } from "./sending-locks.ts";
import type { Transfer } from "./transfer.ts";
import {
  addSample,
  isUnderWay,
  type LocalUpload,
  nextToStart,
  rateOf,
  type Sample,
  stillLocal,
} from "./upload-queue.ts";
import type { UploadVerdict } from "./upload-refusal.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A transfer that moves no byte for this long is cut and begun again. */
const STALL_MS = 60_000;
/** The list is drawn at most this often while bytes flow. */
const PROGRESS_INTERVAL_MS = 150;

/** Waiting files that are looked at: of hundreds the rest come when it is nearly their turn. */
const LOOKED_AHEAD = 6;

export type UploadsStore = Readable<readonly LocalUpload[]> & {
  add(files: readonly File[], settings: Settings): void;
  /** Goes on with an upload of an earlier visit. The file must be the same one. */
  resume(videoId: string, file: File): void;
  pause(key: number): void;
  unpause(key: number): void;
  /** Stops it and removes what has arrived. */
  cancel(key: number): void;
  /** Takes notice of what the session says of these uploads. */
  reconcile(session: SessionState): void;
};

export type UploadsOptions = {
  /** Absolute URL of `/v1/uploads`. */
  endpoint: string;
  token: () => string | null;
  session: () => SessionState;
  onUnauthorized: (token: string) => void;
};

/** What belongs to an upload beside what is shown of it. */
type Sending = {
  /** Loads what sends files, on the first upload, and makes the transfer. */
  open: () => Promise<Transfer>;
  transfer: Transfer | null;
  failures: number;
  samples: Sample[];
  retry: ReturnType<typeof setTimeout> | undefined;
  /** Has the page read the file by itself, on the first call. */
  look: () => void;
  /** Called off when the upload is gone. */
  gone: AbortController;
};

export function createUploads(options: UploadsOptions): UploadsStore {
  const store = createStore<readonly LocalUpload[]>([]);
  const sendings = new Map<number, Sending>();
  const reader = createLocalReader(
    async () => (await import("../local/read-local-file.ts")).readLocalFile,
  );
  let lastKey = 0;

  const find = (key: number) => store.get().find((upload) => upload.key === key);
  function patch(key: number, change: Partial<LocalUpload>) {
    store.set(store.get().map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  function enqueue(file: File, settings: Settings | null, chosen: string | null, sent: number) {
    const key = ++lastKey;
    const open = async () => {
      const { createTransfer } = await import("./transfer.ts");
      return createTransfer({
        endpoint: options.endpoint,
        file,
        settings,
        chosen,
        token: options.token,
        isFree: (video) =>
          options.session().videos.get(video)?.video.status === "uploading" &&
          !store.get().some(({ videoId }) => videoId === video),
        onVideo: (videoId) => patch(key, { videoId }),
        onProgress: (bytes) => progressed(key, bytes),
        onSent: () => {
          patch(key, { sent: file.size, phase: { kind: "sent" } });
          settle();
        },
        onFailed: (verdict) => failed(key, verdict),
      });
    };
    const gone = new AbortController();
    let looked = false;
    const look = () => {
      if (!looked) reader.read(file, (local) => patch(key, { local }), gone.signal);
      looked = true;
    };
    const fresh = { transfer: null, failures: 0, samples: [], retry: undefined };
    sendings.set(key, { open, look, gone, ...fresh });
    store.set([
      ...store.get(),
      {
        key,
        videoId: chosen,
        filename: file.name,
        bytes: file.size,
        sent,
        rate: null,
        phase: { kind: "waiting" },
        local: null,
      },
    ]);
  }

  function advance() {
    for (const key of nextToStart(store.get(), UPLOADS_PER_SESSION)) begin(key);
  }

  function begin(key: number) {
    const sending = sendings.get(key);
    if (!sending) return;
    clearTimeout(sending.retry);
    sending.samples = [{ at: Date.now(), sent: find(key)?.sent ?? 0 }];
    patch(key, { phase: { kind: "sending" }, rate: null });
    void launch(key, sending);
  }

  async function launch(key: number, sending: Sending) {
    if (!sending.transfer) {
      let opened: Transfer;
      try {
        opened = await sending.open();
      } catch (error) {
        // A part of the page that cannot be loaded now is a lost connection like any other.
        if (!(error instanceof TypeError)) throw error;
        return interrupt(key);
      }
      sending.transfer ??= opened;
    }
    if (find(key)?.phase.kind === "sending") sending.transfer.start();
    // Sending goes first; the next that wait for their turn are looked at meanwhile.
    const next = store.get().filter(({ phase }) => phase.kind === "waiting");
    for (const one of [key, ...next.slice(0, LOOKED_AHEAD).map((upload) => upload.key)]) {
      sendings.get(one)?.look();
    }
  }

  function progressed(key: number, sent: number) {
    const sending = sendings.get(key);
    const last = sending?.samples.at(-1);
    if (!sending || !last || sent === last.sent) return;
    const now = Date.now();
    const whole = sent >= (find(key)?.bytes ?? 0);
    if (now - last.at < PROGRESS_INTERVAL_MS && !whole) return;
    if (sent > last.sent) sending.failures = 0;
    sending.samples = addSample(sending.samples, { at: now, sent });
    patch(key, { sent, rate: rateOf(sending.samples) });
  }

  function failed(key: number, verdict: UploadVerdict) {
    if (verdict.kind === "refused") {
      patch(key, { phase: verdict });
      return settle();
    }
    // In the session that follows an ended one the upload begins anew: its file is at hand here.
    const token = options.token();
    if (verdict.kind === "unauthorized" && token) options.onUnauthorized(token);
    interrupt(key);
  }

  function interrupt(key: number) {
    const sending = sendings.get(key);
    if (!sending) return;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** sending.failures);
    const pause = longest * (0.5 + Math.random() / 2);
    sending.failures += 1;
    sending.retry = setTimeout(() => begin(key), pause);
    patch(key, { rate: null, phase: { kind: "interrupted", retryAt: Date.now() + pause } });
  }

  /** One came to its end: the session may know already, and the next may begin. */
  function settle() {
    reconcile(options.session());
    advance();
  }

  function forget(key: number) {
    clearTimeout(sendings.get(key)?.retry);
    sendings.get(key)?.gone.abort();
    sendings.delete(key);
    store.set(store.get().filter((upload) => upload.key !== key));
    advance();
  }

  function reconcile({ videos, deleted }: SessionState) {
    const kept = new Set(stillLocal(store.get(), videos, deleted).map(({ key }) => key));
    for (const { key } of store.get()) {
      if (kept.has(key)) continue;
      sendings.get(key)?.transfer?.stop();
      forget(key);
    }
  }

  function cutStalled() {
    for (const { key, phase } of store.get()) {
      const sending = sendings.get(key);
      const last = sending?.samples.at(-1);
      if (!last || phase.kind !== "sending" || Date.now() - last.at < STALL_MS) continue;
      sending?.transfer?.stop();
      interrupt(key);
    }
  }

  setInterval(cutStalled, STALL_MS / 4);
  addEventListener("online", () => {
    for (const { key, phase } of store.get()) if (phase.kind === "interrupted") begin(key);
  });
  // Listened for only while there is something to lose: a page with such a listener is not kept for
  // the back button.
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const holdLocks = createSendingLocks();
  store.subscribe(() => {
    const underWay = store.get().filter(({ phase }) => isUnderWay(phase));
    holdLocks(underWay.flatMap(({ videoId }) => videoId ?? []));
    if (underWay.length > 0) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    reconcile,
    add(files, settings) {
      for (const file of files) enqueue(file, settings, null, 0);
      advance();
    },
    resume(videoId, file) {
      const offset = options.session().videos.get(videoId)?.video.upload.offset ?? 0;
      enqueue(file, null, videoId, offset);
      advance();
    },
    pause(key) {
      clearTimeout(sendings.get(key)?.retry);
      sendings.get(key)?.transfer?.stop();
      patch(key, { rate: null, phase: { kind: "paused" } });
      advance();
    },
    unpause(key) {
      patch(key, { phase: { kind: "waiting" } });
      advance();
    },
    cancel(key) {
      sendings.get(key)?.transfer?.remove();
      forget(key);
    },
  };
}
