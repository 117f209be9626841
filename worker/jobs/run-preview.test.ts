import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { newId } from "../ids.ts";
import { FakeTranscoder } from "../testing/fake-transcoder.ts";
import { runPreview } from "./run-preview.ts";

afterEach(() => vi.unstubAllGlobals());

it.each([
  ["before its first line", [false, false, false], 3],
  ["between two lines", [true, true, false], 1],
  ["never", [true, true, true], 0],
])("a preview that is given up %s is stopped", async (_, answers, stops) => {
  const transcoder = new FakeTranscoder();
  transcoder.script = () => [
    { type: "progress", fraction: 0.1 },
    { type: "progress", fraction: 0.2 },
    { type: "failed", code: "cancelled" },
  ];
  vi.stubGlobal("fetch", transcoder.fetch);
  const id = newId("job");
  const request = {
    kind: "preview" as const,
    id,
    attempt: 1,
    limitMs: 1_000,
    source: { url: "http://gateway.test/original", bytes: 1, demuxer: "mov" as const },
    settings: { mode: "auto" as const },
    plan: null,
    as: "still" as const,
    at: null,
    output: { url: "http://gateway.test/output" },
  };
  const left = [...answers];
  const lingering: Promise<unknown>[] = [];
  const end = await runPreview({ made: null, request, instance: 0 }, env, {
    gone: new AbortController().signal,
    wanted: async () => left.shift() ?? false,
    linger: (work) => lingering.push(work),
  });
  await Promise.all(lingering);
  expect(end).toMatchObject({ result: null, code: "cancelled" });
  expect(transcoder.stopped).toEqual(Array(stops).fill(id));
  expect(left).toEqual([]);
});
