import { expect, test } from "vitest";
import { changed, type DraftHistory, historyOf, redone, undone } from "./draft-history.ts";
import { DEFAULT_DRAFT, draftOfPreset, NEUTRAL, type SettingsDraft } from "./settings-draft.ts";

const manual = (values: Partial<SettingsDraft["values"]>): SettingsDraft => ({
  ...DEFAULT_DRAFT,
  mode: "manual",
  values: { ...NEUTRAL, ...values },
});
const begun = historyOf(manual({}));
const after = (history: DraftHistory, ...changes: [number, SettingsDraft][]) =>
  changes.reduce((so, [at, draft]) => changed(so, draft, at), history);

test("goes back and forth over each step", () => {
  const vivid = draftOfPreset("vivid");
  const two = after(begun, [0, manual({ gamma: "2" })], [10, vivid]);
  expect(undone(two).draft).toEqual(manual({ gamma: "2" }));
  expect(undone(undone(two)).draft).toEqual(begun.draft);
  expect(redone(undone(undone(two))).draft).toEqual(manual({ gamma: "2" }));
  expect(redone(redone(undone(undone(two)))).draft).toEqual(vivid);
  expect(undone(begun)).toBe(begun);
  expect(redone(two)).toBe(two);
});

test("a drag is one step, until it rests or another slider is moved", () => {
  const drag = after(begun, [0, manual({ gamma: "1.1" })], [900, manual({ gamma: "1.2" })]);
  expect(drag.past).toEqual([begun.draft]);
  expect(after(drag, [1_950, manual({ gamma: "1.3" })]).past).toHaveLength(2);
  const other = manual({ gamma: "1.2", contrast: "1.1" });
  expect(after(drag, [950, other]).past).toHaveLength(2);
  // What was undone is a step of its own.
  const again = after(undone(drag), [960, manual({ gamma: "1.4" })]);
  expect(again.past).toEqual([begun.draft]);
  expect(again.future).toEqual([]);
});

test("what changes nothing is no step", () => {
  expect(changed(begun, manual({}), 5)).toBe(begun);
});
