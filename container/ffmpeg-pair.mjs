// Finds ffmpeg and ffprobe as a pair that lies in one place, both of version 5.1 or newer. What is
// passed over is passed over aloud. It is plain JavaScript on Node's own modules, because the
// set-up runs it before any package is installed; the image and the transcoder run the same code.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The oldest release whose filters and muxers are relied on: Debian 12 carries it. */
const RELEASE_MIN = [5, 1];
/** libavutil of release 5.1 (doc/APIchanges), for builds from git that carry no release number. */
const LIBAVUTIL_MIN = [57, 28];
/** `-version` answers in milliseconds; a program that does not is none of ours. */
const VERSION_TIMEOUT_MS = 10_000;

const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/**
 * @typedef {object} FfmpegPair
 * @property {string} ffmpeg Absolute path.
 * @property {string} ffprobe Absolute path.
 * @property {string} version As ffmpeg names itself, such as `5.1.9-0+deb12u1`.
 * @property {string} origin Where it was found: `FFMPEG_PATH`, a folder of PATH, or `ffmpeg-static`.
 */

/** @typedef {{ origin: string, ffmpeg: string, ffprobe: string }} Candidate */

/**
 * The first pair that is good enough, in this order: FFMPEG_PATH and FFPROBE_PATH, the folders of
 * PATH, the packages ffmpeg-static with @derhuerst/ffprobe-static or ffprobe-static. Null if there
 * is none.
 *
 * @param {Readonly<Record<string, string | undefined>>} [env] PATH, FFMPEG_PATH, FFPROBE_PATH
 * @param {(sentence: string) => void} [say] hears why a candidate was passed over
 * @param {string} [modules] the node_modules folder that may hold the static packages
 * @returns {FfmpegPair | null}
 */
export function findFfmpegPair(env = process.env, say = console.log, modules = MODULES) {
  for (const candidate of [
    ...namedPair(env, say),
    ...pairsOnPath(env, say),
    ...staticPair(modules, say),
  ]) {
    const version = pairVersion(candidate, say);
    if (version !== null) return { ...candidate, version };
  }
  return null;
}

/**
 * What a program says of itself in the answer to `-version`, and whether that is new enough. A
 * build from git is judged by its libavutil, since its name (`N-…`, a date) orders nothing.
 *
 * @param {string} text the answer to `-version`
 * @returns {{ version: string, recent: boolean } | null} null if ffmpeg or ffprobe did not write it
 */
export function readVersion(text) {
  const version = /^ff(?:mpeg|probe) version (\S+)/m.exec(text)?.[1];
  if (version === undefined) return null;
  const release = /^n?(\d{1,2})(?:\.(\d+))?(?!\d)/.exec(version);
  if (release) return { version, recent: atLeast(release, RELEASE_MIN) };
  const library = /^libavutil\s+(\d+)\.\s*(\d+)\./m.exec(text);
  return { version, recent: library !== null && atLeast(library, LIBAVUTIL_MIN) };
}

/**
 * The pair that the environment names. One of the two is enough if its sibling lies beside it.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(sentence: string) => void} say
 * @returns {Candidate[]}
 */
function namedPair(env, say) {
  const [ffmpeg, ffprobe] = [env.FFMPEG_PATH, env.FFPROBE_PATH];
  const given = ffmpeg || ffprobe;
  if (!given) return [];
  const pair = {
    origin: "FFMPEG_PATH",
    ffmpeg: resolve(ffmpeg || sibling(given, "ffprobe", "ffmpeg")),
    ffprobe: resolve(ffprobe || sibling(given, "ffmpeg", "ffprobe")),
  };
  const [set, unset] = ffmpeg ? ["FFMPEG_PATH", "FFPROBE_PATH"] : ["FFPROBE_PATH", "FFMPEG_PATH"];
  if (ffmpeg && ffprobe) return [pair];
  const beside = ffmpeg ? pair.ffprobe : pair.ffmpeg;
  if (beside !== resolve(given) && existsSync(beside)) return [pair];
  say(`Passed over ${set}: ${unset} is not set and there is no ${basename(beside)} beside it.`);
  return [];
}

/**
 * @param {string} path
 * @param {string} from
 * @param {string} to
 */
function sibling(path, from, to) {
  return join(dirname(path), basename(path).replace(from, to));
}

/**
 * One candidate for each folder of PATH that holds both programs.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(sentence: string) => void} say
 * @returns {Generator<Candidate>}
 */
function* pairsOnPath(env, say) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of new Set(folders.map((name) => resolve(name)))) {
    const ffmpeg = join(folder, "ffmpeg");
    const ffprobe = join(folder, "ffprobe");
    const [hasFfmpeg, hasFfprobe] = [existsSync(ffmpeg), existsSync(ffprobe)];
    if (hasFfmpeg && hasFfprobe) yield { origin: folder, ffmpeg, ffprobe };
    else if (hasFfmpeg) say(`Passed over ${ffmpeg}: there is no ffprobe beside it.`);
    else if (hasFfprobe) say(`Passed over ${ffprobe}: there is no ffmpeg beside it.`);
  }
}

/**
 * The binaries of the static packages. Their folders are read and their code is not run: each can
 * name a file that was never downloaded, and ffprobe-static ends the process on platforms it does
 * not know.
 *
 * @param {string} modules
 * @param {(sentence: string) => void} say
 * @returns {Candidate[]}
 */
function staticPair(modules, say) {
  const { platform, arch } = process;
  const ffmpeg = join(modules, "ffmpeg-static", "ffmpeg");
  const ffprobes = [
    join(modules, "@derhuerst", "ffprobe-static", "ffprobe"),
    join(modules, "ffprobe-static", "bin", platform, arch, "ffprobe"),
  ].filter((path) => existsSync(path));
  if (existsSync(ffmpeg)) {
    if (ffprobes.length === 0) say(`Passed over ${ffmpeg}: no package holds an ffprobe for it.`);
    return ffprobes.map((ffprobe) => ({ origin: "ffmpeg-static", ffmpeg, ffprobe }));
  }
  for (const path of ffprobes) say(`Passed over ${path}: ffmpeg-static holds no ffmpeg for it.`);
  return [];
}

/**
 * ffmpeg's version if both programs run and are new enough, else null.
 *
 * @param {Candidate} candidate
 * @param {(sentence: string) => void} say
 * @returns {string | null}
 */
function pairVersion(candidate, say) {
  const versions = [candidate.ffmpeg, candidate.ffprobe].map((path) => {
    const answer = spawnSync(path, ["-hide_banner", "-version"], {
      encoding: "utf8",
      timeout: VERSION_TIMEOUT_MS,
    });
    const read = answer.status === 0 ? readVersion(answer.stdout) : null;
    if (read === null) say(`Passed over ${path}: it does not run and say its version.`);
    else if (!read.recent) say(`Passed over ${path}: version ${read.version} is older than 5.1.`);
    return read?.recent ? read.version : null;
  });
  return versions.includes(null) ? null : (versions[0] ?? null);
}

/**
 * @param {RegExpExecArray} match major and minor in its first two groups
 * @param {number[]} least
 */
function atLeast(match, [leastMajor = 0, leastMinor = 0]) {
  const [major, minor] = [Number(match[1]), Number(match[2] ?? 0)];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
