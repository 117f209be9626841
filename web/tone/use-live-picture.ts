// A film's own frames, ready to be drawn with tones: from the browser's player, which plays the
// original or a smaller copy of it, or where neither shows the film as it is meant, from pictures that
// the service makes without any change.

import { useEffect, useMemo, useRef, useState } from "react";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { choiceOf } from "../compare/original-choice.ts";
import { words } from "../language/words.ts";
import { unlessGivenUp } from "../video/preview-maker.ts";
import { createFrameSource, type FrameSource } from "./frame-source.ts";
import { madeWeightsOf, weightsOf } from "./matrix.ts";
import { type Coding, createToneRenderer, type ToneRenderer } from "./renderer.ts";
import { createStillMaker } from "./still-maker.ts";

/** Seconds after a frame begins at which no rounding of its time shows the one before. */
const HAIR = 0.001;

export type LivePicture = {
  source: FrameSource;
  /** Null where this browser cannot draw tones. */
  renderer: ToneRenderer | null;
  coding: Coding;
  /** For the `video` element that plays the film. */
  setPlayer: (player: HTMLVideoElement | null) => void;
  player: HTMLVideoElement | null;
  /** `service`: the pictures come from there, since no player shows the film. */
  from: "original" | "copy" | "service";
  /** Chooses the place of the service's pictures. */
  stills: ReturnType<typeof createStillMaker>;
  /** Seconds that the film lasts, as the file declares them; 0 where it does not. */
  duration: number;
};

/** `begin` gives the second that is shown first, or 0 for any. */
export function useLivePicture(
  video: Video,
  document: MetadataDocument | null,
  begin: () => number,
): LivePicture {
  const { api, attempt, spoken } = useApp();
  const [source] = useState(createFrameSource);
  const [player, setPlayer] = useState<HTMLVideoElement | null>(null);
  const [unplayable, setUnplayable] = useState<readonly string[]>([]);
  const [renderer, setRenderer] = useState<ToneRenderer | null>(null);
  const begins = useRef(begin);
  const facts = document?.facts ? filmPictureOf(document.facts) : null;
  // The service lays them upon the standard range and a matte of its own.
  const special = facts !== null && (facts.dynamicRange !== "SDR" || facts.alpha === true);
  const { url, isCopy } = choiceOf(video, unplayable);
  const waiting = video.original === null;
  const from = special || (url === null && !waiting) ? "service" : isCopy ? "copy" : "original";
  const shownHeight = player?.videoHeight ?? 0;
  const coding = useMemo(() => {
    const weights =
      facts && from !== "original"
        ? madeWeightsOf(facts)
        : weightsOf(facts?.colour.matrix ?? null, facts?.displayHeight ?? shownHeight);
    return { weights, bitDepth: facts?.bitDepth ?? 8 };
  }, [facts, from, shownHeight]);

  useEffect(() => {
    const made = createToneRenderer(() => setRenderer(null));
    setRenderer(made);
    return () => made?.release();
  }, []);

  useEffect(() => {
    if (!player || !url || from === "service") return;
    const gone = new AbortController();
    const { signal } = gone;
    const refuse = () => setUnplayable((urls) => [...urls, url]);
    // What takes the place of another picture goes on where that was. Read before this player's own
    // first frame can come.
    const shown = source.frames.get()?.seconds;
    const look = () => {
      if (player.videoWidth === 0) return refuse();
      player.currentTime =
        shown === undefined ? begins.current() || player.duration / 3 : shown + HAIR;
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

  const stills = useMemo(
    () =>
      createStillMaker(async (seconds, signal) => {
        let shown = false;
        await attempt(async () => {
          const at = seconds ?? undefined;
          const asked = api.preview(video.id, { mode: "manual" }, "still", signal, at);
          const made = await unlessGivenUp(asked);
          if (!made) return;
          const picture = new Image();
          picture.src = made.url;
          await picture.decode();
          if (signal.aborted) return;
          source.show(picture, made.at);
          shown = true;
          if (seconds !== null) spoken.set(words().settings.preview.momentShown);
        });
        return shown;
      }),
    [api, attempt, spoken, video.id, source],
  );
  useEffect(() => {
    if (from !== "service") return;
    void stills.make(source.frames.get()?.seconds ?? (begins.current() || null));
    return stills.giveUp;
  }, [from, stills, source]);

  const duration = video.duration ?? document?.facts?.container.duration ?? 0;
  return { source, renderer, coding, setPlayer, player, from, stills, duration };
}
