import { expect, test } from "vitest";
import { rememberedDraft } from "./remembered-draft.ts";
import { DEFAULT_DRAFT, draftOf, draftOfPreset } from "./settings-draft.ts";

function fakeStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    kept,
  };
}

test.each([
  draftOf({ mode: "auto", audio: "aac", hdr: "preserve", privacy: { stripAll: true } }),
  draftOf({ mode: "manual", gamma: 1.4, fps: "30000/1001", quality: { maxBytes: 2_000_000 } }),
  draftOfPreset("old-footage"),
])("the next visit finds the form as it was left: %j", (draft) => {
  const storage = fakeStorage();
  rememberedDraft(storage).set(draft);
  expect(rememberedDraft(storage).get()).toEqual(draft);
});

test("what is kept in another shape is forgotten", () => {
  const storage = fakeStorage();
  rememberedDraft(storage).set(draftOfPreset("vivid"));
  for (const key of storage.kept.keys()) storage.kept.set(key, '{"mode":"auto"}');
  expect(rememberedDraft(storage).get()).toEqual(DEFAULT_DRAFT);
});
