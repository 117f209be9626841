// The document against ffprobe and MediaInfo, over every real clip: what two report must agree, or be
// known.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../testing/gateway.ts";
import { type Service, startService } from "../testing/service.ts";
import { type Compared, compare } from "./compare.ts";
import { compareWithFfprobe } from "./ffprobe-fields.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { mediainfoVersion, tracksOf } from "./mediainfo.ts";
import { readDocument } from "./read-document.ts";

const DIFFERENCES_MAX = 10;
const folder = process.env.MEDIA_DIR;
const version = await mediainfoVersion();
if (version === null) console.warn("MEDIAINFO: NOT RUN (there is no mediainfo)");
if (!folder) console.warn("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");

describe.skipIf(!folder)("the document", () => {
  let service: Service;
  let gateway: Gateway;
  const all: Compared[] = [];
  const declared: Compared[] = [];

  beforeAll(async () => {
    [service, gateway] = await Promise.all([startService(), startGateway()]);
    const names = readdirSync(folder ?? "").filter((name) => !name.endsWith(".tsv"));
    for (const name of names.sort()) {
      const path = join(folder ?? "", name);
      const read = await readDocument(service, gateway, path);
      if (!read) continue;
      declared.push(...(await compareWithFfprobe(name, path, read.declared)));
      if (version !== null) all.push(...compare(name, read, await tracksOf(path)));
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all([service.stop(), gateway.close()]);
  });

  test("agrees with ffprobe on what both report", () => {
    expect(declared.filter(({ agree }) => !agree).map(lineOf)).toEqual([]);
    expect(declared.length).toBeGreaterThan(600);
  });

  test.skipIf(version === null)("agrees with MediaInfo on what both report", () => {
    const unexplained = all.filter((each) => !each.agree && !isKnown(each));
    expect(unexplained.map(lineOf)).toEqual([]);
    // Fewer would mean that the rules meet nothing any more.
    expect(all.length).toBeGreaterThan(600);
  });

  test.skipIf(version === null)("differs in ten things at most, each still there", () => {
    expect(KNOWN_DIFFERENCES.length).toBeLessThanOrEqual(DIFFERENCES_MAX);
    const over = KNOWN_DIFFERENCES.flatMap(({ field, clips }) =>
      clips
        .filter(
          (clip) =>
            !all.some((each) => !each.agree && each.clip === clip && field.test(each.field)),
        )
        .map((clip) => `${field} of ${clip}`),
    );
    expect(over).toEqual([]);
  });
});

function isKnown({ clip, field }: Compared): boolean {
  return KNOWN_DIFFERENCES.some((known) => known.clips.includes(clip) && known.field.test(field));
}

function lineOf({ clip, field, ours, theirs }: Compared): string {
  return `${clip} ${field}: ${ours}, not ${theirs}`;
}
