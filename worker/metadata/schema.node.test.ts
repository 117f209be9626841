// The schema that is answered: its annotations say what the table of CSV says of the same values.

import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import { documentSchema } from "./schema.ts";

const schema = documentSchema();
type Node = { [name: string]: unknown };

const isNode = (value: unknown): value is Node =>
  z.record(z.string(), z.unknown()).safeParse(value).success;

/** The nodes that a path of names leads to, through all choices. */
function nodesAt(path: readonly string[], node: unknown): Node[] {
  if (!isNode(node)) return [];
  const { anyOf, oneOf } = node;
  const choices = [anyOf, oneOf].flatMap((all) => (Array.isArray(all) ? all : []));
  const [name, ...rest] = path;
  const inChoices = choices.flatMap((choice) => nodesAt(path, choice));
  if (name === undefined) return [node];
  if (name === "*")
    return [...inChoices, ...nodesAt(rest, node.items ?? node.additionalProperties)];
  const field = isNode(node.properties) ? node.properties[name] : undefined;
  return [...inChoices, ...nodesAt(rest, field)];
}

describe("the schema", () => {
  it.each([
    ["facts/container/duration", "s", "container"],
    ["facts/container/tags/*", undefined, "tag"],
    ["facts/streams/*/width", "px", "bitstream"],
    ["facts/streams/*/frameRate", "fps", "container"],
    ["facts/streams/*/hdr/masteringDisplay/maxLuminance", "cd/m²", "bitstream"],
    ["facts/chapters/*/start", "s", "container"],
    ["packets/streams/*/bitrate/series/values/*", "bit/s", "measured"],
    ["content/sound/*/series/values/*", "LUFS", "measured"],
    ["content/picture/black/*/end", "s", "measured"],
    ["file/name", undefined, "name"],
    ["rawUrl", undefined, undefined],
    ["findings/*/code", undefined, undefined],
  ])("says of %s its unit and source", (path, unit, source) => {
    const nodes = nodesAt(path.split("/"), schema);
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) {
      expect([path, node["x-unit"], node["x-source"]]).toEqual([path, unit, source]);
    }
  });

  it("annotates values alone, each once, and changes nothing else", () => {
    const bare = z.toJSONSchema(MetadataDocumentSchema, {
      io: "output",
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    });
    const without = JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
      name.startsWith("x-") ? undefined : value,
    );
    delete without.$id;
    delete without.title;
    expect(without).toEqual(JSON.parse(JSON.stringify(bare)));
    for (const group of ["facts", "packets", "content", "file", "findings"]) {
      for (const node of nodesAt([group], schema))
        expect(Object.keys(node).join()).not.toMatch(/x-/);
    }
    // A fraction is one value, and its parts have no unit of their own.
    const parts = nodesAt(["facts", "streams", "*", "frameRate", "num"], schema);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(Object.keys(part).join()).not.toMatch(/x-/);
  });
});
