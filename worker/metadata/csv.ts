// The metadata document as a table: one row for each value, `path,value,unit,source`, as RFC 4180
// spells it. It is given away, so that it goes without addresses: they are signed and open the
// session's files to whoever reads them. Pure.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import { fieldIn, isAddress } from "./fields.ts";

/**
 * A spreadsheet takes a cell that begins so for a formula, and runs it
 * (https://owasp.org/www-community/attacks/CSV_Injection). The last four are full-width forms.
 */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** The table, with its header. A path is a JSON pointer; a fraction is one value, `30000/1001`. */
export function csvOf(document: MetadataDocument): string {
  const rows = [["path", "value", "unit", "source"], ...rowsOf(document, "", document)];
  return rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** Empty lists and objects have no row; null is a value: it says that something is not known. */
function rowsOf(document: MetadataDocument, path: string, value: unknown): string[][] {
  if (isAddress(path)) return [];
  if (typeof value !== "object" || value === null) return [rowOf(document, path, value)];
  if (isFraction(value)) return [rowOf(document, path, `${value.num}/${value.den}`)];
  return Object.entries(value).flatMap(([name, inner]) =>
    rowsOf(document, `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, inner),
  );
}

function rowOf(document: MetadataDocument, path: string, value: unknown): string[] {
  const { unit, source } = fieldIn(document, path);
  const text = value === null || value === undefined ? "" : String(value);
  return [path, typeof value === "number" ? text : harmless(text), unit, source ?? ""];
}

function isFraction(value: object): value is { num: number; den: number } {
  const names = Object.keys(value);
  return names.length === 2 && "num" in value && "den" in value;
}

/** A leading apostrophe makes a cell text. */
function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** RFC 4180 §2: quotes around what holds a quote, a comma or a line break; quotes inside doubled. */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
