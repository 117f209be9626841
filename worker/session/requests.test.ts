// The same settings a second time: shown again, joined, or made anew.

import { describe, expect, it } from "vitest";
import { world } from "../testing/one-video.ts";
import { enhancementFor } from "./requests.ts";
import type { VideoState } from "./state.ts";

describe("the same settings again", () => {
  const ask = (it: ReturnType<typeof world>, settings: VideoState["video"]["settings"]) =>
    it.send({ type: "enhancement-requested", settings });

  it("show what was made with them, at once and without a job", () => {
    const it = world({ mode: "manual", contrast: 1.1 });
    it.uploaded();
    it.wholeEnhancement();
    const { id } = it.enhancement;
    const jobs = it.state.jobs;
    ask(it, { mode: "manual", contrast: 1.1, gamma: 1 });
    expect(it.emitted.slice(-2)).toEqual(["enhancement.started", "enhancement.ready"]);
    expect(it.enhancement).toMatchObject({ status: "ready", progress: 1, sameAs: id });
    ask(it, { mode: "manual", contrast: 1.1 });
    expect(it.enhancement.sameAs).toBe(id);
    expect(it.state.jobs).toBe(jobs);
    expect(it.state.video.enhancements).toHaveLength(3);
  });

  it("join what is being made with them", () => {
    const it = world();
    it.uploaded();
    const before = it.state;
    const answer = ask(it, { mode: "auto", strength: 1 });
    expect(answer).toMatchObject({ emitted: [] });
    expect(answer.refused).toBeUndefined();
    expect(it.state).toBe(before);
    expect(enhancementFor(it.state, { mode: "auto" })?.id).toBe(it.enhancement.id);
  });

  it("are made anew where they have failed or were cancelled", () => {
    const it = world();
    it.uploaded();
    const { id, attempt } = it.run("analyse");
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code: "corrupt" } });
    ask(it, { mode: "auto" });
    it.send({ type: "cancel-requested" });
    ask(it, { mode: "auto" });
    const statuses = it.state.video.enhancements.map(({ status }) => status);
    expect(statuses).toEqual(["failed", "cancelled", "waiting"]);
    expect(enhancementFor(it.state, { mode: "auto" })?.id).toBe(it.enhancement.id);
  });

  it("begin their own where a single one differs", () => {
    const it = world();
    it.uploaded();
    it.wholeEnhancement();
    ask(it, { mode: "auto", fps: 24 });
    expect(it.enhancement).toMatchObject({ status: "waiting", sameAs: null });
  });

  it("leave nothing to cancel or to retry", () => {
    const it = world();
    it.uploaded();
    it.finish("probe");
    it.finish("inspect");
    it.wholeEnhancement();
    ask(it, { mode: "auto" });
    expect(it.send({ type: "cancel-requested" }).refused).toBe("nothing is running");
    expect(it.send({ type: "retry-requested" }).refused).toBe("nothing has failed");
  });
});
