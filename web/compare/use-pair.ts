// Puts the players of both sides into the hands of the playback.

import { useEffect, useEffectEvent } from "react";
import type { PairPlayback, Player } from "./pair-playback.ts";
import type { Run } from "./use-run.ts";
import { playedSides, type Side, type Sound, type View } from "./view.ts";

type Pair = {
  view: View | null;
  sound: Sound;
  sides: readonly Side[];
  left: HTMLVideoElement | null;
  right: HTMLVideoElement | null;
  /** The runs that are looked at; one may have a player that is coming up. */
  runs: Record<Side, Run>;
  /** Frames a second of what is on either side. */
  rates: Record<Side, number>;
  /** How long they show something, where the players do not know it. */
  duration: number | null;
  /** What they show before they are played, in seconds. */
  cover: number;
};

export function usePair(playback: PairPlayback, pair: Pair): void {
  const { view, sound, left, right, runs, rates, duration, cover } = pair;
  const sides = pair.sides.join(" ");
  const side = runs.right.incoming ? "right" : "left";
  const { incoming } = runs[side];
  const takeOver = useEffectEvent(() => runs[side].takeOver());
  const choose = useEffectEvent(() => {
    const played = view === null ? [] : playedSides(view, sound, pair.sides);
    const players = { left, right };
    return played.flatMap((of): Player[] => {
      const player = players[of];
      return player ? [{ player, frameRate: rates[of] }] : [];
    });
  });
  useEffect(() => playback.run(), [playback]);
  useEffect(() => playback.setDuration(duration), [playback, duration]);
  useEffect(() => playback.setCover(cover), [playback, cover]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `choose` reads what is named here.
  useEffect(() => {
    const taking = choose();
    for (const player of [left, right]) {
      if (player) player.muted = sound === "off" || player !== taking[0]?.player;
    }
    playback.setPlayers(taking);
  }, [playback, view, sound, sides, left, right, rates.left, rates.right]);
  const frameRate = rates[side];
  useEffect(() => {
    if (incoming) incoming.muted = true;
    playback.setIncoming(incoming && { player: incoming, frameRate }, () => takeOver());
  }, [playback, incoming, frameRate]);
}
