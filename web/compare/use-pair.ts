// Puts the players of both sides into the hands of the playback.

import { useEffect, useEffectEvent } from "react";
import type { PairPlayback } from "./pair-playback.ts";
import type { Run } from "./use-run.ts";
import { playedSides, type Side, type Sound, type View } from "./view.ts";

type Pair = {
  view: View | null;
  sound: Sound;
  sides: readonly Side[];
  left: HTMLVideoElement | null;
  right: HTMLVideoElement | null;
  /** The runs that are looked at; one may have a player that is coming up. */
  runs: readonly Run[];
  frameRate: number;
  /** How long they show something, where the players do not know it. */
  duration: number | null;
};

export function usePair(playback: PairPlayback, pair: Pair): void {
  const { view, sound, left, right, frameRate, duration } = pair;
  const sides = pair.sides.join(" ");
  const changing = pair.runs.find(({ incoming }) => incoming !== null);
  const incoming = changing?.incoming ?? null;
  const takeOver = useEffectEvent(() => changing?.takeOver());
  const choose = useEffectEvent(() => {
    const played = view === null ? [] : playedSides(view, sound, pair.sides);
    const players = { left, right };
    return played.map((side) => players[side]).filter((player) => player !== null);
  });
  useEffect(() => playback.run(), [playback]);
  useEffect(() => playback.setFrameRate(frameRate), [playback, frameRate]);
  useEffect(() => playback.setDuration(duration), [playback, duration]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `choose` reads what is named here.
  useEffect(() => {
    const taking = choose();
    for (const player of [left, right]) {
      if (player) player.muted = sound === "off" || player !== taking[0];
    }
    playback.setPlayers(taking);
  }, [playback, view, sound, sides, left, right]);
  useEffect(() => {
    if (incoming) incoming.muted = true;
    playback.setIncoming(incoming, () => takeOver());
  }, [playback, incoming]);
}
