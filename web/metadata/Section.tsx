// A part of what is known of the file, folded away until somebody wants it, and tables of rows.
// Names and values may be a stranger's: text, each with a direction of its own.

import type { ReactNode } from "react";
import type { Row } from "./rows.ts";

type Props = {
  title: string;
  /** What is in it, in a word or two. */
  words?: string | null | undefined;
  open?: boolean;
  children: ReactNode;
};

export function Section({ title, words, open = false, children }: Props) {
  return (
    <details className="section" open={open}>
      <summary>
        <h3>{title}</h3>
        {words && (
          <span className="section-words">
            <bdi>{words}</bdi>
          </span>
        )}
      </summary>
      <div className="section-body">{children}</div>
    </details>
  );
}

/** More than a few lines of a phone's narrow columns: such a row takes the whole width. */
const NAME_CHARS = 48;
const VALUE_CHARS = 96;
const isLong = (name: string, value: string) =>
  name.length > NAME_CHARS || value.length > VALUE_CHARS;

export function Rows({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table className="rows">
      <caption>
        <bdi>{title}</bdi>
      </caption>
      <tbody>
        {rows.map(({ name, value, remark }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes of one type may come many times.
          <tr key={`${index} ${name}`} data-long={isLong(name, value)}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td>
              <bdi>{value}</bdi>
              {remark && (
                <span className="remark">
                  <bdi>{remark}</bdi>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
