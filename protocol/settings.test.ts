// Every field of the settings: what is taken, what is refused and in which words, and which settings
// ask for the same.

import { describe, expect, it } from "vitest";
import { PRESETS } from "./presets.ts";
import { canonicalSettings, parseSettings, type Settings } from "./settings.ts";

function parsed(input: unknown): Settings {
  const result = parseSettings(input);
  if (!result.ok) throw new Error(result.detail);
  return result.settings;
}

function refusal(input: unknown): string {
  const result = parseSettings(input);
  if (result.ok) throw new Error(`taken: ${JSON.stringify(result.settings)}`);
  return result.detail;
}

const TONES = ["brightness", "contrast", "saturation", "gamma", "temperature"] as const;

/** Values at the edges, and values past them or of another kind, with the sentence that refuses. */
const FIELDS: [name: keyof Settings, taken: unknown[], refused: unknown[], sentence: string][] = [
  ["strength", [0, 1, 0.5], [-0.01, 1.01], "strength must be a number from 0 to 1."],
  ["brightness", [-1, 1, 0], [-1.01, 1.01], "brightness must be a number from -1 to 1."],
  ["contrast", [0, 3], [-0.01, 3.01], "contrast must be a number from 0 to 3."],
  ["saturation", [0, 3], [-0.01, 3.01], "saturation must be a number from 0 to 3."],
  ["gamma", [0.1, 10], [0.09, 10.1, 0], "gamma must be a number from 0.1 to 10."],
  [
    "temperature",
    [1_000, 40_000],
    [999, 40_001],
    "temperature must be a number from 1000 to 40000.",
  ],
  ...(["denoise", "sharpen", "deband"] as const).map(
    (name): [typeof name, unknown[], unknown[], string] => [
      name,
      ["off", "auto", 0, 1],
      [-0.01, 1.01, "on", true],
      `${name} must be "off", "auto" or a number from 0 to 1.`,
    ],
  ),
  [
    "stabilize",
    [false, 1, 10],
    [true, 0, 11, 1.5, "auto"],
    "stabilize must be false or a whole number from 1 to 10.",
  ],
  [
    "fps",
    ["source", 1, 120, 23.976, "30000/1001", "24"],
    [0, 0.5, 121, -1, "fast", "0/1", "1/0", 29.97001],
    'fps must be "source", a number from 1 to 120 with at most three decimals, or a fraction such as "30000/1001".',
  ],
  [
    "fpsMethod",
    ["cfr", "blend", "motion"],
    ["interpolate", 1],
    'fpsMethod must be "cfr", "blend" or "motion".',
  ],
  [
    "hdr",
    ["preserve", "tonemap", "both"],
    [true, "sdr"],
    'hdr must be "preserve", "tonemap" or "both".',
  ],
  ["audio", ["auto", "copy", "aac"], ["opus", 1], 'audio must be "auto", "copy" or "aac".'],
  [
    "loudness",
    ["off", "auto", -30, -9],
    [-30.1, -8.9, 0, "loud"],
    'loudness must be "off", "auto" or a number from -30 to -9 (LUFS).',
  ],
  [
    "quality",
    [
      { crf: 1 },
      { crf: 51 },
      { crf: 17.5 },
      { ssim: 0.8 },
      { ssim: 0.9999 },
      { maxBytes: 1 },
      { maxBytes: 5_000_000_000 },
    ],
    [{}, { crf: 18, ssim: 0.9 }, { crf: "18" }, { bitrate: 5 }, 18, "best", []],
    'quality must be one of {"crf": 1 to 51}, {"ssim": 0.8 to 0.9999} and {"maxBytes": a whole number}.',
  ],
  [
    "privacy",
    [{}, { stripAll: true }, { stripLocation: false }, { stripLocation: true, stripAll: false }],
    [true, "all", []],
    "privacy must be {stripLocation, stripAll}, each true or false.",
  ],
  [
    "matte",
    ["#ffffff", "#00Ff7a"],
    ["white", "#fff", "#gggggg", "#ffffff00", 0],
    "matte must be a colour such as #ffffff.",
  ],
];

describe.each(FIELDS)("%s", (name, taken, refused, sentence) => {
  it("is taken as it is given", () => {
    for (const value of taken) expect(parsed({ [name]: value })[name]).toEqual(value);
  });

  it("is refused by its name and its range", () => {
    for (const value of [...refused, null, Number.NaN]) {
      expect([value, refusal({ [name]: value })]).toEqual([value, sentence]);
    }
    // JSON spells infinity as 1e999.
    for (const value of [JSON.parse("1e999"), JSON.parse("-1e999")]) {
      expect(refusal({ [name]: value })).toBe(sentence);
    }
  });
});

describe("what is inside of a field", () => {
  it.each([
    [{ quality: { crf: 0 } }, "quality.crf must be a number from 1 to 51."],
    [{ quality: { ssim: 1 } }, "quality.ssim must be a number from 0.8 to 0.9999."],
    [{ quality: { maxBytes: 0 } }, "quality.maxBytes must be a whole number, 1 or more."],
    [{ privacy: { stripAll: 1 } }, "privacy.stripAll must be true or false."],
    [{ privacy: { stripLocation: null } }, "privacy.stripLocation must be true or false."],
    [{ privacy: { gps: true } }, "There is no setting named privacy.gps."],
  ])("is refused by its own name: %j", (input, sentence) => {
    expect(refusal(input)).toBe(sentence);
  });
});

