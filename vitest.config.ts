// Two places to run tests: Node, and workerd for what needs Durable Objects, R2 or queues. End to
// end tests start the product itself and have a project of their own, since they take minutes.

import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // As many files at a time as there are cores. Few tests use all of them all the time; vitest's
    // own choice leaves one out, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          include: ["{protocol,container,scripts,web}/**/*.test.ts", "worker/**/*.node.test.ts"],
          // For what hangs: a test may have to share the cores with one that fills them.
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                SIGNING_KEY: "a signing key that only the tests use",
                TRANSCODER_URL: "http://transcoder.test",
                GATEWAY_URL: "http://gateway.test",
              },
            },
          }),
        ],
        test: {
          name: "workerd",
          // As above.
          testTimeout: 30_000,
          include: ["worker/**/*.test.ts"],
          exclude: ["worker/**/*.node.test.ts"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: ["e2e/container.test.ts"],
          globalSetup: "./e2e/global-setup.ts",
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
