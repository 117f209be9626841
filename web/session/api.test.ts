import { afterEach, expect, test, vi } from "vitest";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import type { Preview } from "../../protocol/video.ts";
import { testEnhancement } from "../video/test-video.ts";
import { createApi } from "./api.ts";
import { ProblemError } from "./problem-error.ts";

const api = createApi(
  () => "token",
  () => {},
);

/** Lets the network answer this, as the browser would hand it over. */
function answering(answer: (init: RequestInit) => Promise<Response>) {
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => answer(init));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ["begun", testEnhancement({ id: "enh_3", status: "waiting" })],
  ["running and joined", testEnhancement({ id: "enh_1", status: "encoding" })],
  ["made before", testEnhancement({ id: "enh_2", status: "ready", cached: true })],
])("a run that is %s is known by its own id", async (_, enhancement) => {
  answering(async () => Response.json(enhancement, { status: 202 }));
  expect(await api.enhance("vid_1", { mode: "auto" })).toBe(enhancement.id);
});

const PREVIEW: Preview = {
  url: "/v1/previews/pre_1",
  contentType: "image/png",
  at: 2,
  duration: 0,
  width: 640,
  height: 360,
  recipe: NEUTRAL_RECIPE,
};

test("a preview is handed over as it was made", async () => {
  answering(async () => Response.json(PREVIEW));
  const { signal } = new AbortController();
  expect(await api.preview("vid_1", { mode: "auto" }, "still", signal)).toEqual(PREVIEW);
});

test.each(["<html>Log in</html>", '{"url":', "{}", ""])(
  "an answer %j that cannot be read is a refusal in words",
  async (text) => {
    answering(async () => new Response(text));
    const { signal } = new AbortController();
    const asked = api.preview("vid_1", { mode: "auto" }, "still", signal);
    const error = await asked.catch((caught: unknown) => caught);
    if (!(error instanceof ProblemError)) throw error;
    expect(error.problem).toMatchObject({ code: "unreadable", title: expect.stringMatching(/./) });
  },
);

test("a preview that nobody waits for any more is called off", async () => {
  answering(
    ({ signal }) =>
      new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true }),
      ),
  );
  const given = new AbortController();
  const asked = api.preview("vid_1", { mode: "auto" }, "clip", given.signal);
  given.abort();
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
});
