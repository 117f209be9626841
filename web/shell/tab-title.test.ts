import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTabTitle, titleOf } from "./tab-title.ts";
import type { Work } from "./work.ts";

const work = (change: Partial<Work> = {}): Work => ({
  videoId: "vid_1",
  name: "a.mp4",
  sending: false,
  share: 0.426,
  ...change,
});

describe("the title", () => {
  it("is the view's own where nothing is at work", () => {
    expect(titleOf("Reelight", [], [])).toBe("Reelight");
  });

  it("tells how far the only work is", () => {
    expect(titleOf("Reelight", [work()], [])).toBe("42\u00a0% · a.mp4");
    expect(titleOf("Reelight", [work({ sending: true })], [])).toBe("↑ 42\u00a0% · a.mp4");
    expect(titleOf("Reelight", [work({ share: null })], [])).toBe("At work · a.mp4");
  });

  it("counts several", () => {
    expect(titleOf("b.mp4 · Reelight", [work(), work()], ["c.mp4"])).toBe("(2) b.mp4 · Reelight");
  });

  it("tells what was done unseen, once nothing is at work", () => {
    expect(titleOf("Reelight", [work()], ["c.mp4"])).toBe("42\u00a0% · a.mp4");
    expect(titleOf("Reelight", [], ["c.mp4"])).toBe("Done · c.mp4");
    expect(titleOf("Reelight", [], ["c.mp4", "d.mp4"])).toBe("2 done · Reelight");
  });
});

describe("how often it changes", () => {
  const written: string[] = [];
  let hidden = false;
  beforeEach(() => {
    vi.useFakeTimers();
    written.length = 0;
    hidden = false;
  });
  afterEach(() => vi.useRealTimers());

  /** A percentage every tenth of a second for ten seconds. */
  function count() {
    const title = createTabTitle(
      (text) => written.push(text),
      () => hidden,
    );
    for (let percent = 0; percent < 100; percent++) {
      title.set(titleOf("Reelight", [work({ share: percent / 100 })], []));
      vi.advanceTimersByTime(100);
    }
    return title;
  }

  it("is seldom for the tab in sight", () => {
    count();
    expect(written).toHaveLength(1);
  });

  it("is about every second for a hidden one", () => {
    hidden = true;
    count();
    expect(written.length).toBeGreaterThan(8);
    expect(written.length).toBeLessThan(12);
  });

  it("is at once for anything but a percentage, and the last word stands", () => {
    const title = count();
    title.set("Reelight");
    expect(written.at(-1)).toBe("Reelight");
    vi.advanceTimersByTime(60_000);
    expect(written.at(-1)).toBe("Reelight");
  });
});
