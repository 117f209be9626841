// The configuration that latency hangs on. A queue's default timeout holds each message back for
// seconds, and nobody sees it in a local run; a dead letter without a consumer is a job lost in
// silence. Both are read from wrangler.toml as wrangler reads it.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";
import * as z from "zod/mini";

const ConsumerSchema = z.object({
  queue: z.string(),
  max_batch_size: z.int(),
  max_batch_timeout: z.int(),
  max_retries: z.int(),
  dead_letter_queue: z.optional(z.string()),
});
const ConfigSchema = z.looseObject({
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })),
    consumers: z.array(ConsumerSchema),
  }),
  containers: z.array(z.looseObject({ class_name: z.string() })),
  vars: z.object({ JOBS_IN_FLIGHT: z.int(), TRANSCODER_INSTANCES: z.int() }),
  limits: z.optional(z.unknown()),
});
type Config = z.infer<typeof ConfigSchema>;

const path = fileURLToPath(new URL("../wrangler.toml", import.meta.url));
const read = (env?: string) =>
  z.parse(
    ConfigSchema,
    readConfig({ config: path, ...(env ? { env } : {}) }, { hideWarnings: true }),
  );

const local = read();
const production = read("production");

describe.each([
  ["local", local],
  ["production", production],
])("the queues, %s", (_, { queues }) => {
  it("deliver at once", () => {
    expect(queues.consumers.length).toBeGreaterThan(0);
    for (const consumer of queues.consumers) {
      expect(consumer, consumer.queue).toMatchObject({ max_batch_timeout: 0 });
    }
  });

  it("are all consumed, and so are their dead letters", () => {
    const consumed = new Map(queues.consumers.map((consumer) => [consumer.queue, consumer]));
    expect(consumed.size).toBe(queues.consumers.length);
    for (const { queue } of queues.producers) {
      const letters = consumed.get(queue)?.dead_letter_queue;
      expect(letters, queue).toBeDefined();
      expect(consumed.has(letters ?? ""), letters).toBe(true);
    }
  });
});

describe("production", () => {
  it("differs from local in batch size, jobs in flight, instances and the limit on new sessions alone", () => {
    expect(comparable(production)).toEqual(comparable(local));
  });

  it("takes one message at a time: an invocation has six connections", () => {
    expect(production.queues.consumers.every(({ max_batch_size }) => max_batch_size === 1)).toBe(
      true,
    );
  });

  it("alone limits how many sessions an address may begin", () => {
    expect(production.ratelimits).toMatchObject([{ name: "SESSIONS_RATE" }]);
    expect(local.ratelimits).toEqual([]);
  });

  it("runs as many jobs as it has instances", () => {
    expect(production.vars.JOBS_IN_FLIGHT).toBe(production.vars.TRANSCODER_INSTANCES);
    expect(production.vars.TRANSCODER_INSTANCES).toBe(production.containers[0]?.max_instances);
    expect(local.vars).toEqual({ JOBS_IN_FLIGHT: 12, TRANSCODER_INSTANCES: 1 });
  });
});

/** The configuration without what may differ and what names the environment. */
function comparable(config: Config): unknown {
  const {
    queues,
    vars,
    containers,
    ratelimits,
    targetEnvironment,
    definedEnvironments,
    configPath,
    ...rest
  } = config;
  const consumers = queues.consumers.map(({ max_batch_size, ...consumer }) => consumer);
  const unnamed = containers.map(({ name, ...container }) => container);
  const kinds = { queues: { ...queues, consumers }, vars: Object.keys(vars).sort() };
  return { ...rest, ...kinds, containers: unnamed };
}
