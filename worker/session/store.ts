// The session's rows in SQLite, and nothing else: no rule is decided here. docs/storage.md tells
// each table's shape and lifetime. Rows are JSON, parsed by their schema when read.

import type * as z from "zod/mini";
import { FactsSchema } from "../../protocol/facts.ts";
import type { VideoEvent } from "../../protocol/stream.ts";
import { type Found, FoundSchema } from "../metadata/found.ts";
import type { Chunk } from "./contract.ts";
import { mended } from "./mend.ts";
import { uploadEndsAt } from "./release.ts";
import {
  isOpen,
  type JobRecord,
  JobRecordSchema,
  VideoRecordSchema,
  type VideoState,
} from "./state.ts";
import {
  BytesRowSchema,
  ChunkRowSchema,
  EventRowSchema,
  FoundRowSchema,
  IdRowSchema,
  RowSchema,
  SCHEMA,
  SeqRowSchema,
  SessionRowSchema,
  StoredEventSchema,
  SweepRowSchema,
} from "./tables.ts";

/** Events kept for replay; a client that missed more gets a fresh hello. */
const EVENTS_KEPT = 5_000;

/** Events replayed at once: each holds a whole video. */
const REPLAY_MAX = 1_000;

/** Bytes of their JSON: an answer of RPC holds 32 MiB, and two bytes for a letter of some scripts. */
const REPLAY_BYTES_MAX = 8 * 1024 * 1024;

/** States kept in memory besides those of videos at work: a film that is played is asked for often. */
const IDLE_STATES_MAX = 8;

export type SessionRow = { id: string; createdAt: number };
export type Sweep = { id: number; prefix: string };

export class Store {
  readonly #sql: SqlStorage;
  /** States in use, oldest use first: so that a film of thousands of jobs is parsed once, not per news. */
  readonly #loaded = new Map<string, VideoState>();

  /** False for a session that was never created or is over: it has no tables and reads as empty. */
  #exists: boolean;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#exists =
      sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'session'").toArray().length > 0;
    // A session lives for days: it may be older than a table of this schema.
    if (this.#exists) sql.exec(SCHEMA);
  }

  session(): SessionRow | null {
    const row = this.#rows(SessionRowSchema, "SELECT id, created_at FROM session")[0];
    return row ? { id: row.id, createdAt: row.created_at } : null;
  }

  createSession(id: string, createdAt: number): void {
    this.#sql.exec(SCHEMA);
    this.#exists = true;
    this.#sql.exec("INSERT OR IGNORE INTO session VALUES (?, ?)", id, createdAt);
  }

