import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LocalFacts } from "./local-facts.ts";
import { createLocalReader } from "./local-reader.ts";
import type { Tell } from "./read-local-file.ts";

const FACTS: LocalFacts = { duration: 1, picture: null, sound: null, thumbnails: [] };
const file = (name: string) => new File(["x"], name);
const going = () => new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(console, "debug").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A reader whose files are finished by hand, by their names. */
function byHand() {
  const begun = new Map<string, { tell: Tell; end: () => void; fail: (cause: Error) => void }>();
  const load = vi.fn(async () => (one: File, tell: Tell) => {
    return new Promise<void>((end, fail) => begun.set(one.name, { tell, end, fail }));
  });
  return { begun, load, reader: createLocalReader(load) };
}

it("looks at one file at a time, in order, and loads nothing before the first", async () => {
  const { begun, load, reader } = byHand();
  expect(load).not.toHaveBeenCalled();
  const told: string[] = [];
  for (const name of ["a", "b"]) reader.read(file(name), () => told.push(name), going());
  await vi.waitFor(() => expect([...begun.keys()]).toEqual(["a"]));
  begun.get("a")?.tell(FACTS);
  begun.get("a")?.end();
  await vi.waitFor(() => expect([...begun.keys()]).toEqual(["a", "b"]));
  begun.get("b")?.tell(FACTS);
  expect(told).toEqual(["a", "b"]);
});

it("goes on after a file that is broken, and after a part of the page that does not load", async () => {
  const { begun, load, reader } = byHand();
  load.mockRejectedValueOnce(new TypeError("offline"));
  for (const name of ["a", "b", "c"]) reader.read(file(name), () => undefined, going());
  await vi.waitFor(() => expect([...begun.keys()]).toEqual(["b"]));
  begun.get("b")?.fail(new Error("broken"));
  await vi.waitFor(() => expect([...begun.keys()]).toEqual(["b", "c"]));
});

it("passes over an upload that is gone, and tells it nothing more", async () => {
  const { begun, reader } = byHand();
  const tell = vi.fn();
  const gone = new AbortController();
  const later = new AbortController();
  reader.read(file("a"), tell, gone.signal);
  reader.read(file("b"), tell, later.signal);
  reader.read(file("c"), tell, going());
  await vi.waitFor(() => expect(begun.has("a")).toBe(true));
  later.abort();
  gone.abort();
  begun.get("a")?.tell(FACTS);
  await vi.waitFor(() => expect([...begun.keys()]).toEqual(["a", "c"]));
  expect(tell).not.toHaveBeenCalled();
});
