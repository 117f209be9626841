// The rows of previews: one for each that is made, and one without a result for the one that is being
// made. A row is found by what was wished, so that the same wish is answered from what is stored.

import * as z from "zod/mini";
import { idSchema } from "../../protocol/ids.ts";
import { JobResultSchema, type ResultOf } from "../../protocol/job.ts";

export const PREVIEWS_SCHEMA = `
CREATE TABLE IF NOT EXISTS previews (id TEXT PRIMARY KEY, video TEXT NOT NULL, wish TEXT NOT NULL,
  instance INTEGER NOT NULL, result TEXT);
CREATE INDEX IF NOT EXISTS previews_of_video ON previews (video, wish);
`;

const RowSchema = z.object({
  id: idSchema("job"),
  video: idSchema("vid"),
  instance: z.int(),
  result: z.nullable(z.string()),
});

export type PreviewRow = {
  /** Of the preview and of the job that makes it. */
  id: string;
  video: string;
  /** The transcoder's instance that makes it. */
  instance: number;
  /** Null while it is being made, and where an older version of the program has made it. */
  result: ResultOf<"preview"> | null;
};

export class PreviewRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The preview that was made for this wish. */
  made(video: string, wish: string): PreviewRow | null {
    const where = "video = ? AND wish = ? AND result IS NOT NULL";
    return this.#select(where, video, wish).find((row) => row.result !== null) ?? null;
  }

  /** Previews that are being made. */
  running(): PreviewRow[] {
    return this.#select("result IS NULL");
  }

  begin(row: Omit<PreviewRow, "result">, wish: string): void {
    const { id, video, instance } = row;
    this.#sql.exec("INSERT INTO previews VALUES (?, ?, ?, ?, NULL)", id, video, wish, instance);
  }

  /** Keeps the result; null if the preview is no longer wanted. */
  finish(id: string, result: ResultOf<"preview">): PreviewRow | null {
    const row = this.#select("id = ? AND result IS NULL", id)[0];
    if (!row) return null;
    this.#sql.exec("UPDATE previews SET result = ? WHERE id = ?", JSON.stringify(result), id);
    return { ...row, result };
  }

  /** The newest `keep` of a video stay; answers the ids of the others. */
  beyond(video: string, keep: number): string[] {
    const all = this.#select("video = ? AND result IS NOT NULL", video);
    return all.slice(0, Math.max(0, all.length - keep)).map((row) => row.id);
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM previews WHERE id = ?", id);
  }

  removeVideo(video: string): void {
    this.#sql.exec("DELETE FROM previews WHERE video = ?", video);
  }

  /** Rows in the order in which they were begun. */
  #select(where: string, ...bindings: SqlStorageValue[]): PreviewRow[] {
    const query = `SELECT id, video, instance, result FROM previews WHERE ${where} ORDER BY rowid`;
    return this.#sql
      .exec(query, ...bindings)
      .toArray()
      .map((row) => {
        const { result, ...rest } = RowSchema.parse(row);
        return { ...rest, result: result === null ? null : resultOf(result) };
      });
  }
}

function resultOf(text: string): ResultOf<"preview"> | null {
  const parsed = JobResultSchema.safeParse(JSON.parse(text));
  return parsed.success && parsed.data.kind === "preview" ? parsed.data : null;
}
