// `npm run test:container`: the product with its transcoder in a real container, under `wrangler
// dev`. It is apart from `npm test` because it is the one test that needs a container engine.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { refuseWithoutEngine } from "./engine.ts";
import { buildPage } from "./page.ts";
import { Refusal, runCommand } from "./refusal.ts";

const TEST = "e2e/container.test.ts";
/** The first build of the image installs ffmpeg. */
const LIMIT_MS = 900_000;

async function main(): Promise<number> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  if (!existsSync(join(root, TEST))) throw new Refusal(`${TEST} does not exist.`);
  refuseWithoutEngine(process.env);
  await buildPage(root, console.log);
  const vitest = await startVitest("test", [], {
    root,
    config: false,
    include: [TEST],
    watch: false,
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
  });
  await vitest.close();
  return Number(process.exitCode ?? 0);
}

await runCommand(main);
