// Receives one request body into a source: reads it into chunks, puts each as one object, and has
// the session record it, in order, one in flight while the next is read. What the session refuses
// (a newer writer is at work) is deleted again: an object that is not recorded does not exist.
//
// The first bytes are looked at before any of them is stored. With a checksum nothing is recorded,
// and no first byte believed, until the digest of the whole body matches.

import type { FailureCode } from "../../protocol/failure.ts";
import type { Demuxer } from "../../protocol/job.ts";
import { CHUNK_BYTES, SOURCE_BYTES_MAX } from "../../protocol/limits.ts";
import { chunkKey } from "../keys.ts";
import type { Chunk, Outcome, Refusal, UploadState, Writer } from "../session/contract.ts";
import { type BlockPool, uploadBlocks } from "./buffers.ts";
import type { Checksum } from "./checksum.ts";
import { concat, type End, Intake, type Piece } from "./intake.ts";
import { putViews } from "./put.ts";
import { readRange } from "./read.ts";
import { type Arriving, enter } from "./settle.ts";
import { HEAD_BYTES, sniff } from "./sniff.ts";

/** Whoever keeps the books: the session, or a fake of it. */
export type Ledger = {
  recordType(video: string, epoch: number, demuxer: Demuxer): Promise<boolean>;
  recordChunks(video: string, epoch: number, chunks: Chunk[]): Promise<Outcome<UploadState>>;
  refuseUpload(video: string, epoch: number, code: FailureCode, detail?: string): Promise<void>;
};

export type Reception = {
  bucket: R2Bucket;
  ledger: Ledger;
  session: string;
  writer: Writer;
  body: ReadableStream<Uint8Array> | null;
  checksum: Checksum | null;
  /** True: the end of the body is the end of the file, whose length was not announced. */
  endsFile: boolean;
  pool?: BlockPool;
};

/** How the body ended, and where the upload stands then; or why it was refused. */
export type Receipt = { ok: true; end: End; upload: UploadState } | Refusal;

/** Never rejects for what a client or its line may do. Rejects if R2 or the session fails. */
export async function receive(reception: Reception): Promise<Receipt> {
  const receiver = new Receiver(reception);
  const leave = enter(reception.session, reception.writer.upload.video, receiver);
  try {
    return await receiver.run();
  } finally {
    await receiver.close();
    leave();
  }
}

/** R2 deletes at most this many objects at a time. */
const DELETE_KEYS_MAX = 1_000;

const CONFLICT: Refusal = { ok: false, code: "conflict", detail: "A newer request is uploading." };

class Receiver implements Arriving {
  readonly #to: Reception;
  readonly #pool: BlockPool;
  readonly #intake: Intake;
  #upload: UploadState;
  /** Where the next chunk begins. */
  #offset: number;
  #typed: boolean;
  /** The file's first bytes, kept while its type is not known. */
  #head: Uint8Array = new Uint8Array();
  /** With a checksum: chunks that are put and wait for the digest. */
  readonly #unrecorded: Chunk[] = [];
  #inFlight: Promise<Refusal | null> = Promise.resolve(null);
  #storing = false;

  constructor(reception: Reception) {
    const { writer, body } = reception;
    this.#to = reception;
    this.#pool = reception.pool ?? uploadBlocks;
    this.#upload = writer.upload;
    this.#offset = writer.upload.offset;
    this.#typed = writer.upload.demuxer !== null;
    const most = (writer.upload.length ?? SOURCE_BYTES_MAX) - writer.upload.offset;
    this.#intake = new Intake(body, most, this.#pool);
  }

  get heardAt(): number {
    return this.#intake.heardAt;
  }

  get settled(): boolean {
    return this.#intake.held === 0 && !this.#storing;
  }

  hurry(): void {
    this.#intake.hurry();
  }

