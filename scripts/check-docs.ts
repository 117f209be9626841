// Keeps the documents true: every project file, folder, npm script and relative link that README,
// CONTRIBUTING or a page of docs/ names must exist.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import * as z from "zod/mini";

const PackageSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** Endings by which a bare name in code marks is taken for a file of the project. */
const SOURCE_ENDINGS = /\w\.(?:ts|tsx|mjs|css|toml|md|sh)$/;
/** What a build makes, or what lies on a machine: named in documents and rightly not there. */
const NOT_SOURCES = /^(?:node_modules|web\/dist|\.reelight|\.wrangler)(?:\/|$)/;
/** Commands of npm that are no scripts of ours. */
const NPM_OWN = new Set(["ci", "install", "run", "login", "exec", "audit"]);

/**
 * One sentence for each thing that a document names and that is not there.
 *
 * @param files the project's files, as `sourceFiles` lists them
 */
export function checkDocs(root: string, files: readonly string[]): string[] {
  const scripts = z.parse(PackageSchema, readJson(join(root, "package.json"))).scripts;
  const documents = files.filter((path) => /^(?:[A-Z]+|docs\/.*)\.md$/.test(path));
  return documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    const code = codeParts(text);
    return [
      ...missingScripts(code, scripts),
      ...missingPaths(code, files),
      ...brokenLinks(text, document, root),
    ].map((what) => `${document}: ${what}`);
  });
}

function missingScripts(code: string[], scripts: Readonly<Record<string, string>>): string[] {
  const commands = code.flatMap((part) => [...part.matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)]);
  const named = commands.flatMap(([, run, name = ""]) => (!run && NPM_OWN.has(name) ? [] : [name]));
  return unique(named)
    .filter((name) => !(name in scripts))
    .map((name) => `npm script "${name}" does not exist`);
}

/** Words in code marks and code blocks that are spelt like a path of the project. */
function missingPaths(code: string[], files: readonly string[]): string[] {
  const folders = new Set(files.filter((path) => /^[^/]+\/$/.test(path)));
  const known = new Set(files);
  const names = new Set(files.map((path) => posix.basename(path)));
  const isMissing = (word: string) => {
    if (NOT_SOURCES.test(word)) return false;
    const [first = "", ...rest] = word.split("/");
    if (rest.length > 0)
      return folders.has(`${first}/`) && !known.has(word) && !known.has(`${word}/`);
    return SOURCE_ENDINGS.test(word) && !names.has(word);
  };
  return unique(codeWords(code).filter(isMissing)).map((word) => `"${word}" does not exist`);
}

/** Code blocks and code marks. */
function codeParts(text: string): string[] {
  const fence = /^```[^\n]*\n([\s\S]*?)^```/gm;
  const blocks = [...text.matchAll(fence)].map((match) => match[1] ?? "");
  const spans = [...text.replace(fence, "").matchAll(/`([^`\n]+)`/g)].map(
    (match) => match[1] ?? "",
  );
  return [...blocks, ...spans];
}

/** Without a trailing line number; patterns such as `NNNN-….md` and `*.ts` are no paths. */
function codeWords(code: string[]): string[] {
  return code
    .flatMap((part) => part.split(/[\s"'(),;|]+/))
    .map((word) => word.replace(/^\.\//, "").replace(/[:.]+\d*$/, ""))
    .filter((word) => /^\.?[A-Za-z][\w./-]*$/.test(word) && !word.includes("NNNN"));
}

function brokenLinks(text: string, document: string, root: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const relative = targets.filter((target) => !/^(?:[a-z]+:|#|\/)/.test(target));
  return unique(relative)
    .filter((target) => {
      const path = decodeURIComponent(target.replace(/[#?].*$/, ""));
      return !existsSync(join(root, dirname(document), path));
    })
    .map((target) => `the link to "${target}" leads nowhere`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function unique<Item>(items: Item[]): Item[] {
  return [...new Set(items)];
}
