// A row of a table, and values with their units. Pure. What is not known gives no row.

import { formatNumber } from "../format.ts";
import { words as pageWords } from "../language/words.ts";

/** What it is, its value, and what to know about it. */
export type Row = { name: string; value: string; remark?: string };

/** One row, or none if the value is not known. */
export function row<Value>(
  name: string,
  value: Value | null | undefined,
  words: (value: Value) => string | null = String,
  remark?: string | null | undefined,
): Row[] {
  if (value === null || value === undefined) return [];
  const told = words(value);
  if (told === null || told === "") return [];
  return [{ name, value: told, ...(remark && { remark }) }];
}

/** A number and its unit on one line, with a real minus: `−23.1 LUFS`. */
export function withUnit(value: number, unit: string, decimals = 1): string {
  return `${formatNumber(value, decimals).replace("-", "−")}\u00a0${unit}`;
}

export const seconds = (value: number) => withUnit(value, "s", 3);
export const milliseconds = (value: number) => withUnit(value * 1000, "ms", 1);
export const count = (value: number) => formatNumber(value, 0);
export const nits = (value: number) => withUnit(value, "cd/m²", 4);
export const yesNo = (value: boolean) =>
  value ? pageWords().metadata.rows.yes : pageWords().metadata.rows.no;
/** For a flag that only tells something when it is set. */
export const onlyYes = (value: boolean) => (value ? pageWords().metadata.rows.yes : null);
export const atLeastOne = (value: number) => (value > 0 ? count(value) : null);
export const list = (values: readonly string[]) => values.join(", ");

/** `1 scene`, `12 scenes`, in the words that a language has for so many. */
export const counted = (value: number, told: (value: number, shown: string) => string) =>
  told(value, count(value));
