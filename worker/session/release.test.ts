// Content of the metadata comes last: what may go while something else waits or is at work.

import { describe, expect, it } from "vitest";
import { world } from "../testing/one-video.ts";
import { releasable } from "./release.ts";
import type { JobRecord } from "./state.ts";

const names = (jobs: readonly JobRecord[]) => jobs.map(({ kind, index }) => `${kind} ${index}`);
const now = 1_000;

/** A video whose packets are read, so that all content waits. */
function read(mode: "auto" | "off") {
  const it = world({ mode });
  it.uploaded();
  it.finish("probe");
  it.finish("inspect");
  it.finish("poster");
  return it;
}

describe("content", () => {
  it("takes half of the places, sound before pictures", () => {
    const it = read("off");
    expect(names(releasable(it.state.jobs, 4, now))).toEqual(["digest 0", "listen 1"]);
    it.run("digest");
    it.run("listen", 1);
    expect(releasable(it.state.jobs, 4, now)).toEqual([]);
    it.finish("look");
    expect(names(releasable(it.state.jobs, 8, now))).toEqual(["summarise 0"]);
  });

  it("waits while an enhancement waits, runs or pauses, and goes with its end", () => {
    const it = read("auto");
    const content = () =>
      names(releasable(it.state.jobs, 4, now))
        .join()
        .includes("digest");
    expect(content()).toBe(false);
    const { id, attempt } = it.run("analyse");
    expect(content()).toBe(false);
    it.send({ type: "job-failed", job: id, attempt, code: "timeout" });
    expect(content()).toBe(false);
    it.wholeEnhancement();
    expect(content()).toBe(true);
  });

  it("goes when the enhancement has failed or was cancelled", () => {
    const failed = read("auto");
    const { id, attempt } = failed.run("analyse");
    const why = { type: "failed" as const, job: id, attempt, code: "corrupt" as const };
    failed.send({ type: "job-news", news: why });
    expect(names(releasable(failed.state.jobs, 4, now))).toEqual(["digest 0", "listen 1"]);

    const it = read("auto");
    it.send({ type: "cancel-requested" });
    it.send({ type: "retry-requested" });
    expect(names(releasable(it.state.jobs, 4, now))).toEqual(["analyse 0"]);
  });

  it("leaves room for a video that comes while it is at work", () => {
    const it = read("off");
    it.run("digest");
    it.run("listen", 1);
    const next = world();
    next.uploaded();
    const all = [...it.state.jobs, ...next.state.jobs];
    expect(names(releasable(all, 4, now))).toEqual(["probe 0", "analyse 0"]);
  });

  it("moves on where only one job may be in flight", () => {
    const it = read("off");
    expect(names(releasable(it.state.jobs, 1, now))).toEqual(["digest 0"]);
  });

  it("stands behind packets and posters of other videos", () => {
    const it = read("off");
    const next = world({ mode: "off" });
    next.uploaded();
    next.finish("probe");
    const all = [...it.state.jobs, ...next.state.jobs];
    expect(names(releasable(all, 3, now))).toEqual(["inspect 0", "poster 0", "digest 0"]);
  });
});
