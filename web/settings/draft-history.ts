// Undo and redo of a settings form. Pure.

import type { SettingsDraft } from "./settings-draft.ts";

export type DraftHistory = {
  readonly past: readonly SettingsDraft[];
  readonly draft: SettingsDraft;
  /** Nearest first. */
  readonly future: readonly SettingsDraft[];
  /** The one field that the newest change was made in, and when in ms; null after anything else. */
  readonly last: { field: string; at: number } | null;
};

/** A slider that is dragged, or a number that is typed, is one step until it rests for so long. */
const REST_MS = 1_000;
/** More steps than anybody goes back. */
const STEPS_MAX = 100;

export function historyOf(draft: SettingsDraft): DraftHistory {
  return { past: [], draft, future: [], last: null };
}

/** The history with that draft at its end. `now` is in ms. */
export function changed(history: DraftHistory, draft: SettingsDraft, now: number): DraftHistory {
  const fields = differences(history.draft, draft);
  const [field] = fields;
  if (field === undefined) return history;
  const { last } = history;
  const goesOn = fields.length === 1 && last?.field === field && now - last.at < REST_MS;
  return {
    past: goesOn ? history.past : [...history.past, history.draft].slice(-STEPS_MAX),
    draft,
    future: [],
    last: fields.length === 1 ? { field, at: now } : null,
  };
}

export function undone(history: DraftHistory): DraftHistory {
  const draft = history.past.at(-1);
  if (!draft) return history;
  const future = [history.draft, ...history.future];
  return { past: history.past.slice(0, -1), draft, future, last: null };
}

export function redone(history: DraftHistory): DraftHistory {
  const [draft, ...future] = history.future;
  if (!draft) return history;
  return { past: [...history.past, history.draft], draft, future, last: null };
}

/** Names of the fields that are not the same; those of a group by the names in it. */
function differences(a: SettingsDraft, b: SettingsDraft): string[] {
  const [before, after] = [flat(a), flat(b)];
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

function flat({ values, steps, ...rest }: SettingsDraft): Record<string, string> {
  return { ...rest, ...values, ...steps };
}