  async run(): Promise<Receipt> {
    await this.#readHead();
    for (;;) {
      let more = true;
      if (!this.#typed && !this.#to.checksum) {
        more = await this.#intake.fill(HEAD_BYTES);
        const refusal = (await this.#inFlight) ?? (await this.#decideType());
        if (refusal) return refusal;
      }
      if (more) await this.#intake.fill(CHUNK_BYTES);
      const { end } = this.#intake;
      const refusal = await this.#inFlight;
      if (refusal) return refusal;
      if (end === "excess") return await this.#refuseExcess();
      const piece = this.#intake.take();
      const last = end !== null || this.#offset + piece.bytes === this.#upload.length;
      this.#storing = true;
      this.#inFlight = this.#store(piece).finally(() => {
        this.#storing = false;
        this.#pool.give(piece.blocks);
      });
      // A store that fails while the next bytes are read is met by the next await, not lost.
      void Promise.allSettled([this.#inFlight]);
      if (last) return (await this.#inFlight) ?? (await this.#finish(end ?? "complete"));
    }
  }

  /** Waits for what is in flight and lets go of memory, of the line, and of what is not recorded. */
  async close(): Promise<void> {
    await this.#intake.close();
    await Promise.allSettled([this.#inFlight]);
    await this.#discard(this.#unrecorded);
  }

  async #readHead(): Promise<void> {
    if (this.#typed || this.#offset === 0) return;
    const last = Math.min(this.#offset, HEAD_BYTES) - 1;
    this.#head = await readRange(this.#to.bucket, this.#to.writer.head, 0, last);
  }

  /** Looks at the first bytes, as far as they are here. A refusal ends the upload for good. */
  async #decideType(): Promise<Refusal | null> {
    const { ledger, writer, endsFile } = this.#to;
    const { video } = this.#upload;
    const known = this.#head.length;
    const next = this.#intake.peek(HEAD_BYTES - known);
    const reached = this.#offset + this.#intake.held;
    const complete =
      reached === this.#upload.length || (endsFile && this.#intake.end === "complete");
    const verdict = sniff(concat([this.#head, next], known + next.length), complete);
    if (verdict === null) return null;
    if ("code" in verdict) {
      await ledger.refuseUpload(video, writer.epoch, verdict.code);
      return { ok: false, code: verdict.code };
    }
    if (!(await ledger.recordType(video, writer.epoch, verdict.demuxer))) return CONFLICT;
    this.#typed = true;
    return null;
  }

  async #store(piece: Piece): Promise<Refusal | null> {
    if (piece.bytes === 0) return null;
    const { bucket, session, writer, checksum } = this.#to;
    const { video } = this.#upload;
    const key = chunkKey(session, video, this.#offset, writer.epoch);
    const chunk = { key, offset: this.#offset, bytes: piece.bytes };
    if (checksum) for (const view of piece.views) checksum.update(view);
    if (!this.#typed && this.#head.length < HEAD_BYTES) {
      const length = Math.min(HEAD_BYTES, this.#head.length + piece.bytes);
      this.#head = concat([this.#head, ...piece.views], length);
    }
    await putViews(bucket, key, piece.views, piece.bytes);
    this.#offset += piece.bytes;
    if (!checksum) return await this.#record([chunk]);
    this.#unrecorded.push(chunk);
    return null;
  }

  /** Records chunks, or deletes them if the session refuses. */
  async #record(chunks: Chunk[]): Promise<Refusal | null> {
    const { ledger, writer } = this.#to;
    const outcome = await ledger.recordChunks(this.#upload.video, writer.epoch, chunks);
    if (outcome.ok) {
      this.#upload = outcome.value;
      return null;
    }
    await this.#discard(chunks);
    return outcome;
  }

  async #finish(end: End): Promise<Receipt> {
    const { checksum } = this.#to;
    if (checksum) {
      if (end !== "complete") return { ok: true, end, upload: this.#upload };
      if (!checksum.matches()) return { ok: false, code: "checksum_mismatch" };
      const refusal =
        (this.#typed ? null : await this.#decideType()) ??
        (await this.#record(this.#unrecorded.splice(0)));
      if (refusal) return refusal;
    } else if (!this.#upload.complete && this.#offset === this.#upload.length) {
      // The length was told by this request and no byte was left to come: ask how it stands.
      const refusal = await this.#record([]);
      if (refusal) return refusal;
    }
    return { ok: true, end, upload: this.#upload };
  }

  /** More bytes than announced: what was recorded before stays, the rest is forgotten. */
  async #refuseExcess(): Promise<Refusal> {
    const { ledger, writer } = this.#to;
    const { video, length } = this.#upload;
    if (length !== null) {
      return { ok: false, code: "too_large", detail: "More bytes came than Upload-Length allows." };
    }
    await ledger.refuseUpload(video, writer.epoch, "too_large");
    return { ok: false, code: "too_large" };
  }

  async #discard(chunks: Chunk[]): Promise<void> {
    for (let at = 0; at < chunks.length; at += DELETE_KEYS_MAX) {
      const some = chunks.slice(at, at + DELETE_KEYS_MAX);
      await this.#to.bucket.delete(some.map((chunk) => chunk.key));
    }
  }
}
