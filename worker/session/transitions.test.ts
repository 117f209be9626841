import { describe, expect, it } from "vitest";
import { videoStatus } from "../../protocol/video.ts";
import { PLAN, resultOf } from "../testing/fake-transcoder.ts";
import { world } from "../testing/one-video.ts";
import { backoffMs } from "./job-failures.ts";
import { releasable } from "./release.ts";
import { isOpen, jobsOf, planOf } from "./state.ts";

describe("upload", () => {
  it("begins both tracks in the transition that completes it", () => {
    const it = world();
    it.uploaded();
    expect(it.emitted).toEqual(["upload.completed", "enhancement.started"]);
    expect(it.state.jobs.map((job) => job.kind)).toEqual(["probe", "analyse"]);
  });

  it("makes no enhancement when the settings say off", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    expect(it.state.jobs.map((job) => job.kind)).toEqual(["probe"]);
    it.wholeMetadata();
    expect(videoStatus({ ...it.state.video, upload: { complete: true } })).toBe("ready");
  });

  it("refuses what an older writer, another offset or too many bytes bring", () => {
    const it = world();
    it.send({ type: "writer-opened", length: null });
    it.send({ type: "writer-opened", length: null });
    const bytes = { type: "bytes-recorded" as const, offset: 0, bytes: 10 };
    expect(it.send({ ...bytes, epoch: 1 }).refused).toBe("older writer");
    expect(it.send({ ...bytes, epoch: 2, offset: 5 }).refused).toBe("another offset");
    expect(it.send({ ...bytes, epoch: 2, bytes: 101 }).refused).toBe("past the length");
    expect(it.send({ ...bytes, epoch: 2 }).refused).toBeUndefined();
    expect(it.state.video.offset).toBe(10);
  });

  it("is complete only when length and type are both known, whichever comes last", () => {
    const it = world();
    it.send({ type: "writer-opened", length: null });
    it.send({ type: "bytes-recorded", epoch: 1, offset: 0, bytes: 100 });
    expect(it.state.video.completedAt).toBeNull();
    it.send({ type: "type-recorded", epoch: 1, demuxer: "mov" });
    expect(it.state.video.completedAt).toBe(1_000);
  });
});

describe("jobs", () => {
  it("gives an attempt out once", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("probe");
    const again = it.send({ type: "job-started", job: id, attempt, instance: 0 });
    expect(again.refused).toBe("job is running");
  });

  it("refuses news of an older attempt", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("probe");
    it.send({ type: "job-failed", job: id, attempt, code: "timeout" });
    it.run("probe");
    const result = { type: "result" as const, job: id, attempt, result: resultOf("probe") };
    const late = it.send({ type: "job-news", news: result });
    expect(late.refused).toBe("older attempt");
    expect(it.state.facts).toBeNull();
  });

  it("ignores the same result twice", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("probe");
    const news = { type: "result" as const, job: id, attempt, result: resultOf("probe") };
    it.send({ type: "job-news", news });
    const before = it.state;
    expect(it.send({ type: "job-news", news }).refused).toBe("job is done");
    expect(it.state).toBe(before);
  });

  it("tries again after a pause, three times in all, then fails its track by name", () => {
    const it = world();
    it.uploaded();
    for (const round of [1, 2, 3]) {
      const { id, attempt } = it.run("probe");
      expect(attempt).toBe(round);
      it.send({ type: "job-failed", job: id, attempt, code: "timeout" });
    }
    expect(it.emitted.filter((type) => type === "job.retrying")).toHaveLength(2);
    expect(it.emitted.at(-1)).toBe("track.failed");
    expect(it.state.video.metadata).toMatchObject({
      status: "failed",
      failure: { code: "timeout" },
    });
    expect(it.job("analyse").status).toBe("waiting");
  });

  it("does not try again what cannot succeed", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code: "corrupt" } });
    expect(it.enhancement).toMatchObject({ status: "failed", failure: { code: "corrupt" } });
  });

  it("does not try again with settings that cannot be carried out, and says which", () => {
    const it = world({ mode: "manual", stabilize: 3 });
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    const detail = "Set stabilize to false.";
    const code = "invalid_settings";
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code, detail } });
    expect(it.job("analyse")).toMatchObject({ status: "failed", attempt: 1 });
    expect(it.enhancement).toMatchObject({ status: "failed", failure: { code, detail } });
    expect(it.emitted).not.toContain("job.retrying");
  });

  it("keeps the attempt of a job that never reached the transcoder", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    it.send({ type: "job-returned", job: id, attempt });
    expect(it.job("analyse")).toMatchObject({ status: "queued", attempt, failures: 0 });
    expect(it.send({ type: "job-started", job: id, attempt, instance: 1 }).refused).toBeUndefined();
  });

  it("spreads its pauses: they double, and no two random numbers give the same", () => {
    expect([1, 2, 3].map((failures) => backoffMs(failures, 1))).toEqual([2_000, 4_000, 8_000]);
    expect(backoffMs(3, 0)).toBe(4_000);
  });
});

