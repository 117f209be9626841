// Every finding of the closed list: what brings it, what must not, and that it can be acted on.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Failure, failure } from "../../protocol/failure.ts";
import { FINDING_CODES, FindingSchema } from "../../protocol/finding.ts";
import { parseSettings } from "../../protocol/settings.ts";
import { type Described, valueAt } from "./finding-parts.ts";
import { findingsOf } from "./findings.ts";
import { dolbyVision, FINDING_CASES } from "./testing/finding-cases.ts";
import { type Draft, sampleDocument } from "./testing/sample-document.ts";

const codesOf = (...[change]: Parameters<typeof sampleDocument>) =>
  findingsOf(sampleDocument(change)).map(({ code }) => code);

/** Rows of the table in docs/findings.md: code, severities. */
const DOCUMENTED = new Map(
  [...docs().matchAll(/^\| `([a-z_]+)` \| ([a-z, ]+) \|/gm)].map(
    ([, code = "", severities = ""]) => [code, severities.split(", ")],
  ),
);

function docs(): string {
  return readFileSync("docs/findings.md", "utf8");
}

describe("an ordinary film", () => {
  it("has nothing to find", () => {
    expect(codesOf()).toEqual([]);
  });

  it("has nothing to find before anything is known", () => {
    const nothing = sampleDocument(({ document }) => {
      Object.assign(document, { facts: null, packets: null, content: null, stage: "none" });
    });
    expect(findingsOf(nothing)).toEqual([]);
  });
});

it("has a row in the documentation for each code, and no other", () => {
  expect([...DOCUMENTED.keys()].toSorted()).toEqual([...FINDING_CODES].toSorted());
});

