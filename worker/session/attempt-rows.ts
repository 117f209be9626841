// The rows of attempts that are over: one for each, kept for the timeline.

import * as z from "zod/mini";
import { type AttemptRecord, AttemptRecordSchema } from "./attempts.ts";

export const ATTEMPTS_SCHEMA = `
CREATE TABLE IF NOT EXISTS attempts (job TEXT NOT NULL, attempt INTEGER NOT NULL, video TEXT NOT NULL,
  record TEXT NOT NULL, PRIMARY KEY (job, attempt));
CREATE INDEX IF NOT EXISTS attempts_of_video ON attempts (video);
`;

/** Attempts kept of a job: each retry that is asked for makes up to three more. */
const ATTEMPTS_KEPT = 20;

const RowSchema = z.object({ record: z.string() });

export class AttemptRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps how attempts at jobs of a video ended. */
  add(video: string, attempts: readonly AttemptRecord[]): void {
    for (const record of attempts) {
      const { job, attempt } = record;
      const row = [job, attempt, video, JSON.stringify(record)];
      this.#sql.exec("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?)", ...row);
      const tooOld = attempt - ATTEMPTS_KEPT;
      this.#sql.exec("DELETE FROM attempts WHERE job = ? AND attempt <= ?", job, tooOld);
    }
  }

  /** The attempts at jobs of a video that are over. */
  of(video: string): AttemptRecord[] {
    const rows = this.#sql.exec("SELECT record FROM attempts WHERE video = ?", video).toArray();
    return rows.map((row) => AttemptRecordSchema.parse(JSON.parse(RowSchema.parse(row).record)));
  }

  removeVideo(video: string): void {
    this.#sql.exec("DELETE FROM attempts WHERE video = ?", video);
  }
}
