// The tables of a session, and the shapes of their rows. docs/storage.md tells what each is for.

import * as z from "zod/mini";
import { VideoEventSchema } from "../../protocol/stream.ts";
import { ATTEMPTS_SCHEMA } from "./attempt-rows.ts";
import { PREVIEWS_SCHEMA } from "./preview-rows.ts";

export const SCHEMA = `
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS videos (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL,
  uploading INTEGER NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS videos_uploading ON videos (uploading) WHERE uploading = 1;
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, video TEXT NOT NULL, place INTEGER NOT NULL,
  open INTEGER NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS jobs_of_video ON jobs (video, place);
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (video) WHERE open = 1;
CREATE TABLE IF NOT EXISTS facts (video TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS found (job TEXT PRIMARY KEY, video TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS found_of_video ON found (video);
CREATE TABLE IF NOT EXISTS chunks (video TEXT NOT NULL, offset INTEGER NOT NULL, bytes INTEGER NOT NULL,
  key TEXT NOT NULL, PRIMARY KEY (video, offset));
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sweeps (id INTEGER PRIMARY KEY AUTOINCREMENT, prefix TEXT NOT NULL,
  due_at INTEGER NOT NULL);
${ATTEMPTS_SCHEMA}
${PREVIEWS_SCHEMA}`;

export const RowSchema = z.object({ record: z.string() });
export const FoundRowSchema = z.object({ job: z.string(), record: z.string() });
export const ChunkRowSchema = z.object({ offset: z.int(), bytes: z.int(), key: z.string() });
export const SessionRowSchema = z.object({ id: z.string(), created_at: z.int() });
export const SeqRowSchema = z.object({ first: z.nullable(z.int()), last: z.nullable(z.int()) });
export const EventRowSchema = z.object({ seq: z.int(), event: z.string() });
export const SweepRowSchema = z.object({ id: z.int(), prefix: z.string(), due_at: z.int() });
/** Null where there is no row to sum up. */
export const BytesRowSchema = z.object({ bytes: z.nullable(z.int()) });
export const IdRowSchema = z.object({ id: z.string() });
/** `seq` is the row's number, not part of its text. */
export const StoredEventSchema = z.omit(VideoEventSchema, { seq: true });
