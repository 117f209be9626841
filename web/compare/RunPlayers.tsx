// The players of a run of the enhancement: one, and for a moment a second one below it, unseen,
// that is about to take its place.

import { useEffect, useEffectEvent, useState } from "react";
import { attachSource, type EnhancedSource, type Listener } from "./enhanced-source.ts";
import type { Run } from "./use-run.ts";

type Props = {
  run: Run;
  name: string;
  testId: string;
  /** Where a source begins that is attached now, in seconds. */
  place: () => number;
  preload: "auto" | "none";
};

export function RunPlayers({ run, name, testId, place, preload }: Props) {
  return run.sources.map((source, index) => (
    <RunPlayer
      key={source.url}
      source={source}
      name={name}
      testId={testId}
      incoming={index > 0}
      place={place}
      preload={preload}
      onPlayer={(player) => run.setPlayer(source.url, player)}
      onTrouble={(trouble) => run.onTrouble(source.url, trouble)}
      onEnd={(seconds) => run.onEnd(source.url, seconds)}
    />
  ));
}

type PlayerProps = Omit<Props, "run"> &
  Listener & {
    source: EnhancedSource;
    incoming: boolean;
    onPlayer: (player: HTMLVideoElement | null) => void;
  };

function RunPlayer(props: PlayerProps) {
  const { source, name, testId, incoming, preload } = props;
  const [player, setPlayer] = useState<HTMLVideoElement | null>(null);
  const attach = useEffectEvent((to: HTMLVideoElement) => {
    props.onPlayer(to);
    const { place, onTrouble, onEnd } = props;
    return attachSource(to, source, place, { onTrouble, onEnd });
  });
  const leave = useEffectEvent(() => props.onPlayer(null));
  useEffect(() => {
    if (!player) return;
    const detach = attach(player);
    return () => {
      detach();
      leave();
    };
  }, [player]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a stranger's file; its captions are unknown.
    <video
      ref={setPlayer}
      data-testid={incoming ? undefined : testId}
      data-incoming={incoming}
      aria-hidden={incoming}
      aria-label={name}
      playsInline
      // What is looked at goes first: all of a film would take its line, and the server's time.
      preload={incoming ? "metadata" : preload}
    />
  );
}
