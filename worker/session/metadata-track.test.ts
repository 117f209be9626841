// The metadata track of one video: which jobs follow which, what is told when, and what is left of
// it when one fails.

import { describe, expect, it } from "vitest";
import type { Conflict, Facts } from "../../protocol/facts.ts";
import type { FailureCode } from "../../protocol/failure.ts";
import { compareFacts } from "../metadata/compare-facts.ts";
import { resultOf } from "../testing/fake-transcoder.ts";
import { FACTS, PACKETS, packetsOf } from "../testing/metadata-samples.ts";
import { world } from "../testing/one-video.ts";
import { jobsOf } from "./state.ts";

function conflict(path: string, reader: Conflict["values"][0]["reader"]): Conflict {
  return { path, values: [{ source: "container", reader, value: 1 }] };
}

type World = ReturnType<typeof world>;

const jobs = (it: World, status?: string) =>
  jobsOf(it.state, null)
    .filter((job) => status === undefined || job.status === status)
    .map(({ kind, index }) => `${kind} ${index}`);

/** Two minutes of picture, and more sound than is listened to. */
function long(it: World, sounds = 2) {
  it.finish("probe");
  const { id, attempt } = it.run("inspect");
  const [picture, sound] = FACTS.streams;
  if (!picture || !sound) throw new Error("no streams");
  const others = Array.from({ length: sounds }, (_, nth) => ({ ...sound, index: nth + 1 }));
  const facts: Facts = { ...FACTS, streams: [picture, ...others] };
  const packets = { ...PACKETS, streams: [packetsOf(0, 120, 25)] };
  return it.answer(id, attempt, { kind: "inspect", facts, packets });
}

describe("the metadata track", () => {
  it("goes from facts to packets and content, and tells each thing once it is there", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    expect(jobs(it)).toEqual(["probe 0"]);
    it.finish("probe");
    expect(it.state.video.metadata).toMatchObject({ status: "running", stage: "facts" });
    expect(jobs(it, "waiting")).toEqual(["inspect 0", "poster 0", "digest 0"]);
    it.finish("inspect");
    expect(it.state.video.metadata).toMatchObject({ status: "running", stage: "packets" });
    expect(jobs(it, "waiting")).toEqual(["poster 0", "digest 0", "listen 1", "look 0"]);
    const told = it.emitted.length;
    for (const kind of ["poster", "digest"] as const) it.finish(kind);
    it.finish("listen", 1);
    expect(it.emitted.slice(told)).toEqual(Array(3).fill("metadata.updated"));
    it.finish("look");
    expect(it.emitted).toHaveLength(told + 3);
    expect(it.state.video.metadata).toMatchObject({ status: "running", stage: "packets" });
    it.finish("summarise");
    expect(it.state.video.metadata).toMatchObject({ status: "ready", stage: "content" });
    expect(it.emitted.slice(told + 3)).toEqual(["metadata.ready"]);
  });

  it("sums up when the last look is there, in whatever order they end", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    long(it);
    expect(jobs(it, "waiting")).toEqual([
      "poster 0",
      "digest 0",
      "listen 1",
      "listen 2",
      "look 0",
      "look 1",
    ]);
    it.finish("look", 1);
    expect(jobs(it)).not.toContain("summarise 0");
    it.finish("look", 0);
    expect(jobs(it)).toContain("summarise 0");
    for (const kind of ["summarise", "poster", "digest"] as const) it.finish(kind);
    it.finish("listen", 1);
    expect(it.state.video.metadata.status).toBe("running");
    it.finish("listen", 2);
    expect(it.state.video.metadata.status).toBe("ready");
  });

  it("listens to 16 streams at most", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    long(it, 40);
    const listens = jobs(it).filter((name) => name.startsWith("listen"));
    expect([listens.length, listens.at(-1)]).toEqual([16, "listen 16"]);
  });

  it("hands what only the document needs out, and keeps it out of the state", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    const kept = () => jobsOf(it.state, null).map(({ kind, result }) => [kind, result !== null]);
    const { found } = it.finish("probe");
    const raw = { name: "ffprobe.json", bytes: 700 };
    expect(found).toEqual({ job: it.job("probe").id, found: { kind: "probe", raw } });
    const packets = { kind: "inspect", packets: PACKETS };
    expect(it.finish("inspect").found?.found).toEqual(packets);
    expect(it.finish("look").found).toBeUndefined();
    expect(it.finish("listen", 1).found?.found.kind).toBe("listen");
    expect(it.finish("poster").found).toBeUndefined();
    expect(kept()).toEqual(
      expect.arrayContaining([
        ["probe", false],
        ["inspect", false],
        ["listen", false],
        ["look", true],
        ["poster", true],
      ]),
    );
  });
});

