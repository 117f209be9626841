// What a person should know of a file, from its metadata document: a closed list, described in
// docs/findings.md. Pure. What is not known is not concluded from: a part that is null says nothing.

import type { Failure } from "../../protocol/failure.ts";
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
import { refusalOf } from "./refusal.ts";

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

/**
 * Most serious first; at most one finding of each code. `trouble` is the failure of the video's
 * metadata: of a file that is refused none offers an enhancement.
 */
export function findingsOf(document: Described, trouble: Failure | null = null): Finding[] {
  const refusal = refusalOf(document, trouble);
  const findings = RULES.flatMap((rule) => rule(document));
  return findings
    .map((finding) => (refusal ? withoutSettings(finding, refusal) : finding))
    .toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** What can be done elsewhere stays. */
function withoutSettings(finding: Finding, { detail }: Failure): Finding {
  if (finding.fix.settings === null) return finding;
  return { ...finding, fix: { text: `Reelight cannot do it here. ${detail}`, settings: null } };
}
