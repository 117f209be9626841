import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pauses } from "./pauses.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Whether each program may run, by what it was told. */
function programs() {
  const stopped = new Set<number>();
  const told: string[] = [];
  const pauses = new Pauses((pid, signal) => {
    told.push(`${signal} ${pid}`);
    if (signal === "SIGSTOP") stopped.add(pid);
    else stopped.delete(pid);
  });
  return { pauses, stopped, told };
}

describe("content", () => {
  it("stands still while another program runs, and until no next one follows", () => {
    const { pauses, stopped } = programs();
    pauses.enter(1, "content");
    const end = pauses.enter(2, "other");
    expect([...stopped]).toEqual([1]);
    end();
    vi.advanceTimersByTime(200);
    const endNext = pauses.enter(3, "other");
    vi.advanceTimersByTime(1_000);
    expect([...stopped]).toEqual([1]);
    endNext();
    vi.advanceTimersByTime(249);
    expect([...stopped]).toEqual([1]);
    vi.advanceTimersByTime(1);
    expect([...stopped]).toEqual([]);
  });

  it("waits for all of several others, and begins standing where one runs", () => {
    const { pauses, stopped } = programs();
    const ends = [pauses.enter(1, "other"), pauses.enter(2, "other")];
    pauses.enter(3, "content");
    expect([...stopped]).toEqual([3]);
    ends[0]?.();
    vi.advanceTimersByTime(1_000);
    expect([...stopped]).toEqual([3]);
    ends[1]?.();
    pauses.enter(4, "content");
    expect([...stopped]).toEqual([3, 4]);
    vi.advanceTimersByTime(250);
    expect([...stopped]).toEqual([]);
  });

  it("is held up for half a minute in all, each program by itself", () => {
    const { pauses, stopped } = programs();
    pauses.enter(1, "content");
    const end = pauses.enter(2, "other");
    vi.advanceTimersByTime(15_000);
    pauses.enter(3, "content");
    end();
    vi.advanceTimersByTime(1_000);
    expect([...stopped]).toEqual([]);
    pauses.enter(4, "other");
    expect([...stopped]).toEqual([1, 3]);
    vi.advanceTimersByTime(15_000);
    expect([...stopped]).toEqual([3]);
    vi.advanceTimersByTime(15_000);
    expect([...stopped]).toEqual([]);
    pauses.enter(5, "other");
    expect([...stopped]).toEqual([]);
  });

  it("is told nothing any more once it has ended", () => {
    const { pauses, told } = programs();
    const gone = pauses.enter(1, "content");
    const end = pauses.enter(2, "other");
    gone();
    end();
    pauses.enter(3, "other");
    vi.advanceTimersByTime(300_000);
    expect(told).toEqual(["SIGSTOP 1"]);
  });
});
