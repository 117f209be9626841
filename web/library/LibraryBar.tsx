// Looking through many videos: by name or state, in an order of one's choice.

import { words } from "../language/words.ts";
import { EVERYTHING, isSort, type Query, SORTS } from "./query.ts";

type Props = {
  query: Query;
  onQuery: (query: Query) => void;
  /** How many fit, of how many there are. */
  found: number;
  total: number;
};

export function LibraryBar({ query, onQuery, found, total }: Props) {
  const said = words().library;
  return (
    <search className="library-bar">
      <input
        type="search"
        className="search"
        aria-label={said.search}
        placeholder={said.searchHint}
        autoComplete="off"
        spellCheck={false}
        value={query.words}
        onChange={({ currentTarget }) => onQuery({ ...query, words: currentTarget.value })}
      />
      <label className="sort">
        <span>{said.sortBy}</span>
        <select
          value={query.sort}
          onChange={({ currentTarget: { value } }) =>
            onQuery({ ...query, sort: isSort(value) ? value : EVERYTHING.sort })
          }
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {said.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
      <p className="unseen" role="status">
        {query.words.trim() !== "" && said.found(found, total)}
      </p>
    </search>
  );
}
