// The same settings a second time: shown again, joined, or made anew.

import { describe, expect, it } from "vitest";
import { ENHANCEMENTS_PER_VIDEO } from "../../protocol/limits.ts";
import { HDR } from "../testing/fake-transcoder.ts";
import { world } from "../testing/one-video.ts";
import { enhancementFor } from "./requests.ts";
import { jobsOf, type VideoState } from "./state.ts";

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
    expect(it.state.jobs).toBe(jobs);
    expect(it.state.video.enhancements).toHaveLength(2);
  });

  it("are shown by one record, which becomes the newest, and use up nothing", () => {
    const it = world();
    it.uploaded();
    it.wholeEnhancement();
    const { id: first } = it.enhancement;
    ask(it, { mode: "auto" });
    const { id: repeat } = it.enhancement;
    ask(it, { mode: "auto", fps: 24 });
    it.wholeEnhancement();
    const { id: second } = it.enhancement;
    for (const _ of Array(ENHANCEMENTS_PER_VIDEO).keys()) {
      ask(it, { mode: "auto", fps: 24 });
      expect(ask(it, { mode: "auto" }).refused).toBeUndefined();
    }
    expect(it.enhancement).toMatchObject({ id: repeat, sameAs: first });
    const ids = it.state.video.enhancements.map(({ id }) => id);
    expect(ids).toEqual([first, second, expect.any(String), repeat]);
    for (const nth of Array(ENHANCEMENTS_PER_VIDEO - 2).keys()) {
      expect(ask(it, { mode: "auto", fps: nth + 25 }).refused).toBeUndefined();
    }
    expect(ask(it, { mode: "auto", fps: 99 }).refused).toBe("too many enhancements");
    expect(ask(it, { mode: "auto" }).refused).toBeUndefined();
    expect(it.enhancement.id).toBe(repeat);
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
    it.wholeMetadata();
    it.wholeEnhancement();
    ask(it, { mode: "auto" });
    expect(it.send({ type: "cancel-requested" }).refused).toBe("nothing is running");
    expect(it.send({ type: "retry-requested" }).refused).toBe("nothing has failed");
  });
});

describe("a retry after the assembly has failed", () => {
  /** Fails an assembly for good: three times, if its code lets it be tried again. */
  function failAssembly(it: ReturnType<typeof world>, code: "internal" | "timeout", of: string) {
    for (const _ of [1, 2, 3]) {
      const { id, attempt } = it.run("assemble", 0, of);
      it.send({ type: "job-failed", job: id, attempt, code });
    }
    expect(it.enhancement).toMatchObject({ status: "failed", failure: { code } });
  }

  const kinds = (it: ReturnType<typeof world>, status: string) =>
    jobsOf(it.state, it.enhancement.id)
      .filter((job) => job.status === status)
      .map(({ kind, rendition, index }) => [kind, rendition, index].join(" "));

  it("makes all that it joins again, if that may be damaged, and then a new one", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    for (const index of [0, 1]) it.finish("encode", index);
    it.finish("audio");
    const { id: broken } = it.job("assemble");
    failAssembly(it, "internal", "sdr");
    it.send({ type: "retry-requested" });
    expect(kinds(it, "waiting")).toEqual(["encode sdr 0", "encode sdr 1", "audio  0"]);
    expect(kinds(it, "done")).toEqual(["analyse  0"]);
    expect(it.enhancement).toMatchObject({ status: "encoding", playable: false, failure: null });
    for (const index of [0, 1]) it.finish("encode", index);
    expect(it.job("encode").attempt).toBe(2);
    it.finish("audio");
    expect(it.enhancement).toMatchObject({ status: "assembling", playable: true });
    expect(it.job("assemble").id).not.toBe(broken);
    it.finish("assemble");
    expect(it.enhancement.status).toBe("ready");
  });

  it("keeps the other rendition and its file", () => {
    const it = world();
    it.uploaded();
    it.plan({ hdr: HDR, audio: [] });
    for (const rendition of ["sdr", "hdr"]) {
      for (const index of [0, 1]) it.finish("encode", index, rendition);
    }
    it.finish("assemble", 0, "sdr");
    failAssembly(it, "internal", "hdr");
    const { file } = it.enhancement;
    it.send({ type: "retry-requested" });
    expect(kinds(it, "waiting")).toEqual(["encode hdr 0", "encode hdr 1"]);
    expect(it.enhancement.file).toBe(file);
    for (const index of [0, 1]) it.finish("encode", index, "hdr");
    it.finish("assemble", 0, "hdr");
    expect(it.enhancement).toMatchObject({ status: "ready", file });
  });

  it("does only the assembly again, if that came to no end for another reason", () => {
    const it = world();
    it.uploaded();
    it.finish("analyse");
    for (const index of [0, 1]) it.finish("encode", index);
    it.finish("audio");
    failAssembly(it, "timeout", "sdr");
    it.send({ type: "retry-requested" });
    expect(kinds(it, "waiting")).toEqual(["assemble sdr 0"]);
    it.finish("assemble");
    expect(it.enhancement.status).toBe("ready");
  });
});
