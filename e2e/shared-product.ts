// The product that `global-setup.ts` started, as a test file finds it.

import { inject } from "vitest";
import type { Address } from "./product.ts";

declare module "vitest" {
  interface ProvidedContext {
    product: Address;
  }
}

/** Must be left as it was found: running, and with nothing at work. */
export function sharedProduct(): Address {
  return inject("product");
}
