// Runs clips through the transcoder as a client would and judges what comes out: correct by every
// check, or refused with the one failure that is expected of it. Nothing else counts.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Settings } from "../../protocol/settings.ts";
import { ChainFailure, runChain } from "../testing/chain.ts";
import type { Gateway } from "../testing/gateway.ts";
import type { Service } from "../testing/service.ts";
import type { Case } from "./case.ts";
import { type Check, checkResult } from "./check-result.ts";

/** What is special about clips of MEDIA_DIR; all others must come out as every result must. */
const REAL: Record<string, Omit<Case, "name" | "path">> = {
  "alpha.webm": { alpha: { decoder: "libvpx-vp9" } },
  "audio-only.mp4": { refused: "audio_only" },
  "multi-audio.mp4": { refused: "audio_only" },
  "bad-moov-truncated.m4b": { refused: "audio_only" },
  "bad-missing-stsd.mp4": { sounds: 0 },
  "cam-sony-a7m3.mts": { deinterlace: "tff" },
};
const EXTENSIONS = new Set([".mp4", ".mov", ".m4b", ".webm", ".mkv", ".ts", ".mts", ".avi"]);
/** Clips longer than this are run by the full corpus only, in seconds; by name, to need no probe. */
const LONG = new Set(["bbb-480p-30s.mp4", "tears-of-steel.webm"]);

export type Row = {
  name: string;
  /** `ok`, `refused: code` where that was expected, or what is wrong. */
  verdict: string;
  right: boolean;
  checks: Check[];
};

/** The clips in the folder that MEDIA_DIR names; empty where there is none. */
export async function realCases(which: "all" | "short"): Promise<Case[]> {
  const folder = process.env.MEDIA_DIR;
  if (!folder || !existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => EXTENSIONS.has(extname(name))).sort();
  return names
    .filter((name) => which === "all" || !LONG.has(name))
    .map((name) => ({ ...REAL[name], name, path: join(folder, name) }));
}

/**
 * One clip: made, sent through the chain with a neutral recipe and, unless that is to do, with
 * `auto`, and judged.
 */
export async function runCase(
  test: Case,
  at: { service: Service; gateway: Gateway; folder: string },
  modes: "both" | "neutral" = "both",
): Promise<Row> {
  const path = test.path ?? join(at.folder, test.name);
  if (test.make) await test.make(path);
  const checks: Check[] = [];
  const neutral: Settings = { mode: "manual", ...test.settings };
  const auto: Settings = { ...test.settings, mode: "auto" };
  for (const settings of modes === "both" ? [neutral, auto] : [neutral]) {
    try {
      const source = await at.gateway.source(path);
      const { file } = await runChain(at.service, at.gateway, source, settings);
      if (test.refused) return row(test, `taken instead of ${test.refused}`, false, checks);
      const same = settings.mode === "manual";
      const found = await checkResult(test, path, file, same);
      checks.push(...found.map((check) => ({ ...check, name: `${settings.mode}: ${check.name}` })));
    } catch (error) {
      if (!(error instanceof ChainFailure)) {
        return row(test, `could not be judged: ${error}`, false, checks);
      }
      const expected = error.code === test.refused;
      const verdict = expected ? `refused: ${error.code}` : `FAILED: ${error.message}`;
      return row(test, verdict, expected, checks);
    }
  }
  const wrong = checks.filter(({ right }) => !right);
  return row(test, wrong.length === 0 ? "ok" : `${wrong.length} WRONG`, wrong.length === 0, checks);
}

/** A row of the table: name, verdict, and what is wrong or how much was right. */
export function rowText({ name, verdict, checks }: Row): string {
  const wrong = checks.filter(({ right }) => !right);
  const words =
    wrong.length > 0
      ? wrong.map((check) => `${check.name} (${check.found})`).join("; ")
      : checks.length > 0
        ? `${checks.length} checks`
        : "";
  return `${name.padEnd(34)} ${verdict.padEnd(30)} ${words}`.trimEnd();
}

function row(test: Case, verdict: string, right: boolean, checks: Check[]): Row {
  return { name: test.name, verdict, right, checks };
}
