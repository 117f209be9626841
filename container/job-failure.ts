// The one error that an attempt may end with on purpose: a row of the closed table. Anything else
// that is thrown is a bug, and ends the attempt as `internal`.

import type { FailureCode } from "../protocol/failure.ts";

export class JobFailure extends Error {
  readonly code: FailureCode;
  /** Sentence for the client, where more is known than the table says; no path, no raw output. */
  readonly detail: string | undefined;

  /** `cause` is for the log alone. */
  constructor(code: FailureCode, detail?: string, cause?: unknown) {
    super(detail ?? code, { cause });
    this.name = "JobFailure";
    this.code = code;
    this.detail = detail;
  }
}
