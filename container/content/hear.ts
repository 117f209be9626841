// Reads what the filters of a look say while they work: times of frames, and idet's verdicts. Pure.

/** What idet says of one frame, as a number in a column. */
export const ORDERS: readonly string[] = ["undetermined", "progressive", "tff", "bff"];

export type Heard = {
  /** Microseconds of each frame of these outputs, in order. */
  small: number[];
  fields: number[];
  tiles: number[];
  patches: number[];
  /** Of each frame that idet judged: its time, place in ORDERS, and whether a field is repeated. */
  orders: { time: number; order: number; repeated: boolean }[];
};

const LINE = /^\[(showinfo|metadata)@(\w+) @ [^\]]*\] \[info\] (.*)$/;
/** The time of a frame that nobody dated. */
const UNDATED = "NOPTS";
const TIME = /^(?:n|frame): *\d+ +pts: *(-?\d+|NOPTS)/;
const VERDICT = /^lavfi\.idet\.(single|repeated)\.current_frame=(\w+)/;

/**
 * `hear` takes a line and tells whether it was one of the filters'. A frame that nobody dated is
 * shown when its turn comes: with the one before it, or at the beginning with the first one that is
 * dated, and at 0 where none is. So every frame has a time.
 */
export function listener(onFrame: (time: number) => void) {
  const heard: Heard = { small: [], fields: [], tiles: [], patches: [], orders: [] };
  const dated = new Set<string>();
  let judged = 0;
  const hear = (line: string): boolean => {
    const [, filter, name, text = ""] = LINE.exec(line) ?? [];
    if (filter === undefined) return false;
    const time = TIME.exec(text)?.[1];
    if (filter === "metadata") {
      if (time !== undefined) takeJudged(time);
      else takeVerdict(text);
    } else if (time !== undefined) takeTime(name ?? "", time);
    return true;
  };
  return { heard, hear };

  function takeTime(name: string, text: string) {
    const list =
      name === "small" || name === "fields" || name === "tiles" || name === "patches"
        ? heard[name]
        : null;
    if (list === null) return;
    const time = text === UNDATED ? (list.at(-1) ?? 0) : Number(text);
    if (isFirstDated(name, text)) list.fill(time);
    list.push(time);
    if (name === "small") onFrame(time);
  }

  function takeJudged(text: string) {
    if (text !== UNDATED) judged = Number(text);
    if (!isFirstDated("orders", text)) return;
    for (const verdict of heard.orders) verdict.time = judged;
  }

  /** Those before it are undated, and take its time. */
  function isFirstDated(name: string, text: string): boolean {
    if (text === UNDATED || dated.has(name)) return false;
    dated.add(name);
    return true;
  }

  function takeVerdict(text: string) {
    const [, kind, word] = VERDICT.exec(text) ?? [];
    if (kind === "single") {
      const order = ORDERS.indexOf(word ?? "");
      heard.orders.push({ time: judged, order: Math.max(0, order), repeated: false });
      return;
    }
    const last = heard.orders.at(-1);
    if (kind === "repeated" && last && last.time === judged) last.repeated = word !== "neither";
  }
}