describe("conflicts", () => {
  const probed: Facts = { ...FACTS, conflicts: [conflict("/facts/probe", "ffprobe")] };
  const inspected: Facts = {
    ...FACTS,
    conflicts: [conflict("/facts/probe", "ffprobe"), conflict("/facts/packets", "packets")],
  };
  const conflicts = (it: World) => it.state.facts?.conflicts;

  function told(it: World) {
    const probe = it.run("probe");
    it.answer(probe.id, probe.attempt, { kind: "probe", facts: probed, raw: null });
    const seen = [conflicts(it)];
    const inspect = it.run("inspect");
    const result = { kind: "inspect" as const, facts: inspected, packets: PACKETS };
    it.answer(inspect.id, inspect.attempt, result);
    return [...seen, conflicts(it)];
  }

  it("with the edge come first, and stay when the packets are read", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    const container = { ...FACTS.container, duration: 5 };
    const edge: Facts = { ...FACTS, source: "index", container };
    it.send({ type: "edge-facts", facts: edge });
    const fromEdge = compareFacts(edge, probed);
    expect(fromEdge).not.toEqual([]);
    expect(told(it)).toEqual([
      [...fromEdge, ...probed.conflicts],
      [...fromEdge, ...inspected.conflicts],
    ]);
  });

  it("are ffprobe's own where the edge found nothing", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    expect(told(it)).toEqual([probed.conflicts, inspected.conflicts]);
  });
});

describe("a file that is refused", () => {
  function refusedWith(code: FailureCode) {
    const it = world({ mode: "off" });
    it.uploaded();
    refuse(it, code);
    return it;
  }

  function refuse(it: World, code: FailureCode) {
    const { id, attempt } = it.run("probe");
    const result = resultOf("probe");
    if (result.kind !== "probe") throw new Error("another kind of result");
    it.answer(id, attempt, { ...result, refusal: { code } });
  }

  it("fails at once by name, and is described without its picture", () => {
    const it = refusedWith("needs_dolby_vision");
    expect(it.state.facts).not.toBeNull();
    const failed = { status: "failed", failure: { code: "needs_dolby_vision" } };
    expect(it.state.video.metadata).toMatchObject({ ...failed, stage: "facts" });
    expect(it.emitted.slice(-2)).toEqual(["metadata.updated", "track.failed"]);
    expect(jobs(it, "waiting")).toEqual(["inspect 0", "digest 0"]);

    it.finish("inspect");
    expect(it.state.video.metadata).toMatchObject({ ...failed, stage: "packets" });
    expect(jobs(it, "waiting")).toEqual(["digest 0", "listen 1"]);
    it.finish("digest");
    it.finish("listen", 1);
    expect(it.state.video.metadata).toMatchObject({ ...failed, stage: "content" });
    expect(it.emitted.at(-1)).toBe("metadata.updated");
    expect(it.emitted).not.toContain("metadata.ready");
  });

  it("is not listened to where it is encrypted", () => {
    const it = refusedWith("encrypted");
    it.finish("inspect");
    expect(jobs(it, "waiting")).toEqual(["digest 0"]);
  });

  it("is read again by a retry, and keeps what its packets told", () => {
    const it = refusedWith("audio_only");
    it.finish("inspect");
    const { facts } = it.state;
    it.send({ type: "retry-requested" });
    expect(jobs(it, "waiting")).toContain("probe 0");
    refuse(it, "audio_only");
    expect(it.state.facts).toEqual(facts);
    expect(it.state.video.metadata).toMatchObject({ status: "failed", stage: "packets" });
    expect(jobs(it, "waiting")).toEqual(["digest 0", "listen 1"]);
  });
});

