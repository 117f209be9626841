// What is happening to an enhancement now: the phase, how far it is, how long it will take, and what
// is tried again.

import { useState } from "react";
import type { Work } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { useNow } from "../shell/use-now.ts";
import { Meter } from "../video/Meter.tsx";
import { calmer, leftWords, lineWords, PHASES, phaseWords, retryWords } from "./work-words.ts";
import "./progress.css";

type Props = { work: Work; progress: number };

export function WorkNow({ work, progress }: Props) {
  const { phase, retrying } = work;
  const seconds = useCalm(work.secondsLeft);
  const known = phase !== "waiting" && progress > 0;
  const figures = [
    known ? formatPercent(progress) : null,
    // Between two segments it is next in line for a moment, which nobody has to know.
    work.ahead === 0 && known ? null : lineWords(work.ahead),
    leftWords(seconds),
  ].filter((figure) => figure !== null);
  const phaseNow = phaseWords(work);
  return (
    <>
      <p>{phaseNow}</p>
      <Meter
        label={words().progress.now.meter}
        value={known ? progress : null}
        words={[phaseNow, ...figures].join(", ")}
        testId="enhancement-progress"
      />
      {/* The line stays when it is empty, so that nothing jumps. */}
      <p className="work-figures" data-testid="work-figures">
        {figures.join(" · ")}
      </p>
      <PhaseSteps phase={phase} />
      {retrying && <RetryNote retrying={retrying} />}
    </>
  );
}

function PhaseSteps({ phase }: Pick<Work, "phase">) {
  const { now, phases } = words().progress;
  const at = phase === "waiting" ? -1 : PHASES.indexOf(phase);
  return (
    <ol className="steps" aria-label={now.steps}>
      {PHASES.map((one, index) => (
        <li
          key={one}
          data-state={index < at ? "done" : index === at ? "current" : "open"}
          aria-current={index === at ? "step" : undefined}
        >
          {phases[one].name}
          {index < at && <span className="unseen">{now.done}</span>}
        </li>
      ))}
    </ol>
  );
}

function RetryNote({ retrying }: { retrying: NonNullable<Work["retrying"]> }) {
  const now = useNow(1_000);
  return (
    <p className="work-retry" data-testid="work-retry">
      {retryWords(retrying, now)}
    </p>
  );
}

/** Seconds as they are to be shown, which change less often than what is expected. */
function useCalm(left: number | null): number | null {
  const [shown, setShown] = useState<number | null>(null);
  const next = calmer(shown, left);
  if (next !== shown) setShown(next);
  return next;
}
