// Two places to run tests: Node, and workerd for what needs Durable Objects, R2 or queues. End to
// end tests start the product itself and have a project of their own, since they take minutes.

import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["{protocol,container,scripts,web}/**/*.test.ts", "worker/**/*.node.test.ts"],
          testTimeout: 30_000,
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
