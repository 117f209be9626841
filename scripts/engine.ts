// The container engine that wrangler builds and runs images with: Docker, or what stands for it.

import { spawnSync } from "node:child_process";
import { Refusal } from "./refusal.ts";

const ANSWER_MS = 30_000;

/** Refuses if there is no engine that answers. Its environment variables are wrangler's own. */
export function refuseWithoutEngine(env: NodeJS.ProcessEnv): void {
  const program = env.WRANGLER_DOCKER_BIN || "docker";
  const answer = spawnSync(program, ["info"], { env, stdio: "ignore", timeout: ANSWER_MS });
  if (answer.status === 0) return;
  throw new Refusal(
    `This needs a container engine, and "${program} info" does not answer. Start Docker, or name ` +
      "another engine by WRANGLER_DOCKER_BIN and DOCKER_HOST.",
  );
}
