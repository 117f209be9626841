// A film's own frames, ready to be drawn with tones: from the browser's player, or where that cannot
// show the original as it is meant, from a picture that the service makes without any change.

import { useEffect, useMemo, useRef, useState } from "react";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { unlessGivenUp } from "../video/preview-maker.ts";
import { createFrameSource, type FrameSource } from "./frame-source.ts";
import { weightsOf } from "./matrix.ts";
import { type Coding, createToneRenderer, type ToneRenderer } from "./renderer.ts";

export type LivePicture = {
  source: FrameSource;
  /** Null where this browser cannot draw tones. */
  renderer: ToneRenderer | null;
  coding: Coding;
  /** For the `video` element that plays the original. */
  setPlayer: (player: HTMLVideoElement | null) => void;
  player: HTMLVideoElement | null;
  /** `service`: the picture comes from there, since the player does not show the original. */
  from: "player" | "service";
};

/** `begin` gives the second that is shown first, or 0 for any. */
export function useLivePicture(
  video: Video,
  document: MetadataDocument | null,
  begin: () => number,
): LivePicture {
  const { api, attempt } = useApp();
  const [source] = useState(createFrameSource);
  const [player, setPlayer] = useState<HTMLVideoElement | null>(null);
  const [refused, setRefused] = useState(false);
  const [renderer, setRenderer] = useState<ToneRenderer | null>(null);
  const begins = useRef(begin);
  const facts = document?.facts?.streams.find((stream) => stream.kind === "video");
  // The service lays them upon the standard range and a matte of its own.
  const special = facts !== undefined && (facts.dynamicRange !== "SDR" || facts.alpha === true);
  const from = refused || special ? "service" : "player";
  const url = video.original?.url ?? null;
  const matrix = facts?.colour.matrix ?? null;
  const height = facts?.displayHeight ?? player?.videoHeight ?? 0;
  const bitDepth = facts?.bitDepth ?? 8;
  const coding = useMemo(
    () => ({ weights: weightsOf(matrix, height), bitDepth }),
    [matrix, height, bitDepth],
  );

  useEffect(() => {
    const made = createToneRenderer(() => setRenderer(null));
    setRenderer(made);
    return () => made?.release();
  }, []);

  useEffect(() => {
    if (!player || !url || from === "service") return;
    const gone = new AbortController();
    const { signal } = gone;
    const refuse = () => setRefused(true);
    const look = () => {
      if (player.videoWidth === 0) return refuse();
      player.currentTime = begins.current() || player.duration / 3;
    };
    player.addEventListener("loadedmetadata", look, { signal });
    player.addEventListener("error", refuse, { signal });
    const unfollow = source.follow(player);
    player.src = url;
    return () => {
      gone.abort();
      unfollow();
      player.removeAttribute("src");
      player.load();
    };
  }, [player, url, from, source]);

  useEffect(() => {
    if (from === "player") return;
    const gone = new AbortController();
    const { signal } = gone;
    void attempt(async () => {
      const at = begins.current() || undefined;
      const asked = api.preview(video.id, { mode: "manual" }, "still", signal, at);
      const made = await unlessGivenUp(asked);
      if (!made) return;
      const picture = new Image();
      picture.src = made.url;
      await picture.decode();
      if (!signal.aborted) source.show(picture, made.at);
    });
    return () => gone.abort();
  }, [from, api, attempt, video.id, source]);

  return { source, renderer, coding, setPlayer, player, from };
}
