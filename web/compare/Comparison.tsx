// Two pictures of one video, played as one: the original or a run of the enhancement on the left,
// the run that is looked at on the right. While that one is still being made, what is there of it by
// now is shown.

import { useEffect, useId, useRef, useState } from "react";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { toNumber } from "../../protocol/rational.ts";
import type { Enhancement, Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { startOf } from "../metadata/moments.ts";
import { Against } from "./Against.tsx";
import { Choices } from "./Choices.tsx";
import { frameRateOf } from "./frame-rate.ts";
import { KeyHelp } from "./KeyHelp.tsx";
import { commandOf } from "./keys.ts";
import { NO_LOOP, withIn, withOut } from "./loop.ts";
import type { PairPlayback } from "./pair-playback.ts";
import { RunPlayers } from "./RunPlayers.tsx";
import { Stage } from "./Stage.tsx";
import { StageWords } from "./StageWords.tsx";
import { Transport } from "./Transport.tsx";
import { useHeld } from "./use-held.ts";
import { useOriginal } from "./use-original.ts";
import { usePair } from "./use-pair.ts";
import { usePreload } from "./use-preload.ts";
import { useRun } from "./use-run.ts";
import { usePictureSize } from "./use-sizes.ts";
import { useWaiting } from "./use-waiting.ts";
import { canHold, effectiveView, possibleViews, type Side, type Sound, type View } from "./view.ts";
import { FIT, nextLevel } from "./zoom.ts";

type Props = {
  playback: PairPlayback;
  video: Video;
  enhancement: Enhancement | null;
  metadata: MetadataDocument | null;
};

/** Where Space has a meaning of its own: it presses a button, checks a box, writes a blank. */
const OWNS_SPACE = "button, input:not([type=range], [type=radio]:checked)";

export function Comparison({ playback, video, enhancement, metadata }: Props) {
  const [originalPlayer, setOriginalPlayer] = useState<HTMLVideoElement | null>(null);
  const [wish, setWish] = useState<View>("wipe");
  const [sound, setSound] = useState<Sound>("left");
  const [against, setAgainst] = useState<string | null>(null);
  const [zoom, setZoom] = useState(FIT);
  const [loop, setLoop] = useState(NO_LOOP);
  const [gain, setGain] = useState(4);
  const viewer = useRef<HTMLElement>(null);
  const help = useId();
  const { held, hold } = useHeld();
  const waiting = useWaiting(playback);
  const preload = usePreload(video.posterUrl);

  const opponent = opponentOf(video, enhancement, against);
  const original = useOriginal(video, originalPlayer);
  const other = useRun(opponent);
  const run = useRun(enhancement);
  const left = opponent ? other.player : originalPlayer;
  const said = words().compare;
  const numberOf = (of: Enhancement | null) =>
    said.names.run(video.enhancements.findIndex(({ id }) => id === of?.id) + 1);
  const names = opponent
    ? { left: numberOf(opponent), right: numberOf(enhancement) }
    : { left: original.name, right: said.names.enhanced };

  const sides: Side[] = [];
  if (opponent ? other.shown : original.state === "loading" || original.state === "shown") {
    sides.push("left");
  }
  if (run.shown) sides.push("right");
  const coming: Side[] = enhancement?.work && !run.shown ? ["right"] : [];
  const view = effectiveView(wish, sides);
  const holds = canHold(view) && sides.includes("left");
  const facts = metadata?.facts ?? null;
  // As long as nothing is known of the film, it may have some.
  const hasSound = facts?.streams.some(({ kind }) => kind === "audio") ?? true;
  const picture = facts && filmPictureOf(facts);
  const size = usePictureSize(left, run.player);
  const ownRate = picture?.frameRate ? toNumber(picture.frameRate) : picture?.measuredFrameRate;
  const rates = {
    left: frameRateOf(opponent, ownRate ?? 30),
    right: frameRateOf(enhancement, ownRate ?? 30),
  };
  const growing = run.growing || other.growing;
  const ends = [run.end, other.end].filter((end) => end !== null);
  const end = ends.length > 0 ? Math.min(...ends) : null;
  usePair(playback, {
    ...{ view, sound, sides, left, rates },
    right: run.player,
    runs: { left: other, right: run },
    duration: end ?? (growing ? (facts?.container.duration ?? null) : null),
    cover: metadata?.content?.poster ? metadata.content.poster.at - startOf(metadata) : 0,
  });
  useEffect(() => playback.setLoop(loop), [playback, loop]);
  const place = () => playback.get().time;
  const seekBy = (seconds: number) => playback.seek(place() + seconds);
  const setIn = () => setLoop(withIn(loop, place()));
  const setOut = () => setLoop(withOut(loop, place(), 1 / Math.max(rates.left, rates.right)));

  // A phone's browser may have it for a single video only, and then does not know this property.
  const hasFullscreen = document.fullscreenEnabled === true;
  function toggleFullscreen() {
    const turned = document.fullscreenElement
      ? document.exitFullscreen()
      : viewer.current?.requestFullscreen();
    turned?.catch((error: unknown) => {
      // The browser says no: everything stays where it is.
      if (!(error instanceof TypeError)) throw error;
    });
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLSelectElement) return;
    if (event.key === " " && target instanceof Element && target.closest(OWNS_SPACE)) return;
    const command = commandOf(event.key);
    if (command === null) return;
    event.preventDefault();
    if (typeof command === "object") {
      const chosen = possibleViews(sides)[command.view];
      return chosen && setWish(chosen);
    }
    const actions = {
      play: () => (playback.get().playing ? playback.pause() : playback.play()),
      "frame back": () => playback.step(-1),
      "frame on": () => playback.step(1),
      earlier: () => seekBy(-5),
      later: () => seekBy(5),
      hold: () => holds && hold(),
      in: setIn,
      out: setOut,
      clear: () => setLoop(NO_LOOP),
      zoom: () => setZoom({ ...zoom, level: nextLevel(zoom.level) }),
      "full screen": () => hasFullscreen && toggleFullscreen(),
      help: () => document.getElementById(help)?.togglePopover(),
    };
    actions[command]();
  }

  const players = (which: typeof run, side: Side) => (
    <RunPlayers
      run={which}
      name={names[side]}
      testId={side === "left" ? "original-video" : "enhanced-video"}
      place={place}
      preload={preload}
    />
  );

  const compareWith = (
    <Against
      runs={opponents(video, enhancement).map((of) => ({ id: of.id, name: numberOf(of) }))}
      against={opponent?.id ?? null}
      onAgainst={setAgainst}
    />
  );

  return (
    <section
      className="viewer"
      ref={viewer}
      aria-label={said.title}
      data-view={view}
      // A click on the picture brings the keys to the viewer.
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <Stage
        view={view}
        held={held && holds}
        names={names}
        left={
          opponent ? (
            players(other, "left")
          ) : (
            <video
              ref={setOriginalPlayer}
              data-testid="original-video"
              aria-label={names.left}
              playsInline
              preload={preload}
              {...(video.posterUrl && { poster: video.posterUrl })}
            />
          )
        }
        right={players(run, "right")}
        ratio={picture ? picture.displayWidth / picture.displayHeight : null}
        size={size}
        zoom={zoom}
        onZoom={setZoom}
        gain={gain}
        words={waiting ? (growing ? said.stage.waitingForMore : said.stage.loading) : null}
      />
      <StageWords
        original={original}
        opponent={opponent && { run: other, enhancement: opponent }}
        run={run}
        enhancement={enhancement}
        names={names}
        metadata={metadata}
      />
      {view === null ? (
        // Two runs that cannot be played are no reason to keep the original from sight.
        opponent && <div className="console">{compareWith}</div>
      ) : (
        <div className="console">
          <Transport
            playback={playback}
            sprite={metadata?.content?.sprite ?? null}
            loop={loop}
            help={help}
            onFullscreen={hasFullscreen ? toggleFullscreen : null}
          />
          <Choices
            {...{ names, sides, coming, view, sound, gain, loop }}
            hasSound={hasSound}
            onView={setWish}
            onSound={setSound}
            onGain={setGain}
            held={held}
            onHold={holds ? hold : null}
            level={zoom.level}
            onLevel={(level) => setZoom({ ...zoom, level })}
            onIn={setIn}
            onOut={setOut}
            onClear={() => setLoop(NO_LOOP)}
          >
            {compareWith}
          </Choices>
          <KeyHelp id={help} hasFullscreen={hasFullscreen} />
        </div>
      )}
    </section>
  );
}

/** The other runs of which there is something to look at. */
function opponents(video: Video, shown: Enhancement | null): Enhancement[] {
  return video.enhancements.filter(
    ({ id, playlistUrl, downloadUrl }) => id !== shown?.id && (playlistUrl ?? downloadUrl) !== null,
  );
}

function opponentOf(video: Video, shown: Enhancement | null, id: string | null) {
  return opponents(video, shown).find((candidate) => candidate.id === id) ?? null;
}
