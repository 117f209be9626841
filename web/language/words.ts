// Every sentence of the page, in the language that was chosen. English is complete and always there;
// others are loaded when they are chosen, and the compiler sees to it that nothing is missing.

import { en } from "./en/en.ts";

/** What a language has to say: the shape of English. */
export type Words = typeof en;

let current: Words = en;

/**
 * The words of the language at present. Ask when something is shown and keep nothing: a change of the
 * language draws the page anew.
 */
export function words(): Words {
  return current;
}

/** For `language.ts` alone, which draws the page anew. */
export function setWords(next: Words): void {
  current = next;
}
