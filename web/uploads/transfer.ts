// One file on its way by tus. It goes on where the session stands, also after a reload: tus keeps
// the file's fingerprint and its upload's URL in this browser.

import { DetailedError, Upload } from "tus-js-client";
import { CHUNK_BYTES } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import { type UploadVerdict, uploadVerdict } from "./upload-refusal.ts";

export type TransferOptions = {
  /** Absolute URL of `/v1/uploads`. */
  endpoint: string;
  file: File;
  /** Null leaves the choice to the server, or to an earlier visit that began this upload. */
  settings: Settings | null;
  token: () => string | null;
  /** The video whose upload a person chose to go on with. */
  chosen: string | null;
  /** True if the session still waits for this video's bytes and nobody here sends them. */
  isFree: (video: string) => boolean;
  onVideo: (video: string) => void;
  onProgress: (sent: number) => void;
  onSent: () => void;
  onFailed: (verdict: UploadVerdict) => void;
};

export type Transfer = {
  /** Begins, or goes on from the offset that the server tells. */
  start(): void;
  /** Stops sending. What has arrived stays. */
  stop(): void;
  /** Stops, and removes what has arrived. */
  remove(): void;
};

export function createTransfer(options: TransferOptions): Transfer {
  const { endpoint, file, settings, chosen } = options;
  let prepared = false;
  let running = false;

  const upload: Upload = new Upload(file, {
    endpoint,
    chunkSize: CHUNK_BYTES,
    // Whoever owns the transfer decides about tries.
    retryDelays: null,
    removeFingerprintOnSuccess: true,
    metadata: {
      filename: file.name,
      filetype: file.type,
      ...(settings && { settings: JSON.stringify(settings) }),
    },
    onBeforeRequest: (request) => {
      request.setHeader("Authorization", `Bearer ${options.token()}`);
    },
    onUploadUrlAvailable: () => {
      const video = videoOf(upload.url);
      if (video) options.onVideo(video);
    },
    onProgress: options.onProgress,
    onSuccess: options.onSent,
    onError: (error) => void fail(error),
  });

  /** Points the upload at where an earlier visit left off. */
  async function prepare() {
    const earlier = await upload.findPreviousUploads();
    const match = earlier.find(({ uploadUrl }) => {
      const video = videoOf(uploadUrl);
      return video !== null && (chosen ? video === chosen : options.isFree(video));
    });
    if (match) upload.resumeFromPreviousUpload(match);
    else if (chosen) upload.url = `${endpoint}/${chosen}`;
    prepared = true;
  }

  async function fail(error: Error) {
    const response = error instanceof DetailedError ? error.originalResponse : null;
    const answer = response && { status: response.getStatus(), body: response.getBody() };
    if (!answer && !(await isReadable(file))) {
      return options.onFailed({ kind: "refused", refusal: { kind: "unreadable" } });
    }
    if (running) options.onFailed(uploadVerdict(answer));
  }

  return {
    async start() {
      running = true;
      if (!prepared) await prepare();
      if (running) upload.start();
    },
    stop() {
      running = false;
      void upload.abort();
    },
    remove() {
      running = false;
      // If the request is lost, the session removes the unfinished upload when its time is over.
      upload.abort(true).catch((error: unknown) => {
        if (!(error instanceof DetailedError)) throw error;
      });
    },
  };
}

/** A browser refuses to read a file that was touched since it was chosen (NotReadableError). */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** The id in an upload's URL: an upload and its video share one. */
function videoOf(url: string | null): string | null {
  if (url === null) return null;
  return new URL(url, location.href).pathname.split("/").findLast((part) => part !== "") ?? null;
}
