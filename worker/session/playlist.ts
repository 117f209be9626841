// The HLS playlists of an enhancement, made from its finished jobs (RFC 8216). They are EVENT
// playlists: entries are only ever appended, in order, so a segment that is done before its
// predecessor waits. They end with the last segment, or with what there is of an enhancement that was
// stopped: nobody waits for more of it. They name the rendition that every browser plays. Addresses
// are relative to the playlist's own.

import type { Plan, RenditionKind } from "../../protocol/enhancement.ts";
import { toNumber } from "../../protocol/rational.ts";
import { attemptPath } from "../keys.ts";
import {
  type EnhancementRecord,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";

/**
 * Version 7 for fMP4 segments with EXT-X-MAP. Players begin at the start: without being told, one
 * that comes while the playlist grows begins near its end.
 */
const HEADER = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-START:TIME-OFFSET=0"];

/**
 * The text of `index.m3u8`, `video.m3u8` or `audio-N.m3u8`, or null while nothing can be played or
 * for another name.
 */
export function playlist(state: VideoState, enhancement: string, file: string): string | null {
  const plan = planOf(state, enhancement);
  const record = state.video.enhancements.find((candidate) => candidate.id === enhancement);
  if (!plan || !record?.playable) return null;
  if (file === "index.m3u8") return masterPlaylist(state, enhancement, plan);
  if (file === "video.m3u8") return videoPlaylist(state, record, plan);
  const track = /^audio-(\d{1,2})\.m3u8$/.exec(file)?.[1];
  return track === undefined ? null : audioPlaylist(state, record, plan, Number(track));
}

/** RFC 6381 codec string of a rendition's picture, once a segment of it exists. */
export function codecOf(
  state: VideoState,
  enhancement: string,
  rendition: RenditionKind,
): string | null {
  const encode = jobsOf(state, enhancement).find(
    (job) => job.result?.kind === "encode" && job.rendition === rendition,
  );
  return encode?.result?.kind === "encode" ? encode.result.codec : null;
}

function masterPlaylist(state: VideoState, enhancement: string, plan: Plan): string {
  const { width, height, frameRate } = plan.video;
  const codec = codecOf(state, enhancement, "sdr");
  const sounds = plan.audio.map((audio, track) =>
    tag("EXT-X-MEDIA", {
      TYPE: "AUDIO",
      "GROUP-ID": quoted("sound"),
      NAME: quoted(audio.title ?? audio.language ?? `Track ${track + 1}`),
      ...(audio.language ? { LANGUAGE: quoted(audio.language) } : {}),
      DEFAULT: track === 0 ? "YES" : "NO",
      AUTOSELECT: "YES",
      CHANNELS: quoted(String(audio.channels)),
      URI: quoted(`audio-${track}.m3u8`),
    }),
  );
  const codecs = [...new Set([codec, ...plan.audio.map((audio) => audio.codec)])].filter(
    (name) => name !== null,
  );
  const stream = tag("EXT-X-STREAM-INF", {
    BANDWIDTH: String(peakBandwidth(state, enhancement, plan)),
    RESOLUTION: `${width}x${height}`,
    "FRAME-RATE": toNumber(frameRate).toFixed(3),
    CODECS: quoted(codecs.join(",")),
    ...(plan.audio.length > 0 ? { AUDIO: quoted("sound") } : {}),
  });
  return lines([...HEADER, "#EXT-X-INDEPENDENT-SEGMENTS", ...sounds, stream, "video.m3u8"]);
}

function videoPlaylist(state: VideoState, record: EnhancementRecord, plan: Plan): string {
  const encodes = finishedInOrder(state, record.id);
  const seconds = (index: number) => segmentSeconds(plan, index);
  const longest = Math.max(...plan.segments.map((_, index) => seconds(index)));
  const first = encodes[0];
  const entries = encodes.flatMap((job) => [
    `#EXTINF:${seconds(job.index).toFixed(6)},`,
    partUrl(job, "segment"),
  ]);
  return lines([
    ...HEADER,
    `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-PLAYLIST-TYPE:EVENT",
    "#EXT-X-INDEPENDENT-SEGMENTS",
    ...(first ? [`#EXT-X-MAP:URI=${quoted(partUrl(first, "init"))}`] : []),
    ...entries,
    ...(encodes.length === plan.segments.length || isStopped(record) ? ["#EXT-X-ENDLIST"] : []),
  ]);
}

function audioPlaylist(
  state: VideoState,
  record: EnhancementRecord,
  plan: Plan,
  track: number,
): string | null {
  const job = jobsOf(state, record.id).find(
    (candidate) => candidate.kind === "audio" && candidate.index === track,
  );
  if (job?.result?.kind !== "audio") return null;
  const { files, initBytes } = job.result;
  const fragments = isStopped(record)
    ? fragmentsBefore(madeSeconds(state, record.id, plan), job.result.fragments)
    : job.result.fragments;
  const uri = (file: number) => attemptPath(job.id, job.attempt) + (files[file]?.name ?? "");
  const longest = Math.max(1, ...fragments.map((fragment) => fragment.duration));
  const entries = fragments.flatMap(({ file, offset, bytes, duration }) => [
    `#EXTINF:${duration.toFixed(6)},`,
    `#EXT-X-BYTERANGE:${bytes}@${offset}`,
    uri(file),
  ]);
  return lines([
    ...HEADER,
    `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-PLAYLIST-TYPE:EVENT",
    `#EXT-X-MAP:URI=${quoted(uri(0))},BYTERANGE=${quoted(`${initBytes}@0`)}`,
    ...entries,
    "#EXT-X-ENDLIST",
  ]);
}

/** Nothing more is made of it, unless somebody asks for it again. */
function isStopped({ status }: EnhancementRecord): boolean {
  return status === "cancelled" || status === "failed";
}

function segmentSeconds(plan: Plan, index: number): number {
  return (plan.segments[index]?.frames ?? 0) / toNumber(plan.video.frameRate);
}

/** How much of the picture there is, from the start on. */
function madeSeconds(state: VideoState, enhancement: string, plan: Plan): number {
  return finishedInOrder(state, enhancement).reduce(
    (sum, { index }) => sum + segmentSeconds(plan, index),
    0,
  );
}

/** The fragments that begin before then: sound without a picture would play on after it. */
function fragmentsBefore<Fragment extends { duration: number }>(
  seconds: number,
  fragments: readonly Fragment[],
): Fragment[] {
  let begin = 0;
  return fragments.filter(({ duration }) => {
    const begins = begin;
    begin += duration;
    return begins < seconds;
  });
}

/** The run of finished segments of the ordinary rendition, from the first one on. */
function finishedInOrder(state: VideoState, enhancement: string): JobRecord[] {
  const encodes = jobsOf(state, enhancement).filter(
    (job) => job.kind === "encode" && job.rendition === "sdr",
  );
  const gap = encodes.findIndex((job) => job.status !== "done");
  return gap === -1 ? encodes : encodes.slice(0, gap);
}

function partUrl(job: JobRecord, part: "init" | "segment"): string {
  if (job.result?.kind !== "encode") throw new Error("a finished encode without a result");
  return attemptPath(job.id, job.attempt) + job.result[part].name;
}

/** Bits per second of the largest finished segment, with the sound. */
function peakBandwidth(state: VideoState, enhancement: string, plan: Plan): number {
  const rate = toNumber(plan.video.frameRate);
  const peaks = finishedInOrder(state, enhancement).map((job) =>
    job.result?.kind === "encode"
      ? (job.result.segment.bytes * 8 * rate) / (plan.segments[job.index]?.frames ?? 1)
      : 0,
  );
  const sound = Math.max(0, ...plan.audio.map((audio) => audio.bitrate));
  return Math.ceil(Math.max(0, ...peaks) + sound);
}

function tag(name: string, attributes: Record<string, string>): string {
  const list = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  return `#${name}:${list.join(",")}`;
}

/** A quoted-string cannot hold quotes, line breaks or control characters; a stranger's title can. */
function quoted(text: string): string {
  return `"${text.replace(/["\p{Cc}]/gu, " ")}"`;
}

function lines(all: string[]): string {
  return `${all.join("\n")}\n`;
}
