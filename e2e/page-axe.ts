// axe looks at the page as it stands: the rules of WCAG 2.2 A and AA and axe's own good practices.

import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { untilAtRest } from "./page-shots.ts";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails the test with each rule that is broken, where, and how. `what` names the state shown. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await untilAtRest(page);
  // Evaluated by the browser's tools, which the page's content security policy does not bind.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (rules) => {
    const runOnly = { type: "tag" as const, values: rules };
    const results = await window.axe?.run(document, { runOnly, resultTypes: ["violations"] });
    if (!results || results.passes.length === 0) return ["axe did not run"];
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
    );
  }, RULES);
  expect(found, `axe on ${what}`).toEqual([]);
}