  /** Ids of all videos, oldest first. */
  videoIds(): string[] {
    return this.#rows(IdRowSchema, "SELECT id FROM videos ORDER BY created_at, id").map(
      (row) => row.id,
    );
  }

  /** Ids of the videos whose upload is neither complete nor refused. */
  uploadingVideoIds(): string[] {
    const query = "SELECT id FROM videos WHERE uploading = 1";
    return this.#rows(IdRowSchema, query).map((row) => row.id);
  }

  /** Ids of the videos that have a job which may still change. */
  busyVideoIds(): string[] {
    const query = "SELECT DISTINCT video AS id FROM jobs WHERE open = 1";
    return this.#rows(IdRowSchema, query).map((row) => row.id);
  }

  load(video: string): VideoState | null {
    const loaded = this.#loaded.get(video);
    if (loaded) return loaded;
    const record = this.#records("SELECT record FROM videos WHERE id = ?", video)[0];
    if (record === undefined) return null;
    const jobs = this.#records("SELECT record FROM jobs WHERE video = ? ORDER BY place", video);
    const facts = this.#records("SELECT record FROM facts WHERE video = ?", video)[0];
    const stored: VideoState = {
      video: VideoRecordSchema.parse(record),
      jobs: jobs.map((job) => JobRecordSchema.parse(job)),
      facts: facts === undefined ? null : FactsSchema.parse(facts),
    };
    const state = mended(stored);
    if (state === stored) this.#keep(state);
    else this.save(stored, state);
    return state;
  }

  /** The video of a job, or null if there is no such job (any more). */
  videoOfJob(job: string): string | null {
    const query = "SELECT video AS id FROM jobs WHERE id = ?";
    return this.#rows(IdRowSchema, query, job)[0]?.id ?? null;
  }

  /** Writes what differs from `before`; compares by identity, since transitions share structure. */
  save(before: VideoState | null, after: VideoState): void {
    const { id, createdAt } = after.video;
    if (before?.video !== after.video) {
      const record = JSON.stringify(after.video);
      const uploading = uploadEndsAt(after.video) === null ? 0 : 1;
      this.#sql.exec(
        "INSERT OR REPLACE INTO videos VALUES (?, ?, ?, ?)",
        id,
        createdAt,
        uploading,
        record,
      );
    }
    if (before?.facts !== after.facts && after.facts !== null) {
      this.#sql.exec("INSERT OR REPLACE INTO facts VALUES (?, ?)", id, JSON.stringify(after.facts));
    }
    if (before?.jobs !== after.jobs) {
      const kept = new Set(after.jobs.map((job) => job.id));
      for (const job of before?.jobs ?? []) {
        if (!kept.has(job.id)) this.#sql.exec("DELETE FROM jobs WHERE id = ?", job.id);
      }
      after.jobs.forEach((job, place) => {
        if (before?.jobs[place] !== job) this.#saveJob(job, place);
      });
    }
    this.#keep(after);
  }

  /** All rows are gone with the object's storage; reads as empty from now on. */
  forget(): void {
    this.#loaded.clear();
    this.#exists = false;
  }

  /** Forgets a video. Its objects are removed by a sweep of its prefix. */
  remove(video: string): void {
    this.#loaded.delete(video);
    this.#sql.exec("DELETE FROM videos WHERE id = ?", video);
    this.#sql.exec("DELETE FROM jobs WHERE video = ?", video);
    this.#sql.exec("DELETE FROM facts WHERE video = ?", video);
    this.#sql.exec("DELETE FROM found WHERE video = ?", video);
    this.#sql.exec("DELETE FROM chunks WHERE video = ?", video);
  }

  /** Keeps what a job found for the metadata document. */
  addFound(video: string, job: string, found: Found): void {
    const record = JSON.stringify(found);
    this.#sql.exec("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", job, video, record);
  }

  /** What was found of a video, by job. */
  found(video: string): Map<string, Found> {
    const found = new Map<string, Found>();
    const query = "SELECT job, record FROM found WHERE video = ?";
    for (const { job, record } of this.#rows(FoundRowSchema, query, video)) {
      const stored = FoundSchema.safeParse(JSON.parse(record));
      if (stored.success) found.set(job, stored.data);
      // Another version of this program wrote it.
      else console.warn("what a job found cannot be read", stored.error.issues[0]);
    }
    return found;
  }

  addChunks(video: string, chunks: readonly Chunk[]): void {
    for (const { offset, bytes, key } of chunks) {
      this.#sql.exec("INSERT INTO chunks VALUES (?, ?, ?, ?)", video, offset, bytes, key);
    }
  }

  /** Chunks that overlap the bytes `first`…`last` of a source, in order. */
  chunks(video: string, first: number, last: number): Chunk[] {
    const query =
      "SELECT offset, bytes, key FROM chunks WHERE video = ? AND offset <= ? AND offset + bytes > ? ORDER BY offset";
    return this.#rows(ChunkRowSchema, query, video, last, first);
  }

  /** Appends to the log and answers the event's number. */
  append(event: Omit<VideoEvent, "seq">): number {
    this.#sql.exec("INSERT INTO events (event) VALUES (?)", JSON.stringify(event));
    const { last } = this.logRange();
    this.#sql.exec("DELETE FROM events WHERE seq <= ?", last - EVENTS_KEPT);
    return last;
  }

  /** Numbers of the oldest and newest event kept; 1 and 0 while there is none. */
  logRange(): { first: number; last: number } {
    const query =
      "SELECT (SELECT min(seq) FROM events) AS first, (SELECT max(seq) FROM events) AS last";
    const row = this.#rows(SeqRowSchema, query)[0];
    return { first: row?.first ?? 1, last: row?.last ?? 0 };
  }

  /** Events after `since`, oldest first, or null where the log cannot serve. */
  eventsSince(since: number): VideoEvent[] | null {
    const { first, last } = this.logRange();
    if (since > last || since < first - 1 || last - since > REPLAY_MAX) return null;
    if (this.#bytesSince(since) > REPLAY_BYTES_MAX) return null;
    const query = "SELECT seq, event FROM events WHERE seq > ? ORDER BY seq";
    const events: VideoEvent[] = [];
    for (const { seq, event } of this.#rows(EventRowSchema, query, since)) {
      const stored = StoredEventSchema.safeParse(JSON.parse(event));
      // An older version of this program wrote it: a fresh hello tells the same.
      if (!stored.success) return null;
      events.push({ ...stored.data, seq });
    }
    return events;
  }

  #bytesSince(since: number): number {
    const query = "SELECT sum(length(CAST(event AS BLOB))) AS bytes FROM events WHERE seq > ?";
    return this.#rows(BytesRowSchema, query, since)[0]?.bytes ?? 0;
  }

  addSweep(prefix: string, dueAt: number): void {
    this.#sql.exec("INSERT INTO sweeps (prefix, due_at) VALUES (?, ?)", prefix, dueAt);
  }

  /** The sweeps that are due longest, at most so many. */
  dueSweeps(now: number, most: number): Sweep[] {
    const query =
      "SELECT id, prefix, due_at FROM sweeps WHERE due_at <= ? ORDER BY due_at, id LIMIT ?";
    return this.#rows(SweepRowSchema, query, now, most).map(({ id, prefix }) => ({ id, prefix }));
  }

  /** When the next sweep is due; null while there is none. */
  nextSweepAt(): number | null {
    const query = "SELECT id, prefix, due_at FROM sweeps ORDER BY due_at, id LIMIT 1";
    return this.#rows(SweepRowSchema, query)[0]?.due_at ?? null;
  }

  removeSweep(id: number): void {
    this.#sql.exec("DELETE FROM sweeps WHERE id = ?", id);
  }

  /** Holds the state in memory; of those with nothing to do, the few that were used last. */
  #keep(state: VideoState): void {
    this.#loaded.delete(state.video.id);
    this.#loaded.set(state.video.id, state);
    const idle = [...this.#loaded.values()].filter(({ jobs }) => !jobs.some(isOpen));
    for (const { video } of idle.slice(0, Math.max(0, idle.length - IDLE_STATES_MAX))) {
      this.#loaded.delete(video.id);
    }
  }

  #saveJob(job: JobRecord, place: number): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?)",
      job.id,
      job.video,
      place,
      isOpen(job) ? 1 : 0,
      JSON.stringify(job),
    );
  }

  #records(query: string, ...bindings: SqlStorageValue[]): unknown[] {
    return this.#rows(RowSchema, query, ...bindings).map((row): unknown => JSON.parse(row.record));
  }

  #rows<Schema extends z.ZodMiniType>(
    schema: Schema,
    query: string,
    ...bindings: SqlStorageValue[]
  ): z.infer<Schema>[] {
    if (!this.#exists) return [];
    return this.#sql
      .exec(query, ...bindings)
      .toArray()
      .map((row) => schema.parse(row));
  }
}
