import { expect, test } from "vitest";
import { parseSettings, type Settings } from "../../protocol/settings.ts";
import { settingsWords } from "./settings-words.ts";

test.each<[Settings, string]>([
  [{ mode: "auto" }, "Automatic"],
  [{ mode: "auto", denoise: "auto", loudness: "auto", hdr: "both", audio: "auto" }, "Automatic"],
  [{ mode: "manual", denoise: "off", loudness: "off", matte: "#000000" }, "Manual"],
  [
    { mode: "manual", contrast: 1.2, fps: 25, loudness: -16 },
    "Manual: contrast 1.2, 25 fps, −16 LUFS",
  ],
  [{ mode: "auto", privacy: { stripAll: true, stripLocation: false } }, "Automatic: no tags"],
])("%j reads “%s”", (settings, words) => {
  expect(settingsWords(settings)).toBe(words);
});

test("a preset is named, with all that it brings", () => {
  const parsed = parseSettings({ preset: "webcam" });
  expect(parsed.ok && settingsWords(parsed.settings)).toBe(
    "Automatic for webcam: denoise 0.4, sharpen 0.3, −16 LUFS",
  );
});

test("runs that differ in one setting read differently", () => {
  const others: Partial<Settings>[] = [
    {},
    { preset: "low-light" },
    { strength: 0.5 },
    { denoise: "off" },
    { sharpen: 0.3 },
    { stabilize: 3 },
    { fps: 25 },
    { fps: 25, fpsMethod: "blend" },
    { audio: "copy" },
    { audio: "aac" },
    { loudness: "off" },
    { loudness: -23 },
    { quality: { crf: 20 } },
    { quality: { ssim: 0.98 } },
    { quality: { maxBytes: 1_000_000 } },
    { hdr: "tonemap" },
    { hdr: "preserve" },
    { privacy: { stripAll: true } },
    { privacy: { stripLocation: false } },
    { matte: "#ffffff" },
  ];
  const words = others.map((other) => settingsWords({ mode: "auto", ...other }));
  expect(new Set(words).size).toBe(others.length);
});
