// What the run that is looked at is compared with: the original, or another run.

import { useId } from "react";
import { words } from "../language/words.ts";

/** Stands for the original where a run's id may stand. */
const ORIGINAL = "";

type Props = {
  /** Other runs that may stand on the left. */
  runs: readonly { id: string; name: string }[];
  /** The one that does; null for the original. */
  against: string | null;
  onAgainst: (id: string | null) => void;
};

export function Against({ runs, against, onAgainst }: Props) {
  const select = useId();
  if (runs.length === 0) return null;
  return (
    <div className="choice">
      <label htmlFor={select}>{words().compare.choices.compareWith}</label>
      <select
        id={select}
        value={against ?? ORIGINAL}
        onChange={({ currentTarget: { value } }) => onAgainst(value === ORIGINAL ? null : value)}
      >
        <option value={ORIGINAL}>{words().compare.names.original}</option>
        {runs.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
