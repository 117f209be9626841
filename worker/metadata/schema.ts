// JSON Schema of the metadata document, with the unit and the source of each value. Pure.

import * as z from "zod/mini";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import { fieldOf } from "./fields.ts";

const NodeSchema = z.record(z.string(), z.unknown());
type Node = z.infer<typeof NodeSchema>;

/**
 * JSON Schema (draft 2020-12) of the document as it is answered. Fields may be added without a new
 * version, so that unknown ones are allowed. `x-unit` and `x-source` are annotations.
 */
export function documentSchema(): Node {
  const schema = z.toJSONSchema(MetadataDocumentSchema, {
    io: "output",
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return {
    $id: "urn:reelight:schema:metadata:1",
    title: "Reelight metadata document",
    ...annotated(NodeSchema.parse(schema), ""),
  };
}

/** A copy of a node, with what is known of the value at that place of a document. */
function annotated(node: Node, pointer: string): Node {
  const inner = innerOf(node, pointer);
  if (inner) return { ...node, ...inner };
  const { unit, source } = fieldOf(pointer);
  return { ...node, ...(unit && { "x-unit": unit }), ...(source && { "x-source": source }) };
}

/** The parts of a node that lead on to values; null where it is a value itself. */
function innerOf(node: Node, pointer: string): Node | null {
  const { properties, items, additionalProperties } = node;
  if (isNode(properties)) {
    // A fraction is one value.
    if ("num" in properties && "den" in properties) return null;
    const fields = Object.entries(properties).map(([name, field]) => [
      name,
      isNode(field) ? annotated(field, `${pointer}/${name}`) : field,
    ]);
    return { properties: Object.fromEntries(fields) };
  }
  // Of a list's values and of tags all are alike.
  if (isNode(items)) return { items: annotated(items, `${pointer}/0`) };
  if (isNode(additionalProperties)) {
    return { additionalProperties: annotated(additionalProperties, `${pointer}/0`) };
  }
  for (const name of ["anyOf", "oneOf"]) {
    const choices = node[name];
    if (!Array.isArray(choices)) continue;
    const parts = choices.map((choice: unknown) => {
      const part = isNode(choice) ? innerOf(choice, pointer) : null;
      return isNode(choice) && part ? { ...choice, ...part } : choice;
    });
    return parts.some((part, at) => part !== choices[at]) ? { [name]: parts } : null;
  }
  return null;
}

function isNode(value: unknown): value is Node {
  return NodeSchema.safeParse(value).success;
}
