import { expect, test } from "vitest";
import { problem } from "../../protocol/problem.ts";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import type { Preview } from "../../protocol/video.ts";
import { ProblemError } from "../session/problem-error.ts";
import { createStore } from "../store.ts";
import { createPreviewMaker } from "./preview-maker.ts";

const PREVIEW: Preview = {
  url: "/v1/previews/pre_1",
  contentType: "image/png",
  at: 2,
  duration: 0,
  width: 640,
  height: 360,
  recipe: NEUTRAL_RECIPE,
};

/** A maker whose requests are answered by hand, and what it told the page. */
function bench() {
  const asked: (PromiseWithResolvers<Preview> & { signal: AbortSignal })[] = [];
  const told: unknown[] = [];
  const said: string[] = [];
  const spoken = createStore("");
  spoken.subscribe(() => said.push(spoken.get()));
  const maker = createPreviewMaker(
    (_, signal) => {
      const request = { ...Promise.withResolvers<Preview>(), signal };
      signal.addEventListener("abort", () => request.reject(signal.reason));
      asked.push(request);
      return request.promise;
    },
    {
      spoken,
      async attempt(request) {
        try {
          await request();
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          told.push(error.problem.code);
        }
      },
    },
  );
  return { maker, asked, told, said };
}

test("says that it begins and that it is there, and shows it", async () => {
  const { maker, asked, told, said } = bench();
  const made = maker.make("still");
  expect(maker.get()).toEqual({ making: "still", shown: null });
  expect(said).toEqual(["Making a picture with these settings."]);
  asked[0]?.resolve(PREVIEW);
  await made;
  expect(maker.get()).toEqual({ making: null, shown: PREVIEW });
  expect(said.at(-1)).toBe("The picture with these settings is shown.");
  expect(told).toEqual([]);
});

test("makes one at a time", async () => {
  const { maker, asked } = bench();
  const made = maker.make("clip");
  await maker.make("still");
  expect(asked).toHaveLength(1);
  expect(maker.get().making).toBe("clip");
  asked[0]?.resolve(PREVIEW);
  await made;
  void maker.make("still");
  expect(asked).toHaveLength(2);
});

test("is silent once it is given up", async () => {
  const { maker, asked, told, said } = bench();
  const made = maker.make("still");
  maker.giveUp();
  await made;
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(maker.get()).toEqual({ making: null, shown: null });
  expect(told).toEqual([]);
  expect(said).toHaveLength(1);
});

test.each([
  ["cancelled", []],
  ["internal", ["internal"]],
] as const)("a refusal as %s is told as %j, and the next try is free", async (code, words) => {
  const { maker, asked, told } = bench();
  const made = maker.make("still");
  asked[0]?.reject(new ProblemError(problem(code, undefined, "req_1")));
  await made;
  expect(told).toEqual(words);
  expect(maker.get().making).toBeNull();
});

test("a bug is thrown on, and the next try is free", async () => {
  const { maker, asked } = bench();
  const made = maker.make("still");
  asked[0]?.reject(new RangeError("a bug"));
  await expect(made).rejects.toThrow("a bug");
  expect(maker.get().making).toBeNull();
});
