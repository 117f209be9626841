import { describe, expect, it } from "vitest";
import { newId } from "../ids.ts";
import { HDR, PLAN, resultOf } from "../testing/fake-transcoder.ts";
import { playlist } from "./playlist.ts";
import type { JobRecord, VideoState } from "./state.ts";
import { apply, type SessionEvent } from "./transitions.ts";
import { newVideo } from "./upload.ts";

/** Sound whose second half begins after the first segment of the picture. */
const SOUND = {
  kind: "audio" as const,
  files: [{ name: "audio-00000.mp4", bytes: 900 }],
  initBytes: 100,
  fragments: [
    { file: 0, offset: 100, bytes: 500, duration: 6 },
    { file: 0, offset: 600, bytes: 300, duration: 4 },
  ],
};

/** A video whose plan is known and of which the named jobs are finished. */
function videoWith(
  finished: [kind: JobRecord["kind"], index: number, rendition?: "hdr"][],
  title: string | null,
  end?: "cancelled" | "failed",
) {
  const settings = { mode: "auto" as const };
  const upload = { filename: "a.mp4", length: 1, settings, metadataHeader: null };
  let state: VideoState = { video: newVideo(newId("vid"), upload, 0), jobs: [], facts: null };
  const send = (event: SessionEvent) => {
    state = apply(state, event, { at: 0, mint: newId, random: 0 }).state;
  };
  send({ type: "writer-opened", length: null });
  send({ type: "type-recorded", epoch: 1, demuxer: "mov" });
  send({ type: "bytes-recorded", epoch: 1, offset: 0, bytes: 1 });
  const hdr = finished.some(([, , rendition]) => rendition === "hdr") ? HDR : null;
  for (const [kind, index, rendition] of [["analyse", 0] as const, ...finished]) {
    const job = state.jobs.find(
      (each) =>
        each.kind === kind &&
        each.index === index &&
        (kind !== "encode" || each.rendition === (rendition ?? "sdr")),
    );
    if (!job) throw new Error(`no ${kind} ${index}`);
    send({ type: "job-released", job: job.id });
    send({ type: "job-started", job: job.id, attempt: 1, instance: 0 });
    const plan = { ...PLAN, hdr, audio: PLAN.audio.map((audio) => ({ ...audio, title })) };
    const result = kind === "analyse" ? { kind, plan } : kind === "audio" ? SOUND : resultOf(kind);
    send({ type: "job-news", news: { type: "result", job: job.id, attempt: 1, result } });
  }
  if (end === "cancelled") send({ type: "cancel-requested" });
  if (end === "failed") {
    const job = state.jobs.find(({ kind, status }) => kind === "encode" && status === "waiting");
    if (!job) throw new Error("no segment is left");
    send({ type: "job-released", job: job.id });
    send({ type: "job-failed", job: job.id, attempt: 1, code: "corrupt" });
  }
  const enhancement = state.video.enhancements[0]?.id ?? "";
  const path = (kind: JobRecord["kind"], index: number) =>
    `${state.jobs.find((job) => job.kind === kind && job.index === index)?.id}/1/`;
  return { text: (file: string) => playlist(state, enhancement, file), path };
}

describe("the playlists of an enhancement", () => {
  it("are not there before the first segment and the sound are", () => {
    expect(videoWith([["encode", 0]], null).text("index.m3u8")).toBeNull();
    expect(videoWith([["audio", 0]], null).text("video.m3u8")).toBeNull();
    expect(
      videoWith(
        [
          ["encode", 1],
          ["audio", 0],
        ],
        null,
      ).text("video.m3u8"),
    ).toBeNull();
  });

  it("list what is finished from the start on, and end only when all is", () => {
    const half = videoWith(
      [
        ["encode", 0],
        ["audio", 0],
      ],
      null,
    );
    expect(half.text("video.m3u8")?.trim().split("\n")).toEqual([
      "#EXTM3U",
      "#EXT-X-VERSION:7",
      "#EXT-X-START:TIME-OFFSET=0",
      "#EXT-X-TARGETDURATION:6",
      "#EXT-X-MEDIA-SEQUENCE:0",
      "#EXT-X-PLAYLIST-TYPE:EVENT",
      "#EXT-X-INDEPENDENT-SEGMENTS",
      `#EXT-X-MAP:URI="${half.path("encode", 0)}init.mp4"`,
      "#EXTINF:4.000000,",
      `${half.path("encode", 0)}segment.m4s`,
    ]);
    const whole = videoWith(
      [
        ["encode", 0],
        ["encode", 1],
        ["audio", 0],
      ],
      null,
    );
    const lines = whole.text("video.m3u8")?.trim().split("\n") ?? [];
    expect(lines.slice(-3)).toEqual([
      "#EXTINF:6.000000,",
      `${whole.path("encode", 1)}segment.m4s`,
      "#EXT-X-ENDLIST",
    ]);
  });

  it.each(["cancelled", "failed"] as const)("end with what there is of one that is %s", (end) => {
    const { text, path } = videoWith(
      [
        ["encode", 0],
        ["audio", 0],
      ],
      null,
      end,
    );
    const lines = text("video.m3u8")?.trim().split("\n") ?? [];
    expect(lines.slice(-3)).toEqual([
      "#EXTINF:4.000000,",
      `${path("encode", 0)}segment.m4s`,
      "#EXT-X-ENDLIST",
    ]);
    const sound = text("audio-0.m3u8") ?? "";
    expect(sound.match(/#EXT-X-BYTERANGE.*/g)).toEqual(["#EXT-X-BYTERANGE:500@100"]);
    expect(sound).toContain("#EXT-X-ENDLIST");
  });

  it("name nothing of the HDR rendition, which not every browser plays", () => {
    const { text, path } = videoWith(
      [
        ["encode", 0],
        ["audio", 0],
        ["encode", 1, "hdr"],
        ["encode", 0, "hdr"],
      ],
      null,
    );
    const named = text("video.m3u8")
      ?.split("\n")
      .filter((line) => line.endsWith(".m4s"));
    expect(named).toEqual([`${path("encode", 0)}segment.m4s`]);
    expect(text("video.m3u8")).not.toContain("#EXT-X-ENDLIST");
  });

  it("give the sound as byte ranges of one file", () => {
    const { text, path } = videoWith(
      [
        ["encode", 0],
        ["audio", 0],
      ],
      null,
    );
    const file = `${path("audio", 0)}audio-00000.mp4`;
    const lines = text("audio-0.m3u8")?.trim().split("\n") ?? [];
    expect(lines).toContain(`#EXT-X-MAP:URI="${file}",BYTERANGE="100@0"`);
    expect(lines.slice(-7)).toEqual([
      "#EXTINF:6.000000,",
      "#EXT-X-BYTERANGE:500@100",
      file,
      "#EXTINF:4.000000,",
      "#EXT-X-BYTERANGE:300@600",
      file,
      "#EXT-X-ENDLIST",
    ]);
    expect(text("audio-1.m3u8")).toBeNull();
    expect(text("../video.m3u8")).toBeNull();
  });

  it("keep a stranger's title from writing tags of its own", () => {
    const { text } = videoWith(
      [
        ["encode", 0],
        ["audio", 0],
      ],
      'x",URI="http://elsewhere/"\n#EXT-X-ENDLIST',
    );
    const master = text("index.m3u8") ?? "";
    expect(master).not.toContain("\n#EXT-X-ENDLIST");
    expect(master.match(/URI="/g)).toHaveLength(1);
    expect(master).toContain('CODECS="avc1.64001e,mp4a.40.2"');
  });
});
