// How many videos there were at the last look, kept in this browser: the page draws so many empty
// places before the session has told, and nothing jumps when it does.

import { usableStorage } from "../storage.ts";

const KEY = "reelight.count";

/** 0 on the first visit, and where nothing can be kept. */
export function lastCount(): number {
  const count = Number(usableStorage()?.getItem(KEY));
  return Number.isInteger(count) && count > 0 ? count : 0;
}

export function rememberCount(count: number): void {
  usableStorage()?.setItem(KEY, String(count));
}
