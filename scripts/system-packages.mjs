// Programs that npm does not carry: ffmpeg with ffprobe, a Chromium for the browser tests, and
// MediaInfo, which the metadata is compared with. On Debian and Ubuntu root installs them with
// apt-get; elsewhere a sentence names the command.

import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly } from "./foreground.mjs";
import { addPackages } from "./packages.mjs";

/** Static builds of ffmpeg 6.1.1, downloaded by their install scripts. */
const STATIC_PACKAGES = ["ffmpeg-static@5.3.0", "@derhuerst/ffprobe-static@5.3.0"];
/** Two downloads of 30 to 80 MB; without a way to their host it is better to end than to hang. */
const STATIC_LIMIT_MS = 180_000;

const APT_GET = "/usr/bin/apt-get";

/**
 * Installs ffmpeg and ffprobe: with apt-get where that can be done, else from npm's static builds.
 *
 * @param {string} root the project's folder
 * @param {(sentence: string) => void} say
 * @param {Promise<unknown>} packages settles when npm is free
 * @returns {Promise<boolean>} whether something was installed
 */
export async function installFfmpeg(root, say, packages) {
  if (canUseApt()) {
    say("Installing ffmpeg with apt-get.");
    if (await aptInstall("ffmpeg")) return true;
  } else {
    await packages;
    say("There is no ffmpeg: trying the static builds that npm packages download.");
    if (await addPackages(root, STATIC_PACKAGES, STATIC_LIMIT_MS)) return true;
    say("They could not be downloaded.");
  }
  const command =
    process.platform === "darwin" ? "brew install ffmpeg" : "sudo apt-get install ffmpeg";
  say(`ffmpeg and ffprobe 5.1 or newer are needed. Install them (${command}), or set FFMPEG_PATH.`);
  return false;
}

/**
 * @param {(sentence: string) => void} say
 * @returns {Promise<boolean>} whether it was installed
 */
export async function installChromium(say) {
  if (!canUseApt()) return false;
  say("Installing chromium for the browser tests with apt-get.");
  return await aptInstall("chromium");
}

/**
 * @param {(sentence: string) => void} say
 * @returns {Promise<boolean>} whether it was installed
 */
export async function installMediainfo(say) {
  if (!canUseApt()) return false;
  say("Installing mediainfo for the metadata tests with apt-get.");
  return await aptInstall("mediainfo");
}

/**
 * MEDIAINFO_PATH if it is set, else the first mediainfo that runs.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string | null}
 */
export function findMediainfo(env) {
  if (env.MEDIAINFO_PATH) return runs(env.MEDIAINFO_PATH) ? env.MEDIAINFO_PATH : null;
  return onPath(env, ["mediainfo"]).find(runs) ?? null;
}

/**
 * CHROMIUM_PATH if it is set, else the first Chromium or Chrome that runs.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string | null}
 */
export function findChromium(env) {
  if (env.CHROMIUM_PATH) return runs(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : null;
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const apps = ["Google Chrome", "Chromium"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  );
  return [...onPath(env, names), ...apps].find(runs) ?? null;
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {readonly string[]} names
 */
function onPath(env, names) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}

/**
 * Asked of the program itself: Ubuntu's chromium-browser is a script that only names a snap.
 *
 * @param {string} path
 */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false; // It is not there, or may not be run.
  }
  return spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}

function canUseApt() {
  return process.getuid?.() === 0 && spawnSync(APT_GET, ["--version"]).status === 0;
}

/**
 * A failing `update` is not the end: the lists may be there, or only some other source fails.
 *
 * @param {string} name
 */
async function aptInstall(name) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const wait = ["-q", "-o", "DPkg::Lock::Timeout=300"];
  await runQuietly(APT_GET, [...wait, "update"], options);
  const install = ["install", "-y", "--no-install-recommends", name];
  return await runQuietly(APT_GET, [...wait, ...install], options);
}
