// A film is encoded in segments by processes of their own, and nobody must see that: joined, the
// segments have the frames of one pass, look as good, and cost as much. And they can be watched
// while the rest is being made: a player that starts at the first sight of the playlist gets it all.
//
// The settings are neutral, so the frames that the encoder got are those of the source.

import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Enhancement } from "../protocol/video.ts";
import { createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { ffmpeg, mean, type Span, spanOf, ssimByFrame } from "./ffmpeg.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

/**
 * How far joining may be from one pass, by SSIM of the whole and of a frame, and in bytes: rate control
 * that starts afresh spends less at first, which is no loss where the pictures are as good.
 */
const SSIM_APART = 0.001;
const SSIM_DIP = 0.01;
const BYTES_MORE = 0.02;
const BYTES_LESS = 0.03;
/** What either is worth at least: two that are equally bad would prove nothing. */
const SSIM_MIN = 0.98;
/** Frames on either side of a joint that are looked at one by one. */
const NEAR = 4;

let source: string;
let enhancement: Enhancement;
let played: { path: string; begun: number; playlist: string };
let readyAt: number;
let joined: string;

beforeAll(async () => {
  source = await clip("half a minute");
  const client = await createSession(origin);
  const watcher = await client.watch();
  const { video, lastByteAt } = await client.upload(source, { settings: { mode: "manual" } });

  const playable = await watcher.waitForEvent("enhancement.playable", video);
  figure("enhancement.playable after the last byte, 30 s clip", seconds(playable.at - lastByteAt));
  const { playlistUrl } = newest(playable.message.video);
  const { playlist } = await videoPlaylist(playlistUrl);
  played = { path: scratch("played.mkv"), begun: playable.at, playlist };
  const player = play(playlistUrl, played.path);
  const ready = await watcher.waitForEvent("enhancement.ready", video);
  figure("enhancement.ready after the last byte, 30 s clip", seconds(ready.at - lastByteAt));
  readyAt = ready.at;
  enhancement = newest(ready.message.video);
  await player;
  watcher.close();
  joined = await save(origin, enhancement.downloadUrl, scratch("joined.mp4"));
});

/** Reads the playlist as a player does: to its end, asking again while it grows. */
async function play(url: string | null, path: string): Promise<void> {
  if (url === null) throw new Error("playable without a playlist");
  await ffmpeg(["-v", "error", "-i", new URL(url, origin).href, "-map", "0", "-c", "copy", path]);
}

describe("a film in segments", () => {
  it("is a good result as a whole", async () => {
    await expectGoodResult(source, joined);
  });

  it("lists segments that are the film, frame by frame", async () => {
    const { playlist, base } = await videoPlaylist(enhancement.playlistUrl);
    expect(playlist).toContain("#EXT-X-ENDLIST");
    const names = playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1] ?? "";
    expect(names.length).toBeGreaterThan(3);
    const init = await bytesOf(new URL(map, base));
    const parts = await Promise.all(names.map((name) => bytesOf(new URL(name, base))));
    const path = scratch("segments.mp4");
    writeFileSync(path, Buffer.concat([init, ...parts]));
    const [segments, film, original] = [
      await spanOf(path, "v:0"),
      await spanOf(joined, "v:0"),
      await spanOf(source, "v:0"),
    ];
    expect(segments.packets).toBe(original.packets);
    expect(segments.bytes).toBe(film.bytes);
  });

  it("is as faithful and as small as a single pass, at the joints too", async () => {
    const single = scratch("single.mp4");
    const encoder = enhancement.report?.encoder ?? [];
    await ffmpeg(["-v", "error", "-i", source, "-map", "0:v:0", ...encoder, single]);
    const [ours, theirs] = [await ssimByFrame(joined, source), await ssimByFrame(single, source)];
    const [span, bare] = [await spanOf(joined, "v:0"), await spanOf(single, "v:0")];
    expect([ours.length, span.packets]).toEqual([theirs.length, bare.packets]);

    const [quality, reference] = [mean(ours), mean(theirs)];
    figure("SSIM, segments against one pass", `${quality.toFixed(5)} ${reference.toFixed(5)}`);
    figure("bytes, segments against one pass", (span.bytes / bare.bytes).toFixed(4));
    expect(quality).toBeGreaterThan(SSIM_MIN);
    expect(Math.abs(reference - quality)).toBeLessThan(SSIM_APART);
    expect(span.bytes / bare.bytes).toBeLessThan(1 + BYTES_MORE);
    expect(span.bytes / bare.bytes).toBeGreaterThan(1 - BYTES_LESS);

    for (const joint of await joints(span)) {
      for (let frame = joint - NEAR; frame < joint + NEAR; frame++) {
        const dip = (theirs[frame] ?? 0) - (ours[frame] ?? 0);
        expect(dip, `frame ${frame}, joint ${joint}`).toBeLessThanOrEqual(SSIM_DIP);
      }
    }
  });
});

describe("a playlist that grows", () => {
  it("could be played before the film was ready, to its end", async () => {
    expect(played.begun).toBeLessThan(readyAt);
    expect(played.playlist).toContain("#EXT-X-PLAYLIST-TYPE:EVENT");
    expect(played.playlist).not.toContain("#EXT-X-ENDLIST");
    const [seen, film] = [await spanOf(played.path, "v:0"), await spanOf(joined, "v:0")];
    expect(seen.packets).toBe(film.packets);
    const [heard, sound] = [await spanOf(played.path, "a:0"), await spanOf(joined, "a:0")];
    expect(Math.abs(heard.duration - sound.duration)).toBeLessThanOrEqual(0.05);
    const apart = (span: Span, other: Span) => span.start - other.start;
    expect(Math.abs(apart(seen, heard) - apart(film, sound))).toBeLessThanOrEqual(0.04);
  });
});

/** Frames at which a segment but the first begins. */
async function joints(span: Span): Promise<number[]> {
  const { playlist } = await videoPlaylist(enhancement.playlistUrl);
  const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, length]) => Number(length));
  let time = 0;
  return lengths.slice(0, -1).map((length) => {
    time += length;
    return Math.round(time * span.rate);
  });
}

/** The playlist of the picture, which the one at `url` names, and where it lies. */
async function videoPlaylist(url: string | null): Promise<{ playlist: string; base: URL }> {
  const index = new URL(url ?? "", origin);
  const master = (await bytesOf(index)).toString();
  const name = master.split("\n").findLast((line) => line !== "" && !line.startsWith("#")) ?? "";
  const base = new URL(name, index);
  return { playlist: (await bytesOf(base)).toString(), base };
}

async function bytesOf(url: URL): Promise<Buffer> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url.pathname}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
