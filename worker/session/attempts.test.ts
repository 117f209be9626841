import { expect, it } from "vitest";
import { TimelineSchema } from "../../protocol/timeline.ts";
import { resultOf } from "../testing/fake-transcoder.ts";
import { world } from "../testing/one-video.ts";
import { type AttemptRecord, endedAttempts, timelineOf } from "./attempts.ts";
import type { SessionEvent } from "./transitions.ts";

/** A world that keeps what the session would: rows of attempts that have ended. */
function recorded() {
  const it = world();
  const rows: AttemptRecord[] = [];
  const send = (event: SessionEvent, at: number) => {
    const before = it.state;
    it.send(event, at);
    rows.push(...endedAttempts(before, it.state, at));
  };
  const spans = (kind: string, now = 99_000) => {
    const timeline = TimelineSchema.parse(timelineOf(it.state, rows, now));
    return timeline.spans
      .filter((span) => span.kind === kind)
      .map(({ attempt, outcome, dueAt, startedAt, endedAt, failure }) => [
        attempt,
        outcome,
        ...[dueAt, startedAt, endedAt].map((time) => time && Date.parse(time)),
        failure?.code,
      ]);
  };
  it.uploaded();
  const { id } = it.job("analyse");
  const begin = (attempt: number, at: number) => {
    send({ type: "job-released", job: id }, at);
    send({ type: "job-started", job: id, attempt, instance: 0 }, at + 10);
    const line = { job: id, attempt };
    send({ type: "job-news", news: { ...line, type: "waiting", ahead: 2 } }, at + 20);
    return line;
  };
  const work = (line: { job: string; attempt: number }, at: number) =>
    send({ type: "job-news", news: { ...line, type: "progress", fraction: 0.1 } }, at);
  return { it, rows, send, spans, begin, work, id };
}

it("tells of an attempt from when it was due, through the line, to its end", () => {
  const { it, rows, spans, begin, work, send } = recorded();
  expect(spans("analyse")).toEqual([[1, "waiting", 1_000, null, null, undefined]]);
  const line = begin(1, 2_000);
  expect(spans("analyse")).toEqual([[1, "waiting", 1_000, null, null, undefined]]);
  work(line, 5_000);
  work(line, 6_000);
  expect(spans("analyse")).toEqual([[1, "running", 1_000, 5_000, null, undefined]]);
  expect(rows).toEqual([]);
  const news = { ...line, type: "failed", code: "out_of_resources" } as const;
  send({ type: "job-news", news }, 7_000);
  const { notBefore } = it.job("analyse");
  expect(notBefore).toBeGreaterThan(7_000);
  const failed = [1, "failed", 1_000, 5_000, 7_000, "out_of_resources"];
  expect(spans("analyse")).toEqual([failed, [2, "waiting", notBefore, null, null, undefined]]);
});

it.each(["timeout", "internal"] as const)(
  "calls an attempt lost that ended as %s without a word, whatever its track says of it",
  (code) => {
    const { spans, begin, send, id } = recorded();
    begin(1, 2_000);
    send({ type: "job-failed", job: id, attempt: 1, code }, 3_000);
    expect(spans("analyse")[0]).toEqual([1, "lost", 1_000, null, 3_000, "transcoder_unavailable"]);
  },
);

it("keeps an attempt open that was only given back, and ends it with a dead letter", () => {
  const { rows, spans, begin, send, id } = recorded();
  begin(1, 2_000);
  send({ type: "job-returned", job: id, attempt: 1 }, 3_000);
  expect(rows).toEqual([]);
  const code = "transcoder_unavailable";
  send({ type: "job-failed", job: id, attempt: 1, code, final: true }, 4_000);
  expect(spans("analyse")).toEqual([[1, "failed", 1_000, null, 4_000, code]]);
});

it("does not end an attempt twice, nor one that was never made", () => {
  const { rows, spans, begin, work, send } = recorded();
  work(begin(1, 2_000), 2_500);
  send({ type: "cancel-requested" }, 3_000);
  // The probe was never released.
  expect(rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([["analyse", "cancelled"]]);
  send({ type: "retry-requested" }, 50_000);
  expect(rows).toHaveLength(1);
  expect(spans("analyse")).toEqual([
    [1, "cancelled", 1_000, 2_500, 3_000, undefined],
    [2, "waiting", 50_000, null, null, undefined],
  ]);
});

it("ends with a failure what it cancels beside it", () => {
  const { it, rows, send } = recorded();
  it.plan({});
  for (const index of [0, 1]) it.run("encode", index);
  const { id } = it.job("encode", 1);
  const news = { type: "failed", job: id, attempt: 1, code: "corrupt" } as const;
  send({ type: "job-news", news }, 9_000);
  expect(rows.map(({ kind, index, outcome }) => [kind, index, outcome])).toEqual([
    ["encode", 0, "cancelled"],
    ["encode", 1, "failed"],
  ]);
});

it("lets the work of a result without any sign of it begin when it was taken", () => {
  const { spans, begin, send } = recorded();
  const line = begin(1, 2_000);
  const result = resultOf("analyse");
  send({ type: "job-news", news: { ...line, type: "result", result } }, 3_000);
  expect(spans("analyse")).toEqual([[1, "done", 1_000, 2_010, 3_000, undefined]]);
});

it("begins with the upload, whose end is where the tracks begin", () => {
  const { it, spans, rows } = recorded();
  expect(spans("upload")).toEqual([[1, "done", 0, 0, 1_000, undefined]]);
  const kinds = timelineOf(it.state, rows, 2_000).spans.map(({ kind, track }) => [kind, track]);
  expect(kinds).toEqual([
    ["upload", "upload"],
    ["probe", "metadata"],
    ["analyse", "enhancement"],
  ]);
});