describe("a failure of content", () => {
  /** Fails a job for good. */
  function fail(it: World, kind: string, index = 0) {
    for (const _ of [1, 2, 3]) {
      const { id, attempt } = it.run(kind, index);
      it.send({ type: "job-failed", job: id, attempt, code: "timeout" });
    }
  }

  it("fails the track by name, keeps what was found, and a retry does what is open", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    long(it);
    it.finish("look", 0);
    fail(it, "look", 1);
    expect(it.state.video.metadata).toMatchObject({
      status: "failed",
      stage: "packets",
      failure: { code: "timeout" },
    });
    expect(it.state.facts).not.toBeNull();
    // What does not need that look goes on beside the failure.
    const others = ["poster 0", "digest 0", "listen 1", "listen 2"];
    expect(jobs(it, "waiting")).toEqual(others);
    for (const kind of ["poster", "digest"] as const) it.finish(kind);
    it.finish("listen", 1);
    expect(it.emitted.at(-1)).toBe("metadata.updated");
    fail(it, "listen", 2);
    expect(it.emitted.filter((type) => type === "track.failed")).toHaveLength(1);
    expect(it.state.video.metadata.status).toBe("failed");
    it.send({ type: "retry-requested" });
    expect(it.state.video.metadata).toMatchObject({ status: "waiting", failure: null });
    expect(jobs(it, "waiting")).toEqual(["listen 2", "look 1"]);
    it.finish("listen", 2);
    it.finish("look", 1);
    it.finish("summarise");
    expect(it.state.video.metadata.status).toBe("ready");
  });

  it("does not take the packets along, and a retry goes on from them", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    it.finish("probe");
    const { id, attempt } = it.run("inspect");
    fail(it, "poster");
    expect(it.state.video.metadata.status).toBe("failed");
    it.answer(id, attempt, resultOf("inspect"));
    expect(it.state.video.metadata).toMatchObject({ status: "failed", stage: "packets" });
    expect(it.emitted.at(-1)).toBe("metadata.updated");
    expect(jobs(it, "waiting")).toEqual(["digest 0", "listen 1", "look 0"]);
    it.send({ type: "retry-requested" });
    expect(jobs(it, "waiting")).toEqual(["poster 0", "digest 0", "listen 1", "look 0"]);
    for (const kind of ["poster", "digest", "look", "summarise"] as const) it.finish(kind);
    it.finish("listen", 1);
    expect(it.state.video.metadata).toMatchObject({ status: "ready", failure: null });
  });

  it("is retried as what it is: running while the packets are still read", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    it.finish("probe");
    const { id, attempt } = it.run("inspect");
    fail(it, "poster");
    it.send({ type: "retry-requested" });
    expect(it.job("inspect").status).toBe("running");
    expect(it.state.video.metadata).toMatchObject({ status: "running", failure: null });
    it.answer(id, attempt, resultOf("inspect"));
    expect(it.state.video.metadata).toMatchObject({ status: "running", stage: "packets" });
  });

  it("leaves nothing at work that cannot be cancelled", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    it.finish("probe");
    it.run("inspect");
    fail(it, "poster");
    it.send({ type: "cancel-requested" });
    expect(it.job("inspect").status).toBe("cancelled");
    it.send({ type: "retry-requested" });
    it.finish("inspect");
    for (const kind of ["poster", "digest", "look", "summarise"] as const) it.finish(kind);
    it.finish("listen", 1);
    expect(it.state.video.metadata.status).toBe("ready");
  });
});

describe("cancelling", () => {
  it("stops content, and a retry goes on where it stood", () => {
    const it = world({ mode: "off" });
    it.uploaded();
    long(it);
    it.finish("look", 0);
    const { id, attempt } = it.run("look", 1);
    it.send({ type: "cancel-requested" });
    expect(it.state.video.metadata).toMatchObject({ status: "cancelled", stage: "packets" });
    const news = { type: "result" as const, job: id, attempt, result: resultOf("look") };
    expect(it.send({ type: "job-news", news }).refused).toBe("job is cancelled");
    it.send({ type: "retry-requested" });
    expect(it.job("look", 0).status).toBe("done");
    it.finish("look", 1);
    expect(jobs(it, "waiting")).toContain("summarise 0");
  });
});
