// Which videos of the list are selected, and from where a range is counted. Pure.

export type Selection = {
  keys: ReadonlySet<string>;
  /** What was selected or deselected last: the other end of a range. */
  anchor: string | null;
};

export const NOTHING: Selection = { keys: new Set(), anchor: null };

/**
 * Selects `key` or takes it out; with `range` everything from the anchor to it as well, in the order
 * of `shown`.
 */
export function toggled(
  { keys, anchor }: Selection,
  key: string,
  range: boolean,
  shown: readonly string[],
): Selection {
  const select = !keys.has(key);
  const from = anchor === null ? -1 : shown.indexOf(anchor);
  const to = shown.indexOf(key);
  const touched =
    range && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [key];
  const next = new Set(keys);
  for (const one of touched) {
    if (select) next.add(one);
    else next.delete(one);
  }
  return { keys: next, anchor: key };
}

/** All that is shown, or nothing if all of it is selected already. */
export function allOrNothing(selection: Selection, shown: readonly string[]): Selection {
  const all = shown.every((key) => selection.keys.has(key));
  return all ? NOTHING : { keys: new Set(shown), anchor: selection.anchor };
}

/** What is selected of what is shown: nobody deletes what they do not see. */
export function selectedOf({ keys }: Selection, shown: readonly string[]): string[] {
  return shown.filter((key) => keys.has(key));
}