describe("enhancement", () => {
  it("goes from plan to segments and sound side by side, then to one assembly", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    expect(planOf(it.state, it.enhancement.id)).toEqual(PLAN);
    expect(jobsOf(it.state, it.enhancement.id).map((job) => `${job.kind} ${job.index}`)).toEqual([
      "analyse 0",
      "encode 0",
      "encode 1",
      "audio 0",
    ]);
    it.finish("encode", 1);
    it.finish("audio");
    expect(it.enhancement.playable).toBe(false);
    it.finish("encode", 0);
    expect(it.emitted.at(-1)).toBe("enhancement.playable");
    expect(it.enhancement.status).toBe("assembling");
    it.finish("assemble");
    expect(it.enhancement).toMatchObject({ status: "ready", progress: 1, readyAt: 1_000 });
    expect(it.emitted.at(-1)).toBe("enhancement.ready");
  });

  it("never lets progress go back, also when a segment starts again", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    const { id, attempt } = it.run("encode", 1);
    const tell = (fraction: number, n: number) =>
      it.send({ type: "job-news", news: { type: "progress", job: id, attempt: n, fraction } });
    tell(0.9, attempt);
    const shown = it.enhancement.progress;
    it.send({ type: "job-failed", job: id, attempt, code: "timeout" });
    it.run("encode", 1);
    tell(0.1, attempt + 1);
    expect(it.enhancement.progress).toBe(shown);
    expect(shown).toBeGreaterThan(0.4);
  });

  it("repeats only what is missing when a failed one is retried", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    it.finish("encode", 0);
    const { id, attempt } = it.run("encode", 1);
    it.send({ type: "job-failed", job: id, attempt, code: "unsupported_codec" });
    expect(it.enhancement.status).toBe("failed");
    expect(it.job("audio").status).toBe("cancelled");
    it.send({ type: "retry-requested" });
    expect(it.enhancement).toMatchObject({ status: "encoding", failure: null });
    expect(it.job("encode", 0).status).toBe("done");
    it.finish("encode", 1);
    it.finish("audio");
    it.finish("assemble");
    expect(it.enhancement.status).toBe("ready");
  });

  it("refuses all news after it was cancelled", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    it.send({ type: "cancel-requested" });
    expect(it.emitted.at(-1)).toBe("video.cancelled");
    const news = { type: "result" as const, job: id, attempt, result: resultOf("analyse") };
    expect(it.send({ type: "job-news", news }).refused).toBe("job is cancelled");
    expect(it.state.jobs.some(isOpen)).toBe(false);
  });
});

describe("release", () => {
  it("keeps to the number in flight, and lets what a person waits for go first", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    const ready = releasable(it.state.jobs, 2, 1_000);
    expect(ready.map((job) => job.kind)).toEqual(["probe", "encode", "audio"]);
    it.run("encode", 0);
    it.run("audio");
    expect(releasable(it.state.jobs, 2, 1_000).map((job) => job.kind)).toEqual(["probe"]);
  });

  it("holds a job back until its pause is over", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    it.send({ type: "job-failed", job: id, attempt, code: "timeout" }, 5_000);
    const { notBefore } = it.job("analyse");
    const kinds = (now: number) => releasable(it.state.jobs, 4, now).map((job) => job.kind);
    expect(kinds(notBefore - 1)).not.toContain("analyse");
    expect(kinds(notBefore)).toContain("analyse");
  });
});
