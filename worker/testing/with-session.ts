// What tests of a whole session stand on: a fake transcoder in the place of `fetch` and a session,
// new for each test.

import { reset } from "cloudflare:test";
import { afterEach, beforeEach, vi } from "vitest";
import { FakeTranscoder } from "./fake-transcoder.ts";
import { newSession, type TestSession } from "./world.ts";

export type AtHand = { readonly transcoder: FakeTranscoder; readonly session: TestSession };

/**
 * To be called at the top of a test file. After each test storage is empty, and clock, globals and
 * whatever was spied on are real again.
 */
export function withSession(): AtHand {
  let current: AtHand | undefined;
  beforeEach(async () => {
    const transcoder = new FakeTranscoder();
    vi.stubGlobal("fetch", transcoder.fetch);
    current = { transcoder, session: await newSession() };
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await reset();
  });

  const now = () => {
    if (!current) throw new Error("there is a session in each test, and nowhere else");
    return current;
  };
  return {
    get transcoder() {
      return now().transcoder;
    },
    get session() {
      return now().session;
    },
  };
}
