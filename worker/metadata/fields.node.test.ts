// docs/metadata.md against the schema and the table of units and sources: each field has a row, each
// row a field, and both say the same.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import { fieldOf } from "./fields.ts";

/** The part of JSON Schema that leads to fields. */
const NodeSchema = z.object({
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  items: z.optional(z.unknown()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  additionalProperties: z.optional(z.unknown()),
});

/** Pointers to all values of a document, with `*` for places of lists and names of tags. */
function pointersOf(path: string, schema: unknown): string[] {
  // What can be asked for stands in docs/protocol.md.
  if (path.endsWith("/fix/settings")) return [path];
  const node = NodeSchema.parse(schema);
  const either = node.anyOf ?? node.oneOf;
  if (either) {
    const inner = either.flatMap((one) => pointersOf(path, one)).filter((at) => at !== path);
    return inner.length > 0 ? inner : [path];
  }
  if (node.items) return pointersOf(`${path}/*`, node.items);
  const { properties } = node;
  // A fraction is one value.
  if (properties && !("num" in properties)) {
    return Object.entries(properties).flatMap(([name, one]) => pointersOf(`${path}/${name}`, one));
  }
  const words = z.object({ type: z.literal("string") }).safeParse(node.additionalProperties);
  return [words.success ? `${path}/*` : path];
}

/** `a/{b,c}` is `a/b` and `a/c`. */
function expanded(name: string): string[] {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(name);
  if (!braces) return [name];
  const [, before = "", names = "", after = ""] = braces;
  return names.split(",").flatMap((one) => expanded(before + one + after));
}

type Row = { pointer: string; unit: string; source: string };

function documented(): Row[] {
  const [, fields = ""] = readFileSync("docs/metadata.md", "utf8").split("\n## Fields\n");
  const rows: Row[] = [];
  let prefix = "";
  for (const line of fields.split("\n## ")[0]?.split("\n") ?? []) {
    prefix = /^### `\/(.*)`$/.exec(line)?.[1] ?? prefix;
    const [, names = "", unit = "", source = ""] = line.split("|").map((cell) => cell.trim());
    for (const [, name = ""] of names.matchAll(/`([^`]+)`/g)) {
      for (const one of expanded(name)) {
        rows.push({ pointer: `/${[prefix, one].filter(Boolean).join("/")}`, unit, source });
      }
    }
  }
  return rows;
}

describe("docs/metadata.md", () => {
  const schema = z.toJSONSchema(MetadataDocumentSchema, { io: "output" });
  const pointers = new Set(pointersOf("", schema));
  const rows = documented();

  it("has a row for each field of the document, and none for what is no field", () => {
    expect(pointers.size).toBeGreaterThan(200);
    expect([...new Set(rows.map(({ pointer }) => pointer))].toSorted()).toEqual(
      [...pointers].toSorted(),
    );
  });

  it("tells the unit and source that the table of CSV tells", () => {
    for (const { pointer, unit, source } of rows) {
      const field = fieldOf(pointer.replaceAll("*", "0"));
      expect({ pointer, unit, source }).toEqual({
        pointer,
        unit: field.unit,
        source: field.source ?? "–",
      });
    }
  });

  it("leaves out 15 names at most, each with what keeps it out", () => {
    const [, section = ""] = readFileSync("docs/metadata.md", "utf8").split("## What is left out");
    const left = [...section.matchAll(/^\| (?!name|-)(.+?) \| (.+) \|$/gm)];
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThanOrEqual(15);
  });
});
