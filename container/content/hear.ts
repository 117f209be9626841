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
const TIME = /^(?:n|frame): *\d+ +pts: *(-?\d+|NOPTS)/;
const VERDICT = /^lavfi\.idet\.(single|repeated)\.current_frame=(\w+)/;

/** `hear` takes a line and tells whether it was one of the filters'. */
export function listener(onFrame: (time: number) => void) {
  const heard: Heard = { small: [], fields: [], tiles: [], patches: [], orders: [] };
  let judged = Number.NaN;
  const hear = (line: string): boolean => {
    const [, filter, name, text = ""] = LINE.exec(line) ?? [];
    if (filter === undefined) return false;
    const time = TIME.exec(text)?.[1];
    if (filter === "metadata") {
      if (time !== undefined) judged = Number(time);
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
    // A frame that nobody dated is shown when its turn comes.
    const time = text === "NOPTS" ? (list.at(-1) ?? Number.NaN) : Number(text);
    list.push(time);
    if (name === "small") onFrame(time);
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
