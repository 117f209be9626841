// What there is to say of the run of the enhancement that is looked at.

import type { Enhancement } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { runWords } from "./run-words.ts";
import type { Run } from "./use-run.ts";

type Props = {
  run: Run;
  enhancement: Enhancement;
  /** Which run it is, where two are looked at. */
  name: string | null;
  /** Why the original is missing, which may be the same: it is told once. */
  told: string | null;
};

export function RunWords({ run, enhancement, name, told }: Props) {
  const said = words().compare.run;
  const whose = name === null ? "" : `${name}: `;
  if (run.failed) {
    return (
      <p>
        {whose}
        {said.failed}
      </p>
    );
  }
  if (run.retry) {
    return (
      <p>
        {whose}
        {said.notLoaded}{" "}
        <button type="button" className="link" onClick={run.retry}>
          {said.tryNow}
        </button>
      </p>
    );
  }
  const line = runWords(enhancement, run.shown);
  if (!line || (!run.shown && line.reason && line.reason.title === told)) return null;
  return (
    <p data-testid={line.progress === null ? "run-words" : "still-being-made"}>
      {whose}
      {line.words}
      {line.progress !== null && (
        // A screen reader is told of the work once, and has the number in the state of the work.
        <span aria-hidden="true">: {formatPercent(line.progress)}</span>
      )}
      {line.reason && (
        <>
          : <span lang={line.reason.lang}>{line.reason.title}</span>
        </>
      )}
      .{line.seen && ` ${line.seen}`}
    </p>
  );
}
