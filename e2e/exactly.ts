// Parses an answer and demands that its schema describes all of it: a field that is sent but not
// written down in protocol/ is a fault of one of the two.

import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";

/** The parsed value. Throws if it does not fit, or holds more than its schema describes. */
export function exactly<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): z.core.output<Schema> {
  const parsed = z.parse(schema, value);
  if (!isDeepStrictEqual(parsed, value)) {
    throw new Error(`not described by protocol/:\n${JSON.stringify(value, null, 2)}`);
  }
  return parsed;
}
