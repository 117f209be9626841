import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError } from "../session/problem-error.ts";
import { patiently } from "./patiently.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const going = () => new AbortController().signal;
const offline = () => new TypeError("offline");

test("asks again until there is an answer", async () => {
  const ask = vi.fn(async () => "known");
  ask.mockRejectedValueOnce(offline()).mockRejectedValueOnce(offline());
  const answer = patiently(ask, going());
  await vi.advanceTimersByTimeAsync(900);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.runAllTimersAsync();
  expect(await answer).toBe("known");
  expect(ask).toHaveBeenCalledTimes(3);
});

test("gives up in the end, and tells the error", async () => {
  const ask = vi.fn(() => Promise.reject(offline()));
  const told = expect(patiently(ask, going())).rejects.toThrow("offline");
  await vi.runAllTimersAsync();
  await told;
  expect(ask).toHaveBeenCalledTimes(4);
});

test("does not ask again after a refusal that stays, nor once nobody waits", async () => {
  const problem = { type: "about:blank", title: "Gone", status: 404, detail: "", requestId: "" };
  const refused = new ProblemError({ ...problem, code: "not_found", retryable: false });
  const ask = vi.fn(() => Promise.reject(refused));
  await expect(patiently(ask, going())).rejects.toThrow(refused);
  expect(ask).toHaveBeenCalledTimes(1);

  const over = new AbortController();
  const lost = vi.fn(() => Promise.reject(offline()));
  const told = expect(patiently(lost, over.signal)).rejects.toThrow("offline");
  over.abort();
  await vi.runAllTimersAsync();
  await told;
  expect(lost).toHaveBeenCalledTimes(1);
});
