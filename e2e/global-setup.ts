// vitest's `globalSetup`: one running product for all test files that harm nothing. It starts before
// the first of them and stops after the last, which fails the run if a process stays behind.

import type { TestProject } from "vitest/node";
import { Product } from "./product.ts";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = new Product();
  await product.start();
  project.provide("product", product.address);
  return () => product.close();
}
