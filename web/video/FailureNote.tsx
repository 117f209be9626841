// What went wrong, in the plain words of the failure table, and what can be done.

import type { ErrorWords } from "../session/failure-words.ts";

export function FailureNote({ title, detail, lang, detailLang }: ErrorWords) {
  return (
    <div className="failure" data-testid="failure">
      <p>
        <strong lang={lang}>{title}.</strong> <span lang={detailLang}>{detail}</span>
      </p>
    </div>
  );
}
