// What a run of vitest came to, read from its JSON report.

import { existsSync, readFileSync } from "node:fs";
import * as z from "zod/mini";

const ReportSchema = z.object({
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

export type TestCount = { passed: number; failed: number; skipped: number };

/**
 * A file that failed before its first test counts as one failure, and so does a run that failed in
 * a way no test shows: a crash, an error outside the tests, a report that was never written.
 *
 * @param file vitest's JSON report
 * @param succeeded whether vitest's exit code was 0
 */
export function countTests(file: string, succeeded: boolean): TestCount {
  const count: TestCount = { passed: 0, failed: 0, skipped: 0 };
  const report = existsSync(file)
    ? z.parse(ReportSchema, JSON.parse(readFileSync(file, "utf8")))
    : { testResults: [] };
  for (const { status, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((test) => test.status === "failed").length;
    const passes = assertionResults.filter((test) => test.status === "passed").length;
    count.passed += passes;
    count.skipped += assertionResults.length - passes - failures;
    count.failed += status === "failed" ? Math.max(1, failures) : failures;
  }
  if (!succeeded && count.failed === 0) count.failed = 1;
  return count;
}
