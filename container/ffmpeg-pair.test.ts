// The search for a pair of ffmpeg and ffprobe, over folders of small scripts that answer
// `-version` as real builds do.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFfmpegPair, readVersion } from "./ffmpeg-pair.mjs";

let root: string;
let said: string[];
const say = (sentence: string) => said.push(sentence);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ffmpeg-pair-"));
  said = [];
});
afterEach(() => rmSync(root, { recursive: true }));

/** A program that answers `-version` as that version does, or fails if there is no version. */
function program(path: string, version: string | null): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  const name = path.includes("ffprobe") ? "ffprobe" : "ffmpeg";
  const answer = version === null ? "exit 1" : `echo "${name} version ${version} Copyright (c)"`;
  writeFileSync(file, `#!/bin/sh\n${answer}\n`);
  chmodSync(file, 0o755);
  return file;
}

function pair(folder: string, ffmpegVersion: string | null, ffprobeVersion = ffmpegVersion) {
  return {
    folder: join(root, folder),
    ffmpeg: program(join(folder, "ffmpeg"), ffmpegVersion),
    ffprobe: program(join(folder, "ffprobe"), ffprobeVersion),
  };
}

const search = (env: Record<string, string>) => findFfmpegPair(env, say, join(root, "modules"));

describe("readVersion", () => {
  const library = (version: string) => `built with gcc\nlibavutil      ${version} / ${version}\n`;
  it.each([
    ["ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", "5.1.9-0+deb12u1", true],
    ["ffprobe version 5.1 Copyright (c) 2007-2022", "5.1", true],
    ["ffmpeg version n7.1 Copyright (c)", "n7.1", true],
    ["ffmpeg version 10.0 Copyright (c)", "10.0", true],
    ["ffmpeg version 8-full_build-www.gyan.dev Copyright (c)", "8-full_build-www.gyan.dev", true],
    ["ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", "4.4.2-0ubuntu0.22.04.1", false],
    ["ffmpeg version 5.0.1 Copyright (c)", "5.0.1", false],
    ["ffprobe version 4.0.2-static https://johnvansickle.com", "4.0.2-static", false],
    [
      `ffmpeg version N-107213-gfed07efcde Copyright\n${library("57. 28.100")}`,
      "N-107213-gfed07efcde",
      true,
    ],
    [
      `ffmpeg version N-90000-gabcdef0 Copyright\n${library("57. 27.100")}`,
      "N-90000-gabcdef0",
      false,
    ],
    [
      `ffmpeg version 2024-05-13-git-37db0454e4 X\n${library("59. 17.100")}`,
      "2024-05-13-git-37db0454e4",
      true,
    ],
    ["ffmpeg version git-2019-01-01-abc Copyright", "git-2019-01-01-abc", false],
  ])("reads %j", (text, version, recent) => {
    expect(readVersion(text)).toEqual({ version, recent });
  });

  it.each(["", "bash: ffmpeg: not found", "GNU coreutils version 9.1"])("refuses %j", (text) => {
    expect(readVersion(text)).toBeNull();
  });
});

