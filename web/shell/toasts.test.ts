import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createToasts } from "./toasts.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("goes by itself after its time, and says so", () => {
  const toasts = createToasts();
  const gone = vi.fn();
  toasts.show({ text: "Deleted" }, 6000, gone);
  vi.advanceTimersByTime(5999);
  expect(toasts.get()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(toasts.get()).toHaveLength(0);
  expect(gone).toHaveBeenCalledOnce();
});

test("does not go while somebody is at it", () => {
  const toasts = createToasts();
  const gone = vi.fn();
  toasts.show({ text: "Deleted" }, 6000, gone);
  vi.advanceTimersByTime(5000);
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(gone).not.toHaveBeenCalled();
  toasts.hold(false);
  vi.advanceTimersByTime(6000);
  expect(gone).toHaveBeenCalledOnce();
});

test("a dismissed one is gone without its consequence", () => {
  const toasts = createToasts();
  const gone = vi.fn();
  toasts.dismiss(toasts.show({ text: "Deleted" }, 6000, gone));
  vi.advanceTimersByTime(60_000);
  expect(toasts.get()).toHaveLength(0);
  expect(gone).not.toHaveBeenCalled();
});
