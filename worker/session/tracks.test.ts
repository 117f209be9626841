// Two renditions of one enhancement: which jobs they have, in which order, and when all is ready.

import { describe, expect, it } from "vitest";
import { HDR, SUBTITLES } from "../testing/fake-transcoder.ts";
import { world } from "../testing/one-video.ts";
import { releasable } from "./release.ts";
import type { JobRecord } from "./state.ts";

describe("renditions", () => {
  const names = (jobs: readonly JobRecord[]) =>
    jobs.map(({ kind, index, rendition }) => `${kind} ${index} ${rendition ?? "-"}`);

  it("have jobs of their own, and the ordinary one goes first", () => {
    const it = world();
    it.uploaded();
    it.finish("probe");
    it.finish("inspect");
    it.plan({ hdr: HDR, subtitles: SUBTITLES });
    expect(names(releasable(it.state.jobs, 9, 1_000))).toEqual([
      "poster 0 -",
      "encode 0 sdr",
      "audio 0 -",
      "subtitles 0 -",
      "encode 1 sdr",
      "encode 0 hdr",
      "encode 1 hdr",
    ]);
  });

  it("wait with their assembly for their own segments, the sound and the subtitles", () => {
    const it = world();
    it.uploaded();
    it.plan({ hdr: HDR, subtitles: SUBTITLES });
    it.finish("encode", 0, "sdr");
    it.finish("encode", 1, "sdr");
    it.finish("audio");
    expect(it.emitted.at(-1)).toBe("enhancement.playable");
    expect(names(it.state.jobs)).not.toContain("assemble 0 sdr");
    it.finish("subtitles");
    expect(names(it.state.jobs)).toContain("assemble 0 sdr");
    expect(names(it.state.jobs)).not.toContain("assemble 0 hdr");
    expect(it.enhancement.status).toBe("encoding");
    it.finish("encode", 1, "hdr");
    it.finish("encode", 0, "hdr");
    expect(it.enhancement.status).toBe("assembling");
    it.finish("assemble", 0, "hdr");
    expect(it.enhancement).toMatchObject({ status: "assembling", file: null, report: null });
    it.finish("assemble", 0, "sdr");
    const { file, hdrFile } = it.enhancement;
    expect(it.enhancement).toMatchObject({ status: "ready", progress: 1 });
    expect(file?.path).toContain(it.job("assemble", 0, "sdr").id);
    expect(hdrFile?.path).toContain(it.job("assemble", 0, "hdr").id);
  });

  it("raise progress with every step, by the work that each takes", () => {
    const it = world();
    it.uploaded();
    it.plan({ hdr: HDR });
    const seen = [it.enhancement.progress];
    for (const rendition of ["sdr", "hdr"]) {
      for (const index of [0, 1]) {
        it.finish("encode", index, rendition);
        seen.push(it.enhancement.progress);
      }
    }
    it.finish("audio");
    expect(seen.every((value, at) => at === 0 || value > (seen[at - 1] ?? 1))).toBe(true);
    // A quarter of the encoding's share: a frame as HEVC takes three times the work.
    expect(seen[2]).toBeCloseTo(0.05 + 0.85 / 4);
    expect(seen[4]).toBeCloseTo(0.9);
    it.finish("assemble", 0, "sdr");
    expect(it.enhancement.progress).toBeCloseTo(0.95);
  });

  it("fail together by name, and what is finished of one can still be had", () => {
    const it = world();
    it.uploaded();
    it.plan({ hdr: HDR });
    it.finish("encode", 0, "sdr");
    it.finish("encode", 1, "sdr");
    it.finish("audio");
    it.finish("assemble", 0, "sdr");
    const { id, attempt } = it.run("encode", 0, "hdr");
    it.send({ type: "job-news", news: { type: "failed", job: id, attempt, code: "corrupt" } });
    expect(it.emitted.at(-1)).toBe("track.failed");
    expect(it.enhancement).toMatchObject({ status: "failed", failure: { code: "corrupt" } });
    expect(it.enhancement.file).not.toBeNull();
    it.send({ type: "retry-requested" });
    expect(it.enhancement.status).toBe("encoding");
    it.finish("encode", 0, "hdr");
    it.finish("encode", 1, "hdr");
    it.finish("assemble", 0, "hdr");
    expect(it.enhancement.status).toBe("ready");
  });
});
