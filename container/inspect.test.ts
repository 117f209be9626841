import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Facts } from "../protocol/facts.ts";
import { claimLastPicture } from "./corpus/break-file.ts";
import { base, finish } from "./testing/chain.ts";
import { ffmpeg } from "./testing/clips.ts";
import { withService } from "./testing/with-service.ts";

describe("reading a file's facts", () => {
  const here = withService();

  async function facts(kind: "probe" | "inspect", name: string, ...args: string[]): Promise<Facts> {
    return factsOf(kind, await here.clip(name, ...args));
  }
  async function factsOf(kind: "probe" | "inspect", path: string): Promise<Facts> {
    const job = base(await here.gateway.source(path));
    const output = { url: `${here.gateway.url}/out/${job.id}/1` };
    const result = await finish(here.service, { ...job, kind, output });
    if (result.kind !== kind || !("facts" in result)) throw new Error("another kind of result");
    return result.facts;
  }
  const TEST = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=6"];
  const SINE = ["-f", "lavfi", "-i", "sine=d=6"];
  const picture = ({ streams }: Facts) => streams.find((stream) => stream.kind === "video");
  const sound = ({ streams }: Facts) => streams.find((stream) => stream.kind === "audio");

  it("probe reads the index alone, in a few small requests", async () => {
    here.gateway.requests.length = 0;
    const found = await facts(
      ...(["probe", "probe.mp4", ...TEST, ...SINE, "-c:v", "libx264", "-g", "50"] as const),
      ...["-metadata:s:a:0", "language=deu", "-metadata", "title=A\u001b[2Jfilm"],
    );
    expect(found).toMatchObject({
      source: "ffprobe",
      container: { duration: 6, tags: { title: "A[2Jfilm" } },
    });
    expect(picture(found)).toMatchObject({
      codec: "h264",
      width: 160,
      frameRate: { num: 25, den: 1 },
      frames: 150,
      measuredFrameRate: null,
      variableFrameRate: null,
      keyframeInterval: null,
    });
    expect(sound(found)).toMatchObject({ codec: "aac", language: "deu", channels: 1 });
    const reads = here.gateway.requests.filter((request) => request.startsWith("GET"));
    // Four by ffprobe, and those of our own walk over the boxes.
    expect(reads.length).toBeLessThanOrEqual(6);
  });

  it("inspect measures what the header only declares", async () => {
    const found = await facts(
      ...(["inspect", "inspect.mp4", ...TEST, ...SINE, "-c:v", "libx264"] as const),
      ...["-g", "50", "-sc_threshold", "0", "-bf", "2"],
    );
    expect(picture(found)).toMatchObject({
      frames: 150,
      measuredFrameRate: 25,
      variableFrameRate: false,
      keyframeInterval: { minSeconds: 2, meanSeconds: 2, maxSeconds: 2 },
      duration: 6,
      startTime: 0,
    });
    expect(picture(found)?.bitrate).toBeGreaterThan(1000);
    expect(sound(found)?.duration).toBeCloseTo(6, 1);
  });

  it("inspect measures the packets of what is refused, too", async () => {
    const secret = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "0".repeat(32)];
    const found = await facts(
      ...(["inspect", "secret.mp4", ...TEST, ...SINE, "-c:v", "libx264"] as const),
      ...[...secret, "-encryption_kid", "1".repeat(32)],
    );
    expect(picture(found)).toMatchObject({ frames: 150, measuredFrameRate: 25 });
    expect((await facts("inspect", "sound.mp4", ...SINE)).streams).toMatchObject([
      { kind: "audio", duration: expect.closeTo(6, 1) },
    ]);
  });

  it("inspect tells a variable frame rate from what the header claims", async () => {
    const found = await facts(
      ...(["inspect", "variable.mkv", ...TEST, "-c:v", "libx264"] as const),
      ...["-vf", "select='not(between(mod(n,25),10,15))'", "-fps_mode", "vfr"],
    );
    expect(picture(found)).toMatchObject({ variableFrameRate: true, frames: 114 });
    expect(picture(found)?.measuredFrameRate).toBeCloseTo(19, 0);
  });

  it("inspect does not believe a last picture of many hours", async () => {
    // The last picture but one is missing, so that the last one has a duration of its own.
    const uneven = join(here.folder, "uneven.mp4");
    await ffmpeg([
      ...["-v", "error", ...TEST, "-t", "1", "-vf", "select='not(eq(n,23))'", "-fps_mode", "vfr"],
      ...["-c:v", "libx264", "-bf", "0", uneven],
    ]);
    await claimLastPicture(uneven, 140_625);
    const found = await factsOf("inspect", uneven);
    expect(picture(found)?.duration).toBeCloseTo(1, 1);
    expect(found.container.duration).toBeCloseTo(1, 1);
    expect(found.conflicts.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/facts/container/duration", "/facts/streams/0/duration"]),
    );
  });

  it("inspect finds the length that a live recording does not tell", async () => {
    const found = await facts(
      ...(["inspect", "live.webm", ...TEST, ...SINE, "-c:v", "libvpx", "-c:a", "libopus"] as const),
      ...["-live", "1", "-f", "webm"],
    );
    expect(found.container.duration).toBeCloseTo(6, 0);
    expect(picture(found)?.duration).toBeCloseTo(6, 1);
  });
});