describe.each(FINDING_CODES)("%s", (code) => {
  const { brings, spares } = FINDING_CASES[code];

  it("is found where it is, in words and with evidence", () => {
    expect(brings.length).toBeGreaterThan(0);
    for (const change of brings) {
      const document = sampleDocument(change);
      const findings = findingsOf(document);
      const found = FindingSchema.parse(findings.find((finding) => finding.code === code));
      expect(DOCUMENTED.get(code)).toContain(found.severity);
      expect(found.title.length).toBeLessThanOrEqual(40);
      for (const text of [found.explanation, found.consequence, found.fix.text]) {
        expect(text).toMatch(/^\S.*[.]$/);
        expect(text).not.toMatch(/null|undefined|NaN|Infinity/);
        // A minus is a minus.
        expect(text).not.toMatch(/(^|\s)-\d/);
      }
      expect(found.evidence.length).toBeGreaterThan(0);
      for (const { path, value } of found.evidence) expect(value).toEqual(valueAt(document, path));
      expect(found.evidence.some(({ value }) => value !== null)).toBe(
        // What is missing is its own evidence.
        code !== "colour_untagged",
      );
      if (found.fix.settings) expect(parseSettings(found.fix.settings)).toMatchObject({ ok: true });
      const codes = findings.map((finding) => finding.code);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it("is found with every severity that is documented", () => {
    const severities = brings.flatMap((change) =>
      findingsOf(sampleDocument(change)).flatMap((one) => (one.code === code ? one.severity : [])),
    );
    expect([...new Set(severities)].toSorted()).toEqual(DOCUMENTED.get(code)?.toSorted());
  });

  it("is not found where it is not", () => {
    expect(spares.length).toBeGreaterThan(0);
    for (const change of spares) expect(codesOf(change)).not.toContain(code);
  });
});

describe("of a file that an enhancement would refuse", () => {
  const spoilt = (change: (draft: Draft) => void) =>
    sampleDocument((draft) => {
      draft.structure.indexFirst = false;
      draft.video.codec = "prores";
      change(draft);
    });
  const lasting = (seconds: number) => spoilt(({ facts }) => (facts.container.duration = seconds));
  /** As \`inspect\` leaves it: the measured length stands, the claim beside it. */
  const claimed = (value: number) =>
    spoilt(({ facts }) => {
      const path = "/facts/container/duration";
      const values = [{ source: "container" as const, reader: "ffprobe" as const, value }];
      facts.conflicts.push({ path, values });
    });
  const plain = spoilt(() => {});

  it.each<[string, Described, Failure | null, string]>([
    ["failed for good", plain, failure("too_many_pixels"), "8K"],
    ["Dolby Vision 5", spoilt(dolbyVision(5, 0)), null, "HDR10, HLG or SDR"],
    ["Dolby Vision in AV1 alone", spoilt(dolbyVision(10, 0)), null, "HDR10, HLG or SDR"],
    ["locked", spoilt(({ video }) => (video.encryption = "cenc")), null, "unprotected copy"],
    ["locked as a whole", spoilt(({ structure }) => (structure.encryption = "cbcs")), null, "copy"],
    ["that lasts 40 hours", lasting(144_000), null, "Cut it into parts"],
  ])("%s: none offers one, and all say what to do", (_, document, trouble, words) => {
    const findings = findingsOf(document, trouble);
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["index_at_end", "unplayable_chrome"]),
    );
    expect(findings.filter(({ fix }) => fix.settings !== null)).toEqual([]);
    for (const { code, fix } of findings) {
      if (code === "index_at_end") expect(fix.text).toContain(words);
      expect(fix.text).not.toMatch(/Let Reelight|Reelight makes/);
    }
  });

  it.each<[string, Described, Failure | null]>([
    ["nothing failed", plain, null],
    ["it may be tried again", plain, failure("timeout")],
    ["an ordinary picture lies beneath", spoilt(dolbyVision(8, 1)), null],
    ["nothing is said to lie beneath, and may", spoilt(dolbyVision(7, 0)), null],
    ["the packets of 40 claimed hours last a second", claimed(144_000), null],
  ])("keeps its offers where %s", (_, document, trouble) => {
    const found = findingsOf(document, trouble).find(({ code }) => code === "index_at_end");
    expect(found?.fix.settings).not.toBeNull();
  });
});

describe("severity", () => {
  it.each([
    ["avi", "wmv3", "ac3"],
    ["mpegts", "h264", "ac3"],
    ["asf", "wmv3", "wmav2"],
    ["flv", "flv1", "mp3"],
  ])("is a warning where no browser opens a whole file: %s", (format, picture, sound) => {
    const findings = findingsOf(
      sampleDocument(({ facts, video, audio }) => {
        facts.container.format = format;
        facts.structure = null;
        Object.assign(video, { codec: picture, level: null });
        audio.codec = sound;
      }),
    );
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ["unplayable_chrome", "warning"],
      ["unplayable_firefox", "warning"],
      ["unplayable_safari", "warning"],
    ]);
    for (const { explanation, fix, evidence } of findings) {
      // What is not opened is not played without sound either.
      expect(explanation).toMatch(/^Browsers do not open /);
      expect(explanation).not.toContain("plays");
      expect(evidence[0]?.path).toBe("/facts/container/format");
      expect(evidence.map(({ path }) => path)).not.toContain("/facts/streams/1/codec");
      expect(fix.settings).not.toBeNull();
    }
  });

  it("is told of Safari, too, which leaves films of DVDs to the system", () => {
    const findings = findingsOf(
      sampleDocument(({ facts, video, audio }) => {
        facts.container.format = "mpeg";
        facts.structure = null;
        Object.assign(video, { codec: "mpeg2video", level: null });
        audio.codec = "ac3";
      }),
    );
    expect(findings.map(({ code, title }) => [code, title])).toEqual([
      ["unplayable_chrome", "Does not play in Chrome"],
      ["unplayable_firefox", "Does not play in Firefox"],
      ["unplayable_safari", "May not play in Safari"],
    ]);
  });

  it("names the one browser that does not play it", () => {
    const found = findingsOf(
      sampleDocument(({ video }) => Object.assign(video, { codec: "av1", level: 8 })),
    );
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ["unplayable_safari", "warning"],
    ]);
  });

  it("is an error where nothing of the picture can be decoded", () => {
    const found = findingsOf(
      sampleDocument(({ document }) => {
        if (document.content) document.content.picture = null;
      }),
    );
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ["picture_damaged", "error"],
    ]);
  });

  it("is info where a file only does not declare its length", () => {
    const found = findingsOf(sampleDocument(({ facts }) => (facts.container.duration = null)));
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ["duration_wrong", "info"],
    ]);
  });

  it("comes first where it is worst", () => {
    const findings = findingsOf(
      sampleDocument(({ structure, about, video }) => {
        structure.truncated = true;
        about.deviceMake = "Apple";
        video.rotation = 90;
        video.flipped = true;
        video.width = 1279;
      }),
    );
    expect(findings.map(({ severity }) => severity)).toEqual(["error", "warning", "info", "info"]);
  });
});
