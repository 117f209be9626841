// Makes a fresh machine ready and then runs one of the project's commands: packages, a recent Node
// for the tools, ffmpeg, and a browser for the tests. It says in one line what it does. It runs on
// Node 20 before anything is installed, so it is plain JavaScript on Node's own modules.

import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFfmpegPair } from "../container/ffmpeg-pair.mjs";
import { endOnSignals, run } from "./foreground.mjs";
import { arePackagesCurrent, installPackages } from "./packages.mjs";
import { findRecentNode, NODE_MIN } from "./recent-node.mjs";
import {
  findChromium,
  findMediainfo,
  installChromium,
  installFfmpeg,
  installMediainfo,
} from "./system-packages.mjs";

/** @typedef {"ffmpeg" | "chromium" | "mediainfo"} Need */
/** @type {Record<string, { script: string, args?: string[], needs?: Need[] }>} */
const COMMANDS = {
  start: { script: "scripts/start.ts", needs: ["ffmpeg"] },
  dev: { script: "scripts/start.ts", args: ["--dev"], needs: ["ffmpeg"] },
  test: { script: "scripts/test.ts", needs: ["ffmpeg", "chromium", "mediainfo"] },
  "test:container": { script: "scripts/test-container.ts", needs: ["ffmpeg"] },
  "test:corpus": { script: "container/corpus/run.ts", needs: ["ffmpeg"] },
  check: { script: "scripts/check.ts" },
  bench: { script: "bench/run.ts", needs: ["ffmpeg"] },
  deploy: { script: "scripts/deploy.ts" },
};

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string} sentence */
const say = (sentence) => console.log(sentence);

/**
 * The exit code of the command, or of the first step towards it that failed.
 *
 * @param {string[]} argv the command's name and its arguments
 * @returns {Promise<number>}
 */
async function main([name = "", ...args]) {
  const command = COMMANDS[name];
  if (command === undefined) {
    return refuse(`Name one of: ${Object.keys(COMMANDS).join(", ")}.`);
  }
  if (process.platform === "win32") {
    return refuse("Reelight runs on Linux and macOS. On Windows, run it in WSL.");
  }
  if (Number.parseInt(process.versions.node, 10) < 20) {
    return refuse(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  }
  // Side by side: one waits for the network while the other unpacks.
  const packages = ensurePackages();
  const found = await findNeeds(command.needs ?? [], packages);
  if (!(await packages)) {
    return refuse("npm could not install the packages. What it said stands above.");
  }
  if (found === null) return 1;
  const node = findRecentNode(root);
  if (node === null) {
    return refuse(
      `The tools need Node ${NODE_MIN.join(".")} or newer, this is ${process.versions.node}, and ` +
        `npm has none for ${process.platform}-${process.arch}. Install it from nodejs.org.`,
    );
  }
  if (node.path !== process.execPath) {
    say(`Running the tools with Node ${node.version} from node_modules.`);
  }
  return await run(node.path, [join(root, command.script), ...(command.args ?? []), ...args], {
    cwd: root,
    env: { ...process.env, ...found, PATH: pathWith(node.path) },
  });
}

/** @returns {Promise<boolean>} whether the packages are there */
async function ensurePackages() {
  return arePackagesCurrent(root) || (await installPackages(root, say));
}

/**
 * Finds or installs what the command needs from outside npm, and returns it as environment. The
 * browser may be missing: the tests that want it say so and do not run.
 *
 * @param {Need[]} needs
 * @param {Promise<boolean>} packages
 * @returns {Promise<Record<string, string> | null>} null if a need was not met
 */
async function findNeeds(needs, packages) {
  /** @type {Record<string, string>} */
  const found = {};
  if (needs.includes("ffmpeg")) {
    let pair = findFfmpegPair(process.env, say);
    if (pair === null && (await installFfmpeg(root, say, packages))) {
      pair = findFfmpegPair(process.env, say);
    }
    if (pair === null) return null;
    say(`Using ffmpeg ${pair.version} (${pair.origin}).`);
    found.FFMPEG_PATH = pair.ffmpeg;
    found.FFPROBE_PATH = pair.ffprobe;
  }
  if (needs.includes("chromium")) {
    let chromium = findChromium(process.env);
    if (chromium === null && (await installChromium(say))) chromium = findChromium(process.env);
    if (chromium !== null) found.CHROMIUM_PATH = chromium;
    else say("There is no Chromium: browser tests will not run. Install it or set CHROMIUM_PATH.");
  }
  if (needs.includes("mediainfo")) {
    let mediainfo = findMediainfo(process.env);
    if (mediainfo === null && (await installMediainfo(say))) mediainfo = findMediainfo(process.env);
    if (mediainfo !== null) found.MEDIAINFO_PATH = mediainfo;
    else say("There is no mediainfo: its tests will not run. Install it or set MEDIAINFO_PATH.");
  }
  return found;
}

/**
 * PATH with the chosen Node before everything else, so that a tool that starts `node` gets it too.
 *
 * @param {string} node
 */
function pathWith(node) {
  const bin = join(root, "node_modules", ".bin");
  return [dirname(node), bin, process.env.PATH].join(delimiter);
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence);
  return 1;
}

endOnSignals();
process.exitCode = await main(process.argv.slice(2));
