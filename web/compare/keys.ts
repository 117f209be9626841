// The keys of the viewer: what each does, told to the person from the same list. Pure.

export type Command =
  | "play"
  | "frame back"
  | "frame on"
  | "earlier"
  | "later"
  | "hold"
  | "in"
  | "out"
  | "clear"
  | "zoom"
  | "full screen"
  | "help"
  | { view: number };

type Key = { shown: string; does: string };

const LETTERS: readonly (Key & { keys: readonly string[]; command: Command })[] = [
  { keys: ["k", " "], shown: "K or Space", does: "Play and pause", command: "play" },
  { keys: [","], shown: ",", does: "One frame back", command: "frame back" },
  { keys: ["."], shown: ".", does: "One frame on", command: "frame on" },
  { keys: ["j"], shown: "J", does: "Five seconds back", command: "earlier" },
  { keys: ["l"], shown: "L", does: "Five seconds on", command: "later" },
  { keys: ["b"], shown: "B", does: "Hold for the left picture", command: "hold" },
  { keys: ["i"], shown: "I", does: "Loop from this frame", command: "in" },
  { keys: ["o"], shown: "O", does: "Loop to this frame", command: "out" },
  { keys: ["x"], shown: "X", does: "Clear the loop", command: "clear" },
  { keys: ["z"], shown: "Z", does: "Zoom: fit, 100 %, 200 %", command: "zoom" },
  { keys: ["f"], shown: "F", does: "Full screen", command: "full screen" },
  { keys: ["?"], shown: "?", does: "Show these keys", command: "help" },
];

/** What to tell of the keys. */
export const KEYS: readonly Key[] = [
  ...LETTERS,
  { shown: "1 to 5", does: "Choose a view" },
  { shown: "Arrows", does: "Move the wipe, the place or the zoomed picture that has the focus" },
];

/** What a key asks for, by `KeyboardEvent.key`; null for a key that means nothing here. */
export function commandOf(key: string): Command | null {
  if (/^[1-5]$/.test(key)) return { view: Number(key) - 1 };
  const letter = key.toLowerCase();
  return LETTERS.find(({ keys }) => keys.includes(letter))?.command ?? null;
}
