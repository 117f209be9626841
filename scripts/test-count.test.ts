// The count of a test run, from reports as vitest writes them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { countTests } from "./test-count.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "count-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(...files: [status: string, ...tests: string[]][]): string {
  const path = join(folder, "report.json");
  const testResults = files.map(([status, ...tests]) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

it("sums what passed, failed and was skipped over all files", () => {
  const file = report(
    ["passed", "passed", "passed", "skipped", "pending", "todo"],
    ["failed", "passed", "failed"],
  );
  expect(countTests(file, false)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

it("counts a file that failed before its first test", () => {
  expect(countTests(report(["failed"], ["passed", "passed"]), false)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

it("never calls a failed run clean", () => {
  expect(countTests(report(["passed", "passed"]), false).failed).toBe(1);
  expect(countTests(join(folder, "none.json"), false).failed).toBe(1);
});