describe("findFfmpegPair", () => {
  it("prefers the pair that the environment names", () => {
    const named = pair("named", "7.1");
    const { folder } = pair("bin", "6.0");
    const found = search({ FFMPEG_PATH: named.ffmpeg, FFPROBE_PATH: named.ffprobe, PATH: folder });
    const { ffmpeg, ffprobe } = named;
    expect(found).toEqual({ ffmpeg, ffprobe, version: "7.1", origin: "FFMPEG_PATH" });
    expect(said).toEqual([]);
  });

  it("finds the sibling of the one that is named", () => {
    const ffmpeg = program("named/ffmpeg-7", "7.1");
    const ffprobe = program("named/ffprobe-7", "7.1");
    expect(search({ FFMPEG_PATH: ffmpeg })).toMatchObject({ ffmpeg, ffprobe });
    expect(search({ FFPROBE_PATH: ffprobe })).toMatchObject({ ffmpeg, ffprobe });
  });

  it("says that a named program has no sibling, and goes on to PATH", () => {
    const ffmpeg = program("named/ffmpeg", "7.1");
    const { folder } = pair("bin", "6.0");
    expect(search({ FFMPEG_PATH: ffmpeg, PATH: folder })).toMatchObject({ version: "6.0" });
    expect(said).toEqual([
      "Passed over FFMPEG_PATH: FFPROBE_PATH is not set and there is no ffprobe beside it.",
    ]);
  });

  it("does not take one program for both", () => {
    expect(search({ FFMPEG_PATH: program("named/tool", "7.1") })).toBeNull();
    expect(said[0]).toContain("Passed over FFMPEG_PATH");
  });

  it("passes over a named pair that is too old or does not run", () => {
    const old = pair("old", "4.4.2");
    const broken = pair("broken", null);
    const { folder } = pair("bin", "6.0");
    expect(search({ FFMPEG_PATH: old.ffmpeg, PATH: folder })).toMatchObject({ origin: folder });
    expect(said[0]).toBe(`Passed over ${old.ffmpeg}: version 4.4.2 is older than 5.1.`);
    said.length = 0;
    expect(search({ FFMPEG_PATH: broken.ffmpeg, PATH: folder })).toMatchObject({ origin: folder });
    expect(said[0]).toBe(`Passed over ${broken.ffmpeg}: it does not run and say its version.`);
    said.length = 0;
    const missing = { FFMPEG_PATH: join(root, "none"), FFPROBE_PATH: join(root, "none") };
    expect(search({ ...missing, PATH: folder })).toMatchObject({ origin: folder });
    expect(said).toHaveLength(2);
  });

  it("takes the first folder of PATH that holds both, new enough", () => {
    const alone = program("alone/ffmpeg", "7.1");
    const probeOnly = program("probe/ffprobe", "7.1");
    const mixed = pair("mixed", "6.0", "4.0.2-static");
    const { folder } = pair("bin", "5.1.9-0+deb12u1");
    const folders = [dirname(alone), dirname(probeOnly), "", mixed.folder, folder, folder];
    const found = search({ PATH: folders.join(delimiter) });
    expect(found).toMatchObject({ origin: folder, version: "5.1.9-0+deb12u1" });
    expect(said).toEqual([
      `Passed over ${alone}: there is no ffprobe beside it.`,
      `Passed over ${probeOnly}: there is no ffmpeg beside it.`,
      `Passed over ${mixed.ffprobe}: version 4.0.2-static is older than 5.1.`,
    ]);
  });

  const sibling = "modules/@derhuerst/ffprobe-static/ffprobe";
  const bundled = `modules/ffprobe-static/bin/${process.platform}/${process.arch}/ffprobe`;

  it.each([sibling, bundled])("falls back to ffmpeg-static with %s", (path) => {
    program("modules/ffmpeg-static/ffmpeg", "6.1.1-static");
    const ffprobe = program(path, "6.1.1-static");
    expect(search({ PATH: "" })).toMatchObject({ ffprobe, origin: "ffmpeg-static" });
  });

  it("passes over a static ffprobe that is too old", () => {
    program("modules/ffmpeg-static/ffmpeg", "6.1.1-static");
    const ffprobe = program(bundled, "4.0.2-static");
    expect(search({})).toBeNull();
    expect(said).toEqual([`Passed over ${ffprobe}: version 4.0.2-static is older than 5.1.`]);
  });

  it("says which half of the static pair was never downloaded", () => {
    const ffprobe = program(bundled, "6.1.1-static");
    expect(search({})).toBeNull();
    expect(said).toEqual([`Passed over ${ffprobe}: ffmpeg-static holds no ffmpeg for it.`]);
    rmSync(ffprobe);
    said.length = 0;
    const ffmpeg = program("modules/ffmpeg-static/ffmpeg", "6.1.1-static");
    expect(search({})).toBeNull();
    expect(said).toEqual([`Passed over ${ffmpeg}: no package holds an ffprobe for it.`]);
  });

  it("finds nothing where there is nothing", () => {
    expect(search({ PATH: root })).toBeNull();
    expect(said).toEqual([]);
  });
});
