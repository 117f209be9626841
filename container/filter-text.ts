// Text inside a filter graph. Pure.

/** A value as a filter's option takes it, whatever is in it: once for the option, once for the graph. */
export function quoted(value: string): string {
  return value.replace(/[\\':]/g, "\\$&").replace(/[\\'[\],;]/g, "\\$&");
}
