import type { Facts } from "../../protocol/metadata.ts";
import type { SourceReader } from "../source/read.ts";

export async function edgeFacts(_source: SourceReader): Promise<Facts | null> {
  return null;
}
