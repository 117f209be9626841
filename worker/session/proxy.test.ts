// The proxy's job beside the tracks: begun once, of no track, and over with the video's other work.

import { describe, expect, it } from "vitest";
import { world } from "../testing/one-video.ts";
import { proxyOf } from "./proxy.ts";
import { releasable } from "./release.ts";
import { jobsOf } from "./state.ts";

type World = ReturnType<typeof world>;

const ask = (it: World) => it.send({ type: "proxy-requested" });
const count = (it: World) => it.state.jobs.filter(({ kind }) => kind === "proxy").length;

/** Fails its job for good. */
function fail(it: World) {
  for (const _ of [1, 2, 3]) {
    const { id, attempt } = it.run("proxy");
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code: "timeout" } });
  }
}

function uploaded(mode: "auto" | "off" = "auto") {
  const it = world({ mode });
  it.uploaded();
  return it;
}

describe("a proxy", () => {
  it("is refused before the upload is complete", () => {
    const it = world();
    expect(ask(it).refused).toBe("the upload is not complete");
    expect(count(it)).toBe(0);
  });

  it("is begun once, and told at each step", () => {
    const it = uploaded();
    expect(proxyOf(it.state)).toEqual({ status: "none", progress: 0, failure: null });
    const told = it.emitted.length;
    ask(it);
    expect(ask(it).refused).toBeUndefined();
    expect(proxyOf(it.state).status).toBe("waiting");
    const { id, attempt } = it.run("proxy");
    it.send({ type: "job-news", news: { type: "progress", job: id, attempt, fraction: 0.4 } });
    expect(proxyOf(it.state)).toEqual({ status: "running", progress: 0.4, failure: null });
    ask(it);
    const result = { kind: "proxy" as const, width: 640, height: 360, duration: 10, codec: "avc1" };
    it.answer(id, attempt, { ...result, parts: [{ name: "part-00000", bytes: 9 }] });
    expect(proxyOf(it.state)).toEqual({ status: "ready", progress: 1, failure: null });
    ask(it);
    expect(count(it)).toBe(1);
    expect(it.emitted.slice(told)).toEqual([
      ...["proxy.updated", "proxy.updated", "proxy.progress", "proxy.updated"],
    ]);
  });

  it("is of no track, and neither its work nor its failure touches one", () => {
    const it = uploaded("off");
    ask(it);
    it.run("proxy");
    expect(it.state.video.metadata.status).toBe("waiting");
    expect(jobsOf(it.state, null).map(({ kind }) => kind)).toEqual(["probe"]);
    it.wholeMetadata();
    expect(it.state.video.metadata.status).toBe("ready");
    const { id, attempt } = it.job("proxy");
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code: "corrupt" } });
    expect(it.state.video.metadata).toMatchObject({ status: "ready", failure: null });
    expect(proxyOf(it.state)).toMatchObject({ status: "failed", failure: { code: "corrupt" } });
  });

  it("stays what it is when the metadata fails or is tried again", () => {
    const it = uploaded("off");
    ask(it);
    it.run("proxy");
    it.finish("probe");
    const { id, attempt } = it.run("poster");
    it.send({ type: "job-failed", job: id, attempt, code: "corrupt" });
    expect(it.state.video.metadata.status).toBe("failed");
    expect(proxyOf(it.state).status).toBe("running");
    fail(it);
    it.send({ type: "retry-requested" });
    expect(it.state.video.metadata.status).not.toBe("failed");
    expect(proxyOf(it.state).status).toBe("failed");
  });

  it("is tried three times by itself, and begun again when it is asked for again", () => {
    const it = uploaded();
    ask(it);
    fail(it);
    expect(proxyOf(it.state)).toMatchObject({ status: "failed", failure: { code: "timeout" } });
    expect(it.emitted.slice(-2)).toEqual(["proxy.updated", "proxy.updated"]);
    ask(it);
    expect(proxyOf(it.state)).toEqual({ status: "waiting", progress: 0, failure: null });
    expect(count(it)).toBe(1);
    it.finish("proxy");
    expect(proxyOf(it.state).status).toBe("ready");
    expect(it.job("proxy").attempt).toBe(4);
  });

  it("is stopped with the rest of the video, and can be asked for again", () => {
    const it = uploaded();
    it.wholeMetadata();
    it.wholeEnhancement();
    ask(it);
    it.run("proxy");
    expect(it.send({ type: "cancel-requested" }).refused).toBeUndefined();
    expect(it.job("proxy").status).toBe("cancelled");
    expect(proxyOf(it.state).status).toBe("none");
    expect(it.enhancement.status).toBe("ready");
    ask(it);
    expect(proxyOf(it.state).status).toBe("waiting");
  });

  it("goes before the film's later segments, and behind what shows its first ones", () => {
    const it = uploaded();
    ask(it);
    const first = () => releasable(it.state.jobs, 1, 1_000).find(({ kind }) => kind !== "probe");
    expect(first()?.kind).toBe("analyse");
    it.finish("analyse");
    expect(first()?.kind).toBe("encode");
    it.finish("encode", 0);
    it.finish("audio");
    expect(first()?.kind).toBe("proxy");
    it.finish("proxy");
    expect(first()).toMatchObject({ kind: "encode", index: 1 });
  });
});
