// What a film carries beside picture and sound, through the running service.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { readOwnTrackNames } from "./own-file.ts";
import { base, finish } from "./testing/chain.ts";
import { ffmpeg, ffprobe, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

describe("a film that went through the service", () => {
  const here = withService();
  const enhance = (path: string, privacy?: Settings["privacy"]) =>
    here.enhance(path, { mode: "manual", ...(privacy ? { privacy } : {}) });

  /** Two languages of sound and of subtitles, one of these styled, chapters, a font, a cover. */
  async function disc(): Promise<string> {
    const file = (name: string) => join(here.folder, name);
    const text = (words: string) =>
      `1\n00:00:00,500 --> 00:00:01,500\n${words}\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>x</i>\n`;
    await writeFile(file("a.srt"), text("Hello"));
    await writeFile(file("b.srt"), text("Grüße"));
    await ffmpeg(["-v", "error", "-i", file("b.srt"), file("b.ass")]);
    const cover = ["-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1"];
    await ffmpeg(["-v", "error", ...cover, file("cover.png")]);
    await writeFile(
      file("chapters.txt"),
      [
        ...[";FFMETADATA1", "title=A film", "location=+32.0929+034.8620/"],
        ...["[CHAPTER]", "TIMEBASE=1/1000", "START=0", "END=1500", "title=One \\= 1\\; \\# 2"],
        ...["[CHAPTER]", "TIMEBASE=1/1000", "START=1500", "END=4000", "title=Zwei", ""],
      ].join("\n"),
    );
    await ffmpeg([
      ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4"],
      ...["-f", "lavfi", "-i", "sine=440:d=4", "-f", "lavfi", "-i", "sine=880:d=4"],
      ...["-i", file("a.srt"), "-i", file("b.ass"), "-i", file("chapters.txt")],
      ...["-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4"],
      ...["-map_chapters", "5", "-map_metadata", "5", "-c:v", "libx264"],
      ...["-preset", "ultrafast", "-c:a", "aac"],
      ...["-c:s:0", "srt", "-c:s:1", "ass", "-metadata:s:a:0", "language=eng"],
      ...["-metadata:s:a:1", "language=deu", "-metadata:s:s:0", "language=eng"],
      ...["-metadata:s:s:1", "language=deu", "-metadata:s:s:1", "title=Mit Stil"],
      ...["-attach", file("a.srt"), "-metadata:s:t:0", "mimetype=text/plain"],
      ...["-attach", file("cover.png"), "-metadata:s:t:1", "mimetype=image/png"],
      file("disc.mkv"),
    ]);
    return file("disc.mkv");
  }

  it(
    "keeps chapters, subtitles and languages, and says what it does not keep",
    async () => {
      const { file, plan, report } = await enhance(await disc());
      const what = ["-show_streams", "-show_format", "-show_chapters"];
      const { streams, format, chapters } = await ffprobe(file, ...what);
      const list = (kind: string) =>
        streams
          .filter((stream: ProbedStream) => stream.codec_type === kind)
          .map(({ codec_name, tags = {} }: ProbedStream) =>
            [codec_name, tags.language, tags.handler_name].join(" "),
          );
      expect(list("video")).toEqual(["h264 und VideoHandler"]);
      expect(list("audio")).toEqual(["aac eng SoundHandler", "aac deu SoundHandler"]);
      expect(list("subtitle")).toEqual(["mov_text eng SubtitleHandler", "mov_text deu Mit Stil"]);
      const marks = chapters.map((chapter: { start_time: string; tags: { title: string } }) => [
        Number(chapter.start_time),
        chapter.tags.title,
      ]);
      // Where the picture begins in the source, the film begins.
      expect(marks).toEqual([
        [0, "One = 1; # 2"],
        [expect.closeTo(1.5 - plan.video.startTime, 2), "Zwei"],
      ]);
      expect(format.tags).toMatchObject({ title: "A film" });
      expect(JSON.stringify(format)).not.toContain("32.09");
      expect(report.notes).toEqual(
        expect.arrayContaining([
          "Not carried over: 1 cover picture, 1 attachment.",
          "Subtitles keep their words, not the fonts and places of ASS.",
        ]),
      );

      for (const [track, words] of ["Hello", "Grüße"].entries()) {
        const { stdout } = await ffmpeg([
          ...["-v", "error", "-i", file, "-map", `0:s:${track}`, "-f", "srt", "-"],
        ]);
        const [start] = /\d\d:\d\d:(\d\d,\d+) -->/.exec(stdout)?.slice(1) ?? [];
        const shown = Number(start?.replace(",", "."));
        // Matroska moved everything by the sound's run-in, and the result moves it back.
        expect(shown).toBeCloseTo(0.5, 2);
        expect(stdout).toContain(words);
      }
    },
    MINUTE,
  );

  it(
    "keeps the subtitles that can be read where others cannot, none if need be",
    async () => {
      const source = await here.gateway.source(await disc());
      const namesFor = async (...streams: number[]) => {
        const job = base(source);
        const out = `out/${job.id}/1`;
        const subtitles = streams.map((streamIndex) => ({
          ...{ streamIndex, language: null, title: null },
        }));
        const result = await finish(here.service, {
          ...{ ...job, kind: "subtitles", output: { url: `${here.gateway.url}/${out}` } },
          plan: { ...SAMPLE_PLAN, subtitles },
        });
        expect(result).toMatchObject({ kind: "subtitles", file: { name: "subtitles.mp4" } });
        return readOwnTrackNames(join(here.gateway.folder, out, "subtitles.mp4"));
      };
      // The disc's are its streams 3 and 4; it has no stream 60.
      expect(await namesFor(3, 4)).toEqual(["0", "1"]);
      expect(await namesFor(60, 3)).toEqual(["1"]);
      expect(await namesFor(60)).toEqual([]);
    },
    MINUTE,
  );

  it(
    "tells where a phone was only on request",
    async () => {
      const path = realClip("phone-gps.mov");
      if (!path) return;
      const secrets = /32\.09|\+32|iPhone|Apple/;
      const tagsIn = async (privacy?: Settings["privacy"]) => {
        const { file } = await enhance(path, privacy);
        const { format } = await ffprobe(file, "-show_format");
        return format.tags;
      };
      const usual = await tagsIn();
      expect(JSON.stringify(usual)).not.toMatch(secrets);
      expect(usual.creation_time).toBe("2019-07-24T08:25:57.000000Z");
      const asked = await tagsIn({ stripLocation: false });
      expect(asked.location).toMatch(/^\+32\.09\d+\+034\.86/);
      expect(JSON.stringify(asked)).not.toMatch(/iPhone|Apple/);
    },
    MINUTE,
  );
});
