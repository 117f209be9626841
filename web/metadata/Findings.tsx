// What a person should know of the file, most serious first, each with what can be done about it.

import type { Finding, Severity } from "../../protocol/finding.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { parseSettings, type Settings } from "../../protocol/settings.ts";
import { words } from "../language/words.ts";
import { settingsWords } from "../settings/settings-words.ts";
import { evidenceRows } from "./evidence-words.ts";
import { Rows } from "./Section.tsx";

type Props = {
  document: MetadataDocument;
  /** More may be found yet. */
  pending: boolean;
  onEnhance: (settings: Settings) => void;
};

export function Findings({ document, pending, onEnhance }: Props) {
  const { findings, stage } = document;
  const told = words().metadata.findings;
  return (
    <section className="findings" aria-labelledby="findings-title" data-testid="findings">
      <h3 id="findings-title">{told.title}</h3>
      {findings.length > 0 ? (
        <ul>
          {findings.map((finding) => (
            <li key={`${finding.code} ${finding.title}`} data-severity={finding.severity}>
              <FindingNote document={document} finding={finding} onEnhance={onEnhance} />
            </li>
          ))}
        </ul>
      ) : (
        !pending && <p className="none">{stage === "content" ? told.none : told.noneYet}</p>
      )}
      {pending && <p className="none pending-words">{told.pending}</p>}
    </section>
  );
}

type NoteProps = { document: MetadataDocument; finding: Finding } & Pick<Props, "onEnhance">;

function FindingNote({ document, finding, onEnhance }: NoteProps) {
  const { severity, title, explanation, consequence, fix } = finding;
  const parsed = fix.settings === null ? null : parseSettings(fix.settings);
  const settings = parsed?.ok ? parsed.settings : null;
  const told = words().metadata.findings;
  return (
    <article className="finding" data-testid={`finding-${finding.code}`}>
      <h4>
        <SeverityMark severity={severity} />
        <bdi lang="en">{title}</bdi>
      </h4>
      <p>
        <bdi lang="en">{explanation}</bdi> <bdi lang="en">{consequence}</bdi>
      </p>
      <p className="finding-fix">
        <bdi lang="en">{fix.text}</bdi>
      </p>
      {settings && (
        <button
          type="button"
          className="button"
          title={settingsWords(settings)}
          aria-label={told.enhanceFor(title)}
          onClick={() => onEnhance(settings)}
        >
          {told.enhance}
        </button>
      )}
      {finding.evidence.length > 0 && (
        <details className="evidence">
          <summary>
            <span className="section-words">{told.evidence}</span>
          </summary>
          <Rows title={told.seen} rows={evidenceRows(document, finding)} />
        </details>
      )}
    </article>
  );
}

/** An octagon, a triangle, a disc: told apart without colour too. */
const MARKS: Record<Severity, string> = {
  error: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6",
  warning: "M12 3 22 20H2zM12 9v5M12 17v.2",
  info: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5M12 7.5v.2",
};

function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className="severity">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={MARKS[severity]} />
      </svg>
      {words().metadata.findings.severities[severity]}
    </span>
  );
}
