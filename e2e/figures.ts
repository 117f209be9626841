// Measured figures, one line each among vitest's own lines, so that a run can be read as a table.

/** Prints `name  value`. Past vitest's capture of the console, which would break the table up. */
export function figure(name: string, value: string): void {
  process.stdout.write(`  ${name.padEnd(52)} ${value}\n`);
}

/** Milliseconds as seconds: `0.12 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
