// What a person should know of a file, from its metadata document: a closed list, described in
// docs/findings.md. Pure. What is not known is not concluded from: a part that is null says nothing.

import type { Finding, Severity } from "../../protocol/finding.ts";
import type { Described, Rule } from "./finding-parts.ts";
import { colourFindings } from "./findings-colour.ts";
import { fileFindings } from "./findings-file.ts";
import { lookFindings } from "./findings-look.ts";
import { playabilityFindings } from "./findings-playability.ts";
import { privacyFindings } from "./findings-privacy.ts";
import { qualityFindings } from "./findings-quality.ts";
import { shapeFindings } from "./findings-shape.ts";
import { soundFindings } from "./findings-sound.ts";
import { timeFindings } from "./findings-time.ts";

/** In the order in which findings of one severity are told: playing and being whole first. */
const RULES: readonly Rule[] = [
  playabilityFindings,
  fileFindings,
  timeFindings,
  shapeFindings,
  lookFindings,
  qualityFindings,
  soundFindings,
  colourFindings,
  privacyFindings,
];

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Most serious first; at most one finding of each code. */
export function findingsOf(document: Described): Finding[] {
  const findings = RULES.flatMap((rule) => rule(document));
  return findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}
