import { expect, it } from "vitest";
import { HDR, resultOf } from "../testing/fake-transcoder.ts";
import { world } from "../testing/one-video.ts";
import { workOf } from "./work.ts";

type World = ReturnType<typeof world>;

const work = (it: World) => workOf(it.state, it.enhancement);

function uploaded() {
  const it = world();
  it.uploaded();
  return it;
}

/** Two segments of ten seconds' film; the first was begun at 10 s. */
function encoding() {
  const it = uploaded();
  it.finish("analyse");
  const news = (index: number, at: number, fraction: number) => {
    const { id: job, attempt } = it.job("encode", index);
    it.send({ type: "job-news", news: { type: "progress", job, attempt, fraction } }, at);
  };
  const done = (index: number, at: number) => {
    const { id: job, attempt } = it.job("encode", index);
    const result = resultOf("encode");
    it.send({ type: "job-news", news: { type: "result", job, attempt, result } }, at);
  };
  it.run("encode", 0);
  news(0, 10_000, 0);
  return { it, news, done };
}

it("names the phase, counts its jobs, and is null once all is over", () => {
  const it = uploaded();
  expect(work(it)).toMatchObject({ phase: "waiting", done: 0, total: 1 });
  it.run("analyse");
  expect(work(it)).toMatchObject({ phase: "analysing", done: 0, total: 1 });
  const { id, attempt } = it.job("analyse");
  it.answer(id, attempt, resultOf("analyse"));
  it.finish("encode", 0);
  expect(work(it)).toMatchObject({ phase: "encoding", done: 1, total: 2 });
  it.finish("encode", 1);
  it.finish("audio");
  expect(work(it)).toMatchObject({ phase: "assembling", done: 0, total: 1 });
  it.finish("assemble");
  expect(it.enhancement.status).toBe("ready");
  expect(work(it)).toBeNull();
});

it("counts the segments and files of both renditions", () => {
  const it = uploaded();
  it.plan({ hdr: HDR });
  it.finish("encode", 0, "sdr");
  expect(work(it)).toMatchObject({ phase: "encoding", done: 1, total: 4 });
  it.finish("encode", 1, "sdr");
  it.finish("audio");
  it.finish("assemble", 0, "sdr");
  for (const index of [0, 1]) it.finish("encode", index, "hdr");
  expect(work(it)).toMatchObject({ phase: "assembling", done: 1, total: 2 });
});

it("tells the place in line while nothing of it is at work", () => {
  const it = uploaded();
  const { id: job, attempt } = it.run("analyse");
  expect(work(it)?.ahead).toBeNull();
  const told = it.emitted.length;
  const line = { job, attempt };
  it.send({ type: "job-news", news: { ...line, type: "waiting", ahead: 3 } });
  it.send({ type: "job-news", news: { ...line, type: "waiting", ahead: 3 } });
  expect(work(it)?.ahead).toBe(3);
  it.send({ type: "job-news", news: { ...line, type: "waiting", ahead: 1 } });
  expect(work(it)?.ahead).toBe(1);
  expect(it.emitted.slice(told)).toEqual(["enhancement.progress", "enhancement.progress"]);
  it.send({ type: "job-news", news: { ...line, type: "progress", fraction: null } });
  expect(work(it)?.ahead).toBeNull();
});

it("measures the time left by the speed of the encoding, and by nothing before", () => {
  const { it, news, done } = encoding();
  expect(work(it)?.secondsLeft).toBeNull();
  news(0, 11_000, 0.2);
  expect(work(it)?.secondsLeft).toBeNull();
  done(0, 20_000);
  // SAMPLE_PLAN's first segment holds 100 of 250 frames: 10 s for 40 %, and an assembly of 2/17 of all.
  const whole = 10 / 0.4;
  expect(work(it)?.secondsLeft).toBeCloseTo(whole * 0.6 + (whole * 0.1) / 0.85, 6);
});

it("counts segments at a time once, and a stop of an hour not", () => {
  const { it, news, done } = encoding();
  it.run("encode", 1);
  news(1, 10_000, 0);
  news(0, 20_000, 0.5);
  news(1, 20_000, 0.5);
  const left = work(it)?.secondsLeft;
  expect(left).toBeCloseTo(10 + 2 / 0.85, 6);
  done(0, 30_000);
  const { id: job, attempt } = it.job("encode", 1);
  it.send({ type: "job-failed", job, attempt, code: "timeout" }, 31_000);
  it.run("encode", 1);
  news(1, 3_600_000, 0);
  // 20 s, and 30 s of the pause, for 40 %.
  const whole = 50 / 0.4;
  expect(work(it)?.secondsLeft).toBeCloseTo(whole * 0.6 + (whole * 0.1) / 0.85, 6);
});

it("says what is tried again and why, until that is done", () => {
  const { it, done } = encoding();
  const { id: job, attempt } = it.job("encode", 0);
  it.send({ type: "job-failed", job, attempt, code: "internal" }, 12_000);
  const { notBefore } = it.job("encode", 0);
  const at = new Date(notBefore).toISOString();
  const failure = { code: "transcoder_unavailable" };
  const again = { kind: "encode", index: 0, attempt: 2, failure };
  expect(work(it)?.retrying).toMatchObject({ ...again, at });
  it.run("encode", 0);
  expect(work(it)?.retrying).toMatchObject(again);
  done(0, 20_000);
  expect(work(it)?.retrying).toBeNull();
});