describe("settings", () => {
  it("are automatic without any, manual with a tone, automatic with all else", () => {
    for (const none of [undefined, null, {}]) expect(parsed(none)).toEqual({ mode: "auto" });
    for (const tone of TONES) {
      expect(parsed({ [tone]: 1_000 / (tone === "temperature" ? 1 : 1_000) }).mode).toBe("manual");
    }
    expect(parsed({ fps: 24, denoise: 0.5, stabilize: 2 }).mode).toBe("auto");
  });

  it.each(["manual", "off"])("may be %s, also with a tone", (mode) => {
    expect(parsed({ mode, contrast: 1.1 })).toEqual({ mode, contrast: 1.1 });
  });

  it("refuse a tone beside the fixed look, and a strength where nothing is automatic", () => {
    const tone = "contrast has no effect in seed: set mode to manual.";
    expect(refusal({ mode: "seed", contrast: 1.1 })).toBe(tone);
    for (const mode of ["manual", "seed"]) {
      const strength = `strength has no effect in ${mode}: set mode to auto.`;
      expect(refusal({ mode, strength: 0.5 })).toBe(strength);
    }
    const both = "strength has no effect in manual: set mode to auto.";
    expect(refusal({ contrast: 1.1, strength: 0.5 })).toBe(both);
    expect(parsed({ mode: "seed" })).toEqual({ mode: "seed" });
    expect(parsed({ mode: "off", strength: 0.5 })).toEqual({ mode: "off", strength: 0.5 });
  });

  it.each(TONES)("refuse %s where they say auto, which would make nothing of it", (tone) => {
    const sentence = `${tone} has no effect in auto: set mode to manual.`;
    const value = tone === "temperature" ? 6_500 : 1;
    for (const beside of [{}, { preset: "low-light" }, { preset: "auto" }]) {
      expect(refusal({ ...beside, mode: "auto", [tone]: value })).toBe(sentence);
    }
  });

  it("refuse a preset's own tone where they say auto", () => {
    const sentence = "contrast has no effect in auto: set mode to manual.";
    expect(refusal({ preset: "vivid", mode: "auto" })).toBe(sentence);
  });

  it.each([[[]], ["auto"], [7], [true]])("are an object, not %j", (input) => {
    expect(refusal(input)).toBe("settings must be a JSON object.");
  });

  it("have no other names", () => {
    expect(refusal({ sharpness: 1 })).toBe("There is no setting named sharpness.");
    expect(refusal({ a: 1, b: 2 })).toBe("There is no setting named a, b.");
    for (const name of ["constructor", "__proto__", "toString"]) {
      const input = JSON.parse(`{"${name}": {"mode": "off"}}`);
      expect(refusal(input)).toBe(`There is no setting named ${name}.`);
    }
    expect(refusal({ mode: "best" })).toBe('mode must be "auto", "manual", "off" or "seed".');
    expect(refusal({ mode: null })).toBe('mode must be "auto", "manual", "off" or "seed".');
  });
});

describe("canonical settings", () => {
  const canonical = (input: unknown) => canonicalSettings(parsed(input));

  it.each<[unknown, unknown]>([
    [{}, { mode: "auto" }],
    [{}, { preset: "auto" }],
    [{}, { strength: 1, stabilize: false, fps: "source", fpsMethod: "cfr", hdr: "both" }],
    [{}, { audio: "auto", matte: "#000000", privacy: {} }],
    [{}, { privacy: { stripLocation: true, stripAll: false } }],
    [
      { mode: "manual" },
      { brightness: -0, contrast: 1, saturation: 1, gamma: 1, temperature: 6500 },
    ],
    [
      { gamma: 1.2, contrast: 1.1 },
      { contrast: 1.1, gamma: 1.2, mode: "manual" },
    ],
    [{ fps: 25 }, { fps: "25" }],
    [{ fps: 29.97 }, { fps: "2997/100" }],
    [{ fps: "60/2" }, { fps: 30 }],
    [{ matte: "#FFaa00" }, { matte: "#ffaa00" }],
    [{ privacy: { stripAll: true } }, { privacy: { stripAll: true, stripLocation: true } }],
  ])("are the same for %j and %j", (a, b) => {
    expect(canonical(a)).toBe(canonical(b));
  });

  it("differ wherever one value differs", () => {
    const all = [
      {},
      { mode: "manual" },
      { mode: "seed" },
      { mode: "off" },
      ...FIELDS.flatMap(([name, taken]) => {
        const mode = TONES.some((tone) => tone === name) ? "manual" : "auto";
        return taken.map((value) => ({ mode, [name]: value }));
      }),
    ];
    const neutral = new Set([
      '{"mode":"auto","strength":1}',
      '{"mode":"manual","brightness":0}',
      '{"mode":"auto","stabilize":false}',
      '{"mode":"auto","fps":"source"}',
      '{"mode":"auto","fpsMethod":"cfr"}',
      '{"mode":"auto","hdr":"both"}',
      '{"mode":"auto","audio":"auto"}',
      '{"mode":"auto","privacy":{}}',
      '{"mode":"auto","privacy":{"stripLocation":true,"stripAll":false}}',
    ]);
    const meaningful = all.filter((settings) => !neutral.has(JSON.stringify(settings)));
    expect(all.length - meaningful.length).toBe(neutral.size);
    const texts = meaningful.map(canonical);
    expect(new Set(texts).size).toBe(meaningful.length);
    for (const settings of all) {
      const { mode } = settings;
      if (!meaningful.includes(settings)) expect(canonical(settings)).toBe(canonical({ mode }));
    }
  });

  it("differ where one of them is refused if a step cannot be made", () => {
    expect(canonical({ hdr: "preserve" })).not.toBe(canonical({ hdr: "both" }));
    const oldFootage = PRESETS["old-footage"];
    expect(canonical({ preset: "old-footage" })).not.toBe(canonical(oldFootage));
  });
});
