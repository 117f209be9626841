// The transcoder as a process: reads its environment, finds ffmpeg, listens, and ends cleanly. It
// owns no state: whatever runs when it dies is tried again by the session.

import { availableParallelism } from "node:os";
import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";
import { createAttempts } from "./attempts.ts";
import { missingNeeded, missingOptional } from "./features.ts";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { createLine } from "./line.ts";
import { perform } from "./perform.ts";
import { createPrograms } from "./run-ffmpeg.ts";
import { openWorkspace } from "./workspace.ts";

const PORT = 8788;
/** Only this machine, unless HOST says otherwise (the image does). */
const HOST = "127.0.0.1";
/** Stopped jobs are gone within 2 s; whatever is left then is killed and the process ends. */
const CLOSE_MS = 3_000;
/** How long a later segment waits for its film's first one. */
const SETTLE_MS = 30;

/**
 * Words of a stranger's file may be in a line: what steers a terminal is taken out. So are the paths of
 * URLs, which ffmpeg repeats: they open a film.
 */
const log = (line: string) =>
  console.log(
    line.replace(/[^\P{Cc}\n\t]/gu, "").replace(/(https?:\/\/[^/\s]+)\/[^\s:]+/g, "$1/…"),
  );

function give(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** A whole number from the environment, or the fallback. Ends the process if it is none. */
function wholeNumber(name: string, fallback: number, most: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  return give(`${name} must be a whole number from 0 to ${most}, and is "${text}".`);
}

const port = wholeNumber("TRANSCODER_PORT", PORT, 65_535);
const slots = Math.max(1, wholeNumber("TRANSCODER_SLOTS", availableParallelism(), 256));
const hostname = process.env.HOST || HOST;

const pair = findFfmpegPair(process.env, log);
if (!pair) give("The transcoder needs ffmpeg and ffprobe, version 5.1 or newer, and found none.");

const programs = createPrograms(pair);
const features = await programs.prepare().catch((error: Error) => {
  return give(`The transcoder cannot run ${pair.ffmpeg} through its launcher: ${error.message}`);
});
const needed = missingNeeded(features);
if (needed.length > 0) {
  give(`The transcoder needs an ffmpeg with ${needed.join(", ")}, and ${pair.ffmpeg} lacks that.`);
}
const missing = missingOptional(features);
if (missing.length > 0)
  log(`This ffmpeg lacks ${missing.join(", ")}: steps that need it are refused.`);
const line = createLine(slots, Date.now, SETTLE_MS);
const workspace = await openWorkspace();
const attempts = createAttempts({ line, programs, features, workspace, perform, log });
const server = serve(
  { fetch: createApp(attempts, line, { ffmpeg: pair.version, missing }).fetch, port, hostname },
  ({ port: bound }) => log(`Transcoder on http://${hostname}:${bound}, ffmpeg ${pair.version}`),
);

server.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE") {
    give(`Port ${port} is in use: set TRANSCODER_PORT to another one.`);
  }
  throw error;
});

let closing = false;
async function close() {
  if (closing) return;
  closing = true;
  server.close();
  // Whatever hangs is not waited for.
  setTimeout(() => process.exit(1), CLOSE_MS).unref();
  await attempts.close();
  await workspace.remove();
  process.exit(0);
}
// A process that is number 1 of a container gets no default handlers.
process.on("SIGTERM", close);
process.on("SIGINT", close);
process.on("exit", () => programs.killAll());
