import { expect, test } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { summaryWords } from "./summary-words.ts";
import { PICTURE_CONTENT, SOUND_CONTENT } from "./test-content.ts";
import { PHONE_FACTS, PHONE_PACKETS, testDocument } from "./test-document.ts";

const summary = (change: Partial<MetadataDocument> = {}) =>
  summaryWords(testDocument(change))
    ?.replaceAll("\u00a0", " ")
    .replaceAll(/[\u2068\u2069]/g, "");

const [PICTURE, SOUND] = PHONE_FACTS.streams;
const content = { picture: PICTURE_CONTENT, sound: [SOUND_CONTENT], sha256: null };
const whole = { ...content, poster: null, sprite: null };

test("a phone's clip is told as a person would tell it", () => {
  expect(summary({ stage: "content", packets: PHONE_PACKETS, content: whole })).toBe(
    "12 s of 1080p H.264 at a varying 24 to 30 pictures a second, stereo sound at −23 LUFS, " +
      "filmed upright with an Apple iPhone 15 on 3 May 2024. Nothing is wrong with it.",
  );
});

test("first facts say what they know and judge nothing", () => {
  expect(summary()).toBe(
    "12 s of 1080p H.264 at an uneven 27 pictures a second on average, stereo sound, " +
      "filmed upright with an Apple iPhone 15 on 3 May 2024.",
  );
  expect(summary({ stage: "none", facts: null })).toBeUndefined();
});

const finding = (severity: Finding["severity"]): Finding => ({
  ...{ code: "rotated", severity, title: "", explanation: "", consequence: "", evidence: [] },
  fix: { text: "", settings: null },
});

test("what needs a look is counted, what is only good to know is not", () => {
  const findings = [finding("error"), finding("info")];
  expect(summary({ stage: "content", findings })).toMatch(/2024\. 1 thing needs a look\.$/);
  expect(summary({ findings: [finding("warning"), ...findings] })).toMatch(/2 things need a look/);
});

const withStreams = (streams: unknown[], rest: object = {}) =>
  summary({ facts: FactsSchema.parse({ ...PHONE_FACTS, about: null, ...rest, streams }) });

test("a strange size, an even rate and a film without sound", () => {
  const size = { width: 640, height: 360, displayWidth: 640, displayHeight: 360 };
  const rate = { variableFrameRate: false, measuredFrameRate: 29.97003 };
  expect(withStreams([{ ...PICTURE, ...size, ...rate }])).toBe(
    "12 s of 640 × 360 H.264 at 29.97 pictures a second, no sound.",
  );
});

test.each([
  [1920, 800, "1080p"],
  [1440, 1080, "1080p"],
  [2160, 3840, "4K"],
  [1920, 200, "1920 × 200"],
])("%d × %d is called %s", (displayWidth, displayHeight, name) => {
  const words = withStreams([{ ...PICTURE, displayWidth, displayHeight }]);
  expect(words).toContain(` of ${name} H.264`);
});

test("sound alone, and several tracks of it", () => {
  expect(withStreams([SOUND])).toBe("12 s of sound without a picture, stereo sound.");
  expect(withStreams([PICTURE, SOUND, { ...SOUND, index: 2 }])).toContain(", 2 sound tracks, ");
});

test("of several sounds the one is told that players pick", () => {
  const sounds = [
    { ...SOUND, default: false },
    { ...SOUND, index: 2, default: true },
  ];
  const facts = FactsSchema.parse({ ...PHONE_FACTS, streams: [PICTURE, ...sounds] });
  const heard = [SOUND_CONTENT, { ...SOUND_CONTENT, index: 2, loudness: -16 }];
  expect(summary({ facts, content: { ...whole, sound: heard } })).toContain(
    "2 sound tracks at −16 LUFS",
  );
});

test("sound that is silent throughout has no loudness", () => {
  const sound = [{ ...SOUND_CONTENT, loudness: null }];
  expect(summary({ content: { ...whole, sound } })).toContain("stereo sound with nothing to hear");
});

test("a clock that was never set tells no day", () => {
  const about = { ...PHONE_FACTS.about, createdAt: "1970-01-01T00:00:00Z" };
  expect(withStreams([PICTURE], { about })).toMatch(/filmed upright with an Apple iPhone 15\.$/);
});

test("a long name from the file stays short and keeps its direction to itself", () => {
  const about = { deviceMake: null, deviceModel: "אבג".repeat(40) };
  const facts = FactsSchema.parse({ ...PHONE_FACTS, about });
  const words = summaryWords(testDocument({ facts })) ?? "";
  expect(words).toMatch(/with a \u2068[א-ג]{40}…\u2069\.$/);
});
