import { expect, it } from "vitest";
import { allOrNothing, NOTHING, selectedOf, toggled } from "./selection.ts";

const SHOWN = ["a", "b", "c", "d"];

it("selects one and takes it out again", () => {
  const one = toggled(NOTHING, "b", false, SHOWN);
  expect(selectedOf(one, SHOWN)).toEqual(["b"]);
  expect(selectedOf(toggled(one, "b", false, SHOWN), SHOWN)).toEqual([]);
});

it("selects a range from the last one, in either direction", () => {
  const from = toggled(NOTHING, "c", false, SHOWN);
  expect(selectedOf(toggled(from, "a", true, SHOWN), SHOWN)).toEqual(["a", "b", "c"]);
  expect(selectedOf(toggled(from, "d", true, SHOWN), SHOWN)).toEqual(["c", "d"]);
});

it("takes a range out if its end was selected", () => {
  const all = toggled(allOrNothing(NOTHING, SHOWN), "b", false, SHOWN);
  expect(selectedOf(toggled(all, "d", true, SHOWN), SHOWN)).toEqual(["a"]);
});

it("takes a range without a beginning in sight for one", () => {
  expect(selectedOf(toggled(NOTHING, "c", true, SHOWN), SHOWN)).toEqual(["c"]);
  const gone = toggled(NOTHING, "a", false, SHOWN);
  expect(selectedOf(toggled(gone, "d", true, ["b", "c", "d"]), SHOWN)).toEqual(["a", "d"]);
});

it("counts only what is shown", () => {
  const all = allOrNothing(NOTHING, SHOWN);
  expect(selectedOf(all, ["b", "x"])).toEqual(["b"]);
  expect(allOrNothing(all, ["b", "c"])).toEqual(NOTHING);
});
