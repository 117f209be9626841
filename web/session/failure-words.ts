// A failure in the language of the page. The service speaks English; what it says of a code in
// general is known here in every language.

import { type Problem, type ProblemCode, problem } from "../../protocol/problem.ts";
import { words } from "../language/words.ts";

/** Two plain sentences, and the language of each if it is not that of the page. */
export type ErrorWords = {
  title: string;
  detail: string;
  lang: "en" | undefined;
  detailLang: "en" | undefined;
};

/** What the page says itself, in its own language. */
export function ownWords({ title, detail }: Pick<ErrorWords, "title" | "detail">): ErrorWords {
  return { title, detail, lang: undefined, detailLang: undefined };
}

/**
 * A failure, or a problem document, in words. A detail that says more than the table (which setting,
 * which number) stays as it came; so does all of a code that is newer than the page.
 */
export function failureWords({
  code,
  title,
  detail,
}: Pick<Problem, "code" | "title" | "detail">): ErrorWords {
  const { failures } = words();
  if (failures === null) return ownWords({ title, detail });
  if (!isKnown(code, failures)) return { title, detail, lang: "en", detailLang: "en" };
  const said = failures[code];
  const isGeneral = detail === problem(code, undefined, "").detail;
  return isGeneral
    ? ownWords(said)
    : { title: said.title, detail, lang: undefined, detailLang: "en" };
}

function isKnown(code: string, failures: Record<ProblemCode, unknown>): code is ProblemCode {
  return Object.hasOwn(failures, code);
}
