// The keys of the viewer: what each does, told to the person from the same list. Pure.

import { words } from "../language/words.ts";

/** What a key does whatever can be seen. */
export type Action =
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
  | "help";

/** A view is chosen by its place among those that are possible. */
export type Command = Action | { view: number };

const LETTERS: readonly { keys: readonly string[]; action: Action }[] = [
  { keys: ["k", " "], action: "play" },
  { keys: [","], action: "frame back" },
  { keys: ["."], action: "frame on" },
  { keys: ["j"], action: "earlier" },
  { keys: ["l"], action: "later" },
  { keys: ["b"], action: "hold" },
  { keys: ["i"], action: "in" },
  { keys: ["o"], action: "out" },
  { keys: ["x"], action: "clear" },
  { keys: ["z"], action: "zoom" },
  { keys: ["f"], action: "full screen" },
  { keys: ["?"], action: "help" },
];

/** How far a large step of the timeline goes. */
const LARGE_STEP_S = 10;

/** Which way a key moves the place while the timeline has the focus. */
const WAYS: Record<string, 1 | -1> = {
  ...{ ArrowRight: 1, ArrowUp: 1, PageUp: 1 },
  ...{ ArrowLeft: -1, ArrowDown: -1, PageDown: -1 },
};

/** What to tell of the keys; that of the full screen only where there is one. */
export function keyHelp(hasFullscreen: boolean): { shown: string; does: string }[] {
  const said = words().compare.keys;
  const told = LETTERS.filter(({ action }) => hasFullscreen || action !== "full screen");
  const letters = told.map(({ keys, action }) => ({
    shown: said.either(keys.map((key) => (key === " " ? said.space : key.toUpperCase()))),
    does: said.do[action],
  }));
  return [...letters, said.views, said.arrows, said.largeSteps];
}

/** What a key asks for, by `KeyboardEvent.key`; null for a key that means nothing here. */
export function commandOf(key: string): Command | null {
  if (/^[1-5]$/.test(key)) return { view: Number(key) - 1 };
  const letter = key.toLowerCase();
  return LETTERS.find(({ keys }) => keys.includes(letter))?.action ?? null;
}

export type PlaceMove = { frames: number } | { seconds: number };

/** How a key moves the place while the timeline has the focus; null for the keys left as they are. */
export function placeMoveOf(key: string, shift: boolean): PlaceMove | null {
  const way = WAYS[key];
  if (!way) return null;
  const large = shift || key.startsWith("Page");
  return large ? { seconds: way * LARGE_STEP_S } : { frames: way };
}
