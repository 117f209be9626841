// Plays one or two videos as one: the same button, the same place, the same frame. One leads, the
// one that is heard; the other follows. If either has to wait for bytes, both wait.

import { createStore, type Readable } from "../store.ts";
import { correction, steppedTime } from "./drift.ts";

export type Playback = {
  time: number;
  duration: number;
  /** What the person wants, also while it has to wait. */
  playing: boolean;
  waiting: boolean;
  /** How far it can be played in seconds; less than `duration` while more is being made. */
  end: number;
};

export type PairPlayback = Readable<Playback> & {
  /** Players that take part; the first one leads. */
  setPlayers(players: readonly HTMLVideoElement[]): void;
  setFrameRate(framesPerSecond: number): void;
  /** The whole length, if it is known better than by the players. Null to ask them. */
  setDuration(seconds: number | null): void;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  step(frames: number): void;
  /** Keeps the players together until the function it gives is called. */
  run(): () => void;
};

const EMPTY: Playback = { time: 0, duration: 0, playing: false, waiting: false, end: 0 };
/** A jump needs a moment before its effect can be judged. */
const JUMP_REST_MS = 400;
/** Players that stand closer to the end than this have played it all. */
const END_S = 0.05;
/** Sound and picture of one file, and two encodings of one film, end this much apart. */
const TAIL_S = 0.5;

export function createPairPlayback(): PairPlayback {
  const store = createStore<Playback>(EMPTY);
  let players: readonly HTMLVideoElement[] = [];
  let frameRate = 30;
  let knownDuration: number | null = null;
  let playing = false;
  let restUntil = 0;

  function tick() {
    const [leader, follower] = players;
    if (!leader) return publish(EMPTY);
    // A player that is changing its source stands at 0, which is nobody's place.
    if (leader.readyState === leader.HAVE_NOTHING) {
      return publish({ ...store.get(), playing, waiting: playing });
    }
    const duration = knownDuration ?? durationOf(leader);
    if (playing && (leader.ended || leader.currentTime >= duration - END_S / 2)) playing = false;
    const unready = players.filter((player) => !isReady(player, duration));
    if (!playing) {
      for (const player of players) if (!player.paused) player.pause();
      if (follower) align(leader, follower);
    } else {
      for (const player of players) {
        // Who is not ready is told to play all the same: some browsers fetch nothing before that.
        const go = unready.length === 0 || unready.includes(player);
        if (!go && !player.paused) player.pause();
        else if (go && player.paused && !player.ended) start(player);
      }
      if (follower && unready.length === 0) follow(leader, follower);
    }
    publish({
      time: leader.currentTime,
      duration,
      playing,
      waiting: playing && unready.length > 0,
      end: Math.min(...players.map(endOf)),
    });
  }

  function follow(leader: HTMLVideoElement, follower: HTMLVideoElement) {
    if (follower.ended || performance.now() < restUntil) return;
    const drift = follower.currentTime - leader.currentTime;
    const next = correction(drift, 1 / frameRate, follower.playbackRate);
    if (next.kind === "jump") jump(follower, leader.currentTime);
    const rate = next.kind === "rate" ? next.rate : 1;
    if (follower.playbackRate !== rate) follower.playbackRate = rate;
  }

  /** While standing, both show the same instant. */
  function align(leader: HTMLVideoElement, follower: HTMLVideoElement) {
    if (leader.seeking || follower.seeking || follower.readyState === 0) return;
    follower.playbackRate = 1;
    const target = Math.min(leader.currentTime, endOf(follower));
    if (performance.now() < restUntil) return;
    if (Math.abs(follower.currentTime - target) > 0.25 / frameRate) jump(follower, target);
  }

  function jump(player: HTMLVideoElement, seconds: number) {
    restUntil = performance.now() + JUMP_REST_MS;
    player.currentTime = seconds;
  }

  function start(player: HTMLVideoElement) {
    player.play().catch((error: unknown) => {
      // Interrupted by a pause, or not allowed without a click: the button then stays at "Play".
      if (!(error instanceof DOMException)) throw error;
      if (error.name === "NotAllowedError") playing = false;
    });
  }

  function publish(next: Playback) {
    const last = store.get();
    const same = (Object.keys(next) as (keyof Playback)[]).every((key) => next[key] === last[key]);
    if (!same) store.set(next);
  }

  function seek(seconds: number) {
    const time = Math.max(0, Math.min(seconds, store.get().end));
    restUntil = 0;
    for (const player of players) player.currentTime = time;
    // Told at once, so that a slider that is being drawn stays under the hand.
    publish({ ...store.get(), time });
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    setPlayers(next) {
      for (const player of players) if (!next.includes(player)) player.pause();
      players = next;
      for (const player of players) {
        player.playbackRate = 1;
        // The follower is silent; keeping its pitch at another speed would be work for nothing.
        player.preservesPitch = player === next[0];
      }
    },
    setFrameRate(framesPerSecond) {
      frameRate = framesPerSecond;
    },
    setDuration(seconds) {
      knownDuration = seconds;
    },
    play() {
      const { time, duration } = store.get();
      if (duration > 0 && time >= duration - END_S) seek(0);
      playing = true;
    },
    pause() {
      playing = false;
    },
    seek,
    step(frames) {
      playing = false;
      const [leader] = players;
      if (leader) seek(steppedTime(leader.currentTime, frames, frameRate));
    },
    run() {
      let request = 0;
      const loop = () => {
        request = requestAnimationFrame(loop);
        tick();
      };
      loop();
      return () => {
        cancelAnimationFrame(request);
        for (const player of players) player.pause();
      };
    },
  };
}

/** A player that has shown all of `duration` stays at its last frame and holds nobody up. */
function isReady(player: HTMLVideoElement, duration: number): boolean {
  const whole = player.duration >= duration - TAIL_S;
  if (player.ended || (whole && player.currentTime >= player.duration - END_S)) return true;
  return !player.seeking && player.readyState >= player.HAVE_FUTURE_DATA;
}

function durationOf(player: HTMLVideoElement): number {
  return Number.isFinite(player.duration) ? player.duration : endOf(player);
}

/** The last instant that can be shown; of a growing stream, what is there by now. */
function endOf({ seekable }: HTMLVideoElement): number {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
}
