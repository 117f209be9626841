// `npm test`: the checks, then every test, then a summary whose last line is the count. The end to
// end tests come last and alone, since they run the product itself and watch the clock.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChecks } from "./check.ts";
import { stopRequest } from "./stop-request.ts";
import { countTests, type TestCount } from "./test-count.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const RUNS = [["node", "workerd"], ["e2e"]];

/** Exit code after Ctrl-C or a signal, as shells have it. */
const INTERRUPTED = 130;

async function main(): Promise<number> {
  const stop = stopRequest().signal;
  const failedChecks = await runChecks();
  const reports = mkdtempSync(join(tmpdir(), "reelight-tests-"));
  const counts: TestCount[] = [];
  try {
    for (const projects of RUNS) {
      if (!stop.aborted) counts.push(await runTests(projects, reports, stop));
    }
  } finally {
    rmSync(reports, { recursive: true });
  }
  if (stop.aborted) return INTERRUPTED;
  console.log("");
  if (failedChecks.length > 0) console.log(`CHECKS FAILED: ${failedChecks.join(", ")}`);
  if (!process.env.MEDIA_DIR) console.log("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");
  if (!process.env.CHROMIUM_PATH) console.log("BROWSER: NOT RUN (there is no Chromium)");
  if (!process.env.MEDIAINFO_PATH) console.log("MEDIAINFO: NOT RUN (there is no mediainfo)");
  const sum = (of: keyof TestCount) => counts.reduce((total, count) => total + count[of], 0);
  // A failed check counts as one failure, so that the last line never looks better than the code.
  const failed = sum("failed") + failedChecks.length;
  console.log(`${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
  return failed > 0 ? 1 : 0;
}

async function runTests(
  projects: string[],
  reports: string,
  stop: AbortSignal,
): Promise<TestCount> {
  const report = join(reports, `${projects.join("-")}.json`);
  const vitest = spawn(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...projects.map((name) => `--project=${name}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  stop.addEventListener("abort", () => vitest.kill("SIGTERM"), { once: true });
  const [code] = await once(vitest, "exit");
  return countTests(report, code === 0);
}

process.exitCode = await main();
