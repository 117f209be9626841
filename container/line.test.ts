import { describe, expect, it } from "vitest";
import type { JobRequest } from "../protocol/job.ts";
import { createLine, type Line } from "./line.ts";
import { anyJob } from "./testing/jobs.ts";

/** Lets a job into the line and notes in `started` when its turn comes. */
function enter(line: Line, started: string[], name: string, job: JobRequest) {
  const controller = new AbortController();
  const place = line.enter(job, controller.signal);
  place.turn.then(
    () => started.push(name),
    () => started.push(`${name} gave up`),
  );
  return { ...place, controller };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("waiting line", () => {
  it("lets in as many as there are slots, and the next when one leaves", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    const first = enter(line, started, "a", anyJob("encode", { segment: 3 }));
    enter(line, started, "b", anyJob("encode", { segment: 4 }));
    const third = enter(line, started, "c", anyJob("encode", { segment: 5 }));
    await settled();
    expect(started).toEqual(["a", "b"]);
    expect(third.ahead()).toBe(0);
    expect(line.counts()).toEqual({ running: 2, waiting: 1 });
    first.leave();
    first.leave();
    await settled();
    expect(started).toEqual(["a", "b", "c"]);
    expect(line.counts()).toEqual({ running: 2, waiting: 0 });
  });

  it("makes proxies before later segments, and leaves a slot free beside them", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    const first = enter(line, started, "a", anyJob("proxy"));
    enter(line, started, "b", anyJob("proxy"));
    const film = enter(line, started, "c", anyJob("encode", { segment: 5 }));
    await settled();
    expect(started).toEqual(["a", "c"]);
    enter(line, started, "d", anyJob("encode", { segment: 6 }));
    first.leave();
    film.leave();
    await settled();
    expect(started).toEqual(["a", "c", "b", "d"]);
  });

  it("calls what someone waits for first, then by arrival", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    const blocker = enter(line, started, "blocker", anyJob("encode", { segment: 9 }));
    const places = [
      enter(line, started, "inspect", anyJob("inspect")),
      enter(line, started, "encode 7", anyJob("encode", { segment: 7 })),
      enter(line, started, "assemble", anyJob("assemble")),
      enter(line, started, "audio", anyJob("audio")),
      enter(line, started, "encode 0", anyJob("encode", { segment: 0 })),
      enter(line, started, "analyse", anyJob("analyse")),
    ];
    expect(places.map((place) => place.ahead())).toEqual([5, 3, 4, 1, 2, 0]);
    blocker.leave();
    for (let at = 0; at < places.length; at++) {
      await settled();
      for (const place of places) if (place.ahead() === 0) await settled();
      const running = started.at(-1);
      const index = ["inspect", "encode 7", "assemble", "audio", "encode 0", "analyse"].indexOf(
        running ?? "",
      );
      places[index]?.leave();
    }
    await settled();
    expect(started).toEqual([
      ...["blocker", "analyse", "audio", "encode 0", "encode 7", "assemble", "inspect"],
    ]);
  });

  it("keeps a lane free for one probe", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    enter(line, started, "encode", anyJob("encode", { segment: 0 }));
    enter(line, started, "probe", anyJob("probe"));
    enter(line, started, "second probe", anyJob("probe"));
    await settled();
    expect(started).toEqual(["encode", "probe"]);
  });

  it("gives the probe's lane to the next probe in line", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    enter(line, started, "encode", anyJob("encode", { segment: 0 }));
    const probe = enter(line, started, "probe", anyJob("probe"));
    enter(line, started, "analyse", anyJob("analyse"));
    enter(line, started, "second probe", anyJob("probe"));
    probe.leave();
    await settled();
    expect(started).toEqual(["encode", "probe", "second probe"]);
  });

  it("keeps a lane free for one preview, beside that of the probe", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    const encode = enter(line, started, "encode", anyJob("encode", { segment: 0 }));
    enter(line, started, "analyse", anyJob("analyse"));
    enter(line, started, "preview", anyJob("preview"));
    enter(line, started, "second preview", anyJob("preview"));
    enter(line, started, "probe", anyJob("probe"));
    await settled();
    expect(started).toEqual(["encode", "preview", "probe"]);
    // A slot that comes free goes to the person who waits before it goes to a film.
    encode.leave();
    await settled();
    expect(started).toEqual(["encode", "preview", "probe", "second preview"]);
    expect(line.counts()).toEqual({ running: 3, waiting: 1 });
  });

  it("does not let an endless film starve `inspect`", async () => {
    let now = 0;
    const [line, started] = [createLine(1, () => now), [] as string[]];
    const blocker = enter(line, started, "blocker", anyJob("encode", { segment: 1 }));
    const inspect = enter(line, started, "inspect", anyJob("inspect"));
    now = 40_000;
    const encode = enter(line, started, "encode", anyJob("encode", { segment: 2 }));
    expect([inspect.ahead(), encode.ahead()]).toEqual([0, 1]);
    blocker.leave();
    await settled();
    expect(started).toEqual(["blocker", "inspect"]);
  });

  it("calls content behind all others, in its own order", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    const kinds = [
      "look",
      "summarise",
      "listen",
      "digest",
      "poster",
      "inspect",
      "assemble",
    ] as const;
    const blocker = enter(line, started, "blocker", anyJob("analyse"));
    const places = new Map(kinds.map((kind) => [kind, enter(line, started, kind, anyJob(kind))]));
    blocker.leave();
    for (const _ of kinds) {
      await settled();
      for (const [kind, place] of places) if (started.includes(kind)) place.leave();
    }
    await settled();
    expect(started.slice(1)).toEqual([
      ...["assemble", "inspect", "digest", "poster", "summarise", "listen", "look"],
    ]);
  });

  it("begins content where a slot is idle, and holds none: films find all of them", async () => {
    const [line, started] = [createLine(3), [] as string[]];
    enter(line, started, "look", anyJob("look"));
    const listen = enter(line, started, "listen", anyJob("listen"));
    enter(line, started, "second look", anyJob("look"));
    enter(line, started, "summarise", anyJob("summarise"));
    await settled();
    expect(started).toEqual(["look", "listen"]);
    enter(line, started, "encode", anyJob("encode", { segment: 3 }));
    await settled();
    expect(started.at(-1)).toBe("encode");
    listen.leave();
    await settled();
    expect(started).toEqual(["look", "listen", "encode", "summarise"]);
    const films = ["b", "c"].map((name) => enter(line, started, name, anyJob("encode")));
    enter(line, started, "second look", anyJob("look"));
    await settled();
    expect(started.slice(4)).toEqual(["b", "c"]);
    for (const film of films) film.leave();
    await settled();
    expect(started.slice(4)).toEqual(["b", "c"]);
  });

  it("holds no slot up with digests of long films", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    const first = enter(line, started, "digest", anyJob("digest"));
    enter(line, started, "second digest", anyJob("digest"));
    await settled();
    expect(started).toEqual(["digest"]);
    enter(line, started, "encode", anyJob("encode", { segment: 3 }));
    await settled();
    expect(started).toEqual(["digest", "encode"]);
    first.leave();
    await settled();
    expect(started).toEqual(["digest", "encode", "second digest"]);
  });

  it("lets a poster have any slot, and the only one have content", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    for (const kind of ["look", "poster", "look"] as const)
      enter(line, started, kind, anyJob(kind));
    await settled();
    expect(started).toEqual(["look", "poster"]);
    const [single, alone] = [createLine(1), [] as string[]];
    for (const name of ["first", "second"]) enter(single, alone, name, anyJob("look"));
    await settled();
    expect(alone).toEqual(["first"]);
  });

  it("makes a poster beside the films that find their slots free", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    const names = ["poster", "encode", "audio"] as const;
    for (const kind of names) enter(line, started, kind, anyJob(kind));
    await settled();
    expect(started).toEqual([...names]);
  });

  it("lets a later segment wait a moment for the first one, which comes by another queue", async () => {
    const [line, started] = [createLine(1, Date.now, 20), [] as string[]];
    enter(line, started, "later", anyJob("encode", { segment: 1 }));
    await settled();
    expect(started).toEqual([]);
    const first = enter(line, started, "first", anyJob("encode", { segment: 0 }));
    await settled();
    expect(started).toEqual(["first"]);
    first.leave();
    await expect.poll(() => started).toEqual(["first", "later"]);
  });

  it("gives a place back that content gave up", async () => {
    const [line, started] = [createLine(2), [] as string[]];
    const first = enter(line, started, "first", anyJob("look"));
    const second = enter(line, started, "second", anyJob("look"));
    enter(line, started, "third", anyJob("look"));
    second.controller.abort(new Error("cancelled"));
    first.leave();
    first.leave();
    await settled();
    expect(started).toEqual(["first", "second gave up", "third"]);
  });

  it("lets one content job begin beside endless films every five minutes, and no more", async () => {
    let now = 0;
    const [line, started] = [createLine(1, () => now), [] as string[]];
    let running = enter(line, started, "encode", anyJob("encode", { segment: 1 }));
    const looks = ["a", "b"].map((name) => enter(line, started, name, anyJob("look")));
    // An encode of a minute ends, and the next one has come before it.
    for (let minute = 1; minute <= 13; minute++) {
      now = minute * 60_000;
      const next = enter(line, started, "encode", anyJob("encode", { segment: minute + 1 }));
      running.leave();
      await settled();
      for (const [at, name] of ["a", "b"].entries()) if (started.includes(name)) looks[at]?.leave();
      await settled();
      running = next;
    }
    expect(started).toEqual([
      ...Array.from({ length: 6 }, () => "encode"),
      "a",
      ...Array.from({ length: 6 }, () => "encode"),
      "b",
      ...Array.from({ length: 2 }, () => "encode"),
    ]);
  });

  it("forgets who gives up, in line or at work", async () => {
    const [line, started] = [createLine(1), [] as string[]];
    const first = enter(line, started, "a", anyJob("analyse"));
    const second = enter(line, started, "b", anyJob("analyse"));
    enter(line, started, "c", anyJob("analyse"));
    second.controller.abort(new Error("cancelled"));
    await settled();
    expect(started).toEqual(["a", "b gave up"]);
    expect(line.counts()).toEqual({ running: 1, waiting: 1 });
    first.leave();
    await settled();
    expect(started).toEqual(["a", "b gave up", "c"]);
  });
});
