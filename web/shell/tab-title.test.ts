import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTabTitle, signOf, titleOf } from "./tab-title.ts";
import type { Ended, Work } from "./work.ts";

const work = (change: Partial<Work> = {}): Work => ({
  videoId: "vid_1",
  name: "a.mp4",
  sending: false,
  share: 0.426,
  ...change,
});

const done = (name: string): Ended => ({ videoId: `vid_${name}`, name, failed: false });
const failed = (name: string): Ended => ({ ...done(name), failed: true });

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
    expect(titleOf("b.mp4 · Reelight", [work(), work()], [done("c.mp4")])).toBe(
      "(2) b.mp4 · Reelight",
    );
  });

  it("tells what was done unseen, once nothing is at work", () => {
    expect(titleOf("Reelight", [work()], [done("c.mp4")])).toBe("42\u00a0% · a.mp4");
    expect(titleOf("Reelight", [], [done("c.mp4")])).toBe("Done · c.mp4");
    expect(titleOf("Reelight", [], [done("c.mp4"), done("d.mp4")])).toBe("2 done · Reelight");
  });

  it("keeps apart what failed", () => {
    const title = (...ended: Ended[]) => titleOf("Reelight", [], ended);
    expect(title(failed("c.mp4"))).toBe("Failed · c.mp4");
    expect(title(failed("c.mp4"), failed("d.mp4"))).toBe("2 failed · Reelight");
    expect(title(done("a.mp4"), failed("c.mp4"), done("d.mp4"))).toBe(
      "2 done, 1 failed · Reelight",
    );
  });
});

describe("the sign", () => {
  it("has a dot once nothing is at work and something waits to be looked at", () => {
    expect(signOf([], [])).toBe("/favicon.svg");
    expect(signOf([work()], [done("c.mp4")])).toBe("/favicon.svg");
    expect(signOf([], [done("c.mp4")])).toBe("/favicon-done.svg");
    expect(signOf([], [done("c.mp4"), failed("d.mp4")])).toBe("/favicon-failed.svg");
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
