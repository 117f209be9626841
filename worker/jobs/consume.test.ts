import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { JobMessage } from "../../protocol/job.ts";
import { ATTEMPT_MS } from "../session/job-request.ts";
import { resultOf } from "../testing/fake-transcoder.ts";
import { FACTS } from "../testing/metadata-samples.ts";
import { withSession } from "../testing/with-session.ts";
import { until, uploadVideo } from "../testing/world.ts";
import { consume, pauseSeconds } from "./consume.ts";

const here = withSession();

/** An uploaded video whose messages go nowhere, and the message of its probe. */
async function probeMessage(): Promise<{ video: string; message: JobMessage }> {
  const messages: JobMessage[] = [];
  await runInDurableObject(here.session.stub, (instance) => {
    const bindings = Reflect.get(instance, "env");
    vi.spyOn(bindings.FACTS, "send").mockImplementation(async (message) => {
      messages.push(message as JobMessage);
    });
    vi.spyOn(bindings.FIRST, "send").mockImplementation(async () => undefined);
  });
  const video = await uploadVideo(here.session);
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  const [message] = messages;
  if (!message) throw new Error("no message");
  return { video, message };
}

async function deliver(queue: string, bodies: unknown[]) {
  const context = createExecutionContext();
  const batch = createMessageBatch(
    queue,
    bodies.map((body, index) => ({
      id: `message-${index}`,
      timestamp: new Date(),
      attempts: 1,
      body,
    })),
  );
  await consume(batch, env);
  return getQueueResult(batch, context);
}

describe("the consumer", () => {
  it("runs an attempt once, however often its message comes", async () => {
    const { video, message } = await probeMessage();
    const result = await deliver("reelight-facts", [message, message, message]);
    expect(result.explicitAcks).toHaveLength(3);
    await deliver("reelight-facts", [message]);
    expect(here.transcoder.kinds().filter((kind) => kind === "probe")).toHaveLength(1);
    const found = await here.session.stub.metadata(video);
    expect(found).toMatchObject({ stage: "facts", facts: FACTS });
  });

  it("acknowledges what belongs to a removed video, and runs nothing", async () => {
    const { video, message } = await probeMessage();
    await here.session.stub.removeVideo(video);
    const result = await deliver("reelight-facts", [message]);
    expect(result.explicitAcks).toEqual(["message-0"]);
    expect(here.transcoder.requests).toHaveLength(0);
  });

  it("settles a poisoned message without hurting its neighbour", async () => {
    const { video, message } = await probeMessage();
    const result = await deliver("reelight-facts", [{ nonsense: true }, message]);
    expect(result.explicitAcks).toEqual(expect.arrayContaining(["message-0", "message-1"]));
    expect((await here.session.stub.video(video))?.metadata.stage).toBe("facts");
  });

  it("gives back what never reached the transcoder, and takes the same attempt later", async () => {
    const { video, message } = await probeMessage();
    here.transcoder.script = () => "unreachable";
    const result = await deliver("reelight-facts", [message]);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(["message-0"]);
    here.transcoder.script = () => undefined;
    const again = await deliver("reelight-facts", [message]);
    expect(again.explicitAcks).toEqual(["message-0"]);
    expect((await here.session.stub.video(video))?.metadata.stage).toBe("facts");
  });

  it.each([
    ["keeps its place in the line while there is time left for its work", -5_000, false],
    ["gives its place up when its work would end after its URLs", 5_000, true],
  ])("%s", async (_, late, givenUp) => {
    const { message } = await probeMessage();
    // The session's own watchdog would take an attempt back that has not been heard of for minutes.
    await runInDurableObject(here.session.stub, async (_, { storage }) => {
      vi.spyOn(storage, "setAlarm").mockResolvedValue();
      await storage.deleteAlarm();
    });
    here.transcoder.script = ({ limitMs }) => {
      vi.setSystemTime(Date.now() + ATTEMPT_MS - limitMs + late);
      return [
        { type: "waiting", ahead: 3 },
        { type: "result", result: resultOf("probe") },
      ];
    };
    const { retryMessages } = await deliver("reelight-facts", [message]);
    expect(retryMessages).toHaveLength(givenUp ? 1 : 0);
    expect(here.transcoder.stopped).toHaveLength(givenUp ? 1 : 0);
  });

  it("turns a dead letter into a failure the user sees", async () => {
    const { video, message } = await probeMessage();
    here.transcoder.script = () => "unreachable";
    await deliver("reelight-facts", [message]);
    await deliver("reelight-facts-dead", [message]);
    const failed = await here.session.stub.video(video);
    expect(failed?.metadata).toMatchObject({
      status: "failed",
      failure: { code: "transcoder_unavailable", retryable: true },
    });
  });

  it("counts an answer that breaks off as a failed attempt", async () => {
    const { video, message } = await probeMessage();
    here.transcoder.script = () => [{ type: "progress", fraction: 0.5 }];
    await deliver("reelight-facts", [message]);
    const { events } = await here.session.stub.events(0);
    expect(events.map(({ type }) => type)).toContain("job.retrying");
    expect((await here.session.stub.video(video))?.metadata.status).not.toBe("failed");
  });

  it("ignores lines of another job or attempt", async () => {
    const { video, message } = await probeMessage();
    here.transcoder.script = ({ attempt }) => [
      { type: "result", attempt: attempt + 1, result: resultOf("probe") },
    ];
    await deliver("reelight-facts", [message]);
    expect((await here.session.stub.video(video))?.metadata.stage).toBe("none");
  });

  it("stops a job whose news nobody wants any more", async () => {
    const { video, message } = await probeMessage();
    here.transcoder.script = ({ id, attempt }) => {
      const news = { job: id, attempt, type: "progress" as const, fraction: 0.1 };
      void here.session.stub.cancel(video);
      return [news, news, news];
    };
    await deliver("reelight-facts", [message]);
    await vi.waitFor(() => expect(here.transcoder.stopped).toContain(message.job));
    await until(here.session, video, (now) => now.metadata.status === "cancelled");
  });
});

describe("pauses between deliveries", () => {
  it("double up to half a minute, spread over their upper half", () => {
    expect([1, 2, 3, 4, 5, 9].map((n) => pauseSeconds(n, 1))).toEqual([1, 2, 4, 8, 16, 30]);
    expect(pauseSeconds(5, 0)).toBe(8);
  });
});
