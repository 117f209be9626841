// Says aloud, politely, when the work on a video comes to another phase and when a step is tried
// again. Percentages are for whoever asks for them.

import { useEffect, useRef } from "react";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { stepName } from "./job-names.ts";
import { PHASES } from "./work-words.ts";

/** Speaks of the newest enhancement of the video, from now on. */
export function useSpokenWork({ filename, enhancements }: Video): void {
  const { spoken } = useApp();
  const newest = enhancements.at(-1);
  const phase = newest?.work?.phase;
  const retrying = newest?.work?.retrying;
  const retried = retrying
    ? words().progress.aloud.retry(filename, stepName(retrying), retrying.attempt)
    : null;
  const said = useRef({ phase, retried });
  useEffect(() => {
    const before = said.current;
    said.current = { phase, retried };
    const begun = PHASES.find((known) => known === phase);
    if (retried && retried !== before.retried) spoken.set(retried);
    else if (begun && begun !== before.phase) {
      const { aloud, phases } = words().progress;
      spoken.set(aloud.phase(filename, phases[begun].spoken));
    }
  }, [spoken, filename, phase, retried]);
}
