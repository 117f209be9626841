// Plays one or two videos as one: the same button, the same place, the same frame. One leads, the
// one that is heard; the other follows. If either has to wait for bytes, both wait. A third may come
// up unseen beside them, to take the place of one once it shows the same frame.

import { createStore, type Readable } from "../store.ts";
import { steppedTime } from "./drift.ts";
import { type Loop, loopedTime, NO_LOOP } from "./loop.ts";
import {
  align,
  areTogether,
  createMember,
  driftOf,
  finest,
  follow,
  forgetTries,
  type Member,
  standingTime,
} from "./member.ts";
import { durationTogether, END_S, endOf, isReady, isStarved } from "./player-state.ts";

export type Playback = {
  time: number;
  duration: number;
  /** What the person wants, also while it has to wait. */
  playing: boolean;
  waiting: boolean;
  /** How far it can be played in seconds; less than `duration` while more is being made. */
  end: number;
};

/** A player and the frames a second of what it plays. */
export type Player = { player: HTMLVideoElement; frameRate: number };

export type PairPlayback = Readable<Playback> & {
  /** Players that take part; the first one leads. What is stepped by are the shortest frames. */
  setPlayers(players: readonly Player[]): void;
  /** A player that is brought to where the others are; `onJoined` is called once it is there. */
  setIncoming(player: Player | null, onJoined: () => void): void;
  /** What a pair shows before it is played or moved, in seconds: the moment of the poster. */
  setCover(seconds: number): void;
  /** The whole length, if it is known better than by the players. Null to ask them. */
  setDuration(seconds: number | null): void;
  setLoop(loop: Loop): void;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  step(frames: number): void;
  /** Keeps the players together until the function it gives is called. */
  run(): () => void;
};

/** A player that comes up, and since when it runs after the others; null before it does. */
type Incoming = { member: Member; onJoined: () => void; chasingSince: number | null };

/** After so long it waits until they stand. */
const CHASE_MS = 4_000;
/** So shortly before the end it waits for that. */
const LAST_S = 10;

const EMPTY: Playback = { time: 0, duration: 0, playing: false, waiting: false, end: 0 };

export function createPairPlayback(): PairPlayback {
  const store = createStore<Playback>(EMPTY);
  const members = new Map<HTMLVideoElement, Member>();
  let players: readonly Member[] = [];
  let incoming: Incoming | null = null;
  let knownDuration: number | null = null;
  let loop = NO_LOOP;
  let playing = false;
  /** Nobody has played or moved it: it stands at its beginning, whatever it shows. */
  let untouched = true;
  /** What a pair shows then, and where its players were sent to show it; in seconds. */
  let cover = 0;
  let covered: number | null = null;
  /** Where the leader stood when it was last told to play. */
  let startsFrom = 0;

  function tick() {
    const [leader, follower] = players;
    if (!leader) return publish(EMPTY);
    const { player } = leader;
    // A player that is changing its source stands at 0, which is nobody's place.
    if (player.readyState === player.HAVE_NOTHING) {
      return publish({ ...store.get(), playing, waiting: playing });
    }
    const duration = knownDuration ?? durationTogether(players.map((member) => member.player));
    const over = player.ended || player.currentTime >= duration - END_S / 2;
    const back = loopedTime(loop, over ? duration : player.currentTime, duration);
    if (playing && back !== null && !player.seeking) return seek(back);
    if (playing && over) playing = false;
    const unready = players.filter((member) => !isReady(member.player, duration));
    if (player.paused) startsFrom = player.currentTime;
    const hasStarted = player.currentTime !== startsFrom;
    for (const member of players) {
      // Who is not ready is told to play all the same: some browsers fetch nothing before that. Sound
      // takes a moment to begin, and who follows would be frames ahead by then.
      const together = unready.length === 0 && (member === leader || hasStarted);
      const fetches = unready.includes(member) && !isStarved(member.player);
      setRunning(member.player, playing && (together || fetches));
    }
    if (follower && !playing) {
      if (untouched && unready.length === 0) showCover();
      align(leader, follower);
    }
    if (follower && playing && unready.length === 0) follow(leader, follower);
    if (incoming) bringUp(leader, incoming, duration);
    publish({
      time: playing || player.ended ? player.currentTime : standing([leader, ...players.slice(1)]),
      duration,
      playing,
      waiting: playing && unready.length > 0,
      end: Math.min(...players.map((member) => endOf(member.player))),
    });
  }

  /**
   * A poster is no frame to compare the other's with: all go to the frame that it shows, once there is
   * so much of them, and until then to their first.
   */
  function showCover() {
    const frameRate = finest(...players);
    const end = Math.min(...players.map(({ player }) => endOf(player)));
    const target = steppedTime(cover < end - 1 / frameRate ? cover : 0, 0, frameRate);
    if (covered === target) return;
    covered = target;
    for (const { player } of players) player.currentTime = target;
  }

  function bringUp(leader: Member, coming: Incoming, duration: number) {
    const { member, onJoined } = coming;
    const { player } = member;
    if (player.readyState < player.HAVE_CURRENT_DATA || player.seeking) return;
    if (!playing) coming.chasingSince = null;
    else if (!player.paused) coming.chasingSince ??= performance.now();
    const chased = performance.now() - (coming.chasingSince ?? performance.now());
    // It is one more picture to decode. Who cannot do that beside the others would see them all stutter.
    const waits = chased > CHASE_MS || duration - leader.player.currentTime < LAST_S;
    if (playing && waits) return setRunning(player, false);
    if (playing) {
      setRunning(player, !leader.player.paused);
      follow(leader, member);
    } else {
      setRunning(player, false);
      align(leader, member);
    }
    if (player.seeking || leader.player.seeking || player.paused !== leader.player.paused) return;
    const apart = Math.abs(driftOf(leader, member));
    const near = 0.5 / finest(leader, member);
    if (playing ? apart < near : areTogether(leader, member)) {
      incoming = null;
      onJoined();
    }
  }

  function setRunning(player: HTMLVideoElement, running: boolean) {
    if (!running) {
      if (!player.paused) player.pause();
    } else if (player.paused && !player.ended) {
      player.play().catch((error: unknown) => {
        // Interrupted by a pause, or not allowed without a click: the button stays at "Play" then.
        if (!(error instanceof DOMException)) throw error;
        if (error.name === "NotAllowedError") playing = false;
      });
    }
  }

  function publish(next: Playback) {
    const last = store.get();
    const same = (Object.keys(next) as (keyof Playback)[]).every((key) => next[key] === last[key]);
    if (!same) store.set(next);
  }

  function settle() {
    for (const member of members.values()) forgetTries(member);
  }

  function standing(all: readonly [Member, ...Member[]]): number {
    return untouched ? 0 : standingTime(all);
  }

  /** To the middle of the frame at that time: at its edge the players might show different ones. */
  function seek(seconds: number) {
    if (players.length === 0) return;
    untouched = false;
    settle();
    const frameRate = finest(...players);
    const last = Math.max(0, store.get().end - 0.5 / frameRate);
    const time = Math.min(steppedTime(Math.max(0, seconds), 0, frameRate), last);
    for (const member of [...players, ...(incoming ? [incoming.member] : [])]) {
      member.player.currentTime = time;
    }
    // Told at once, so that a slider that is being drawn stays under the hand.
    publish({ ...store.get(), time: Math.min(Math.max(0, seconds), time) });
  }

  function memberOf({ player, frameRate }: Player): Member {
    const member = members.get(player) ?? createMember(player, frameRate);
    member.frameRate = frameRate;
    members.set(player, member);
    return member;
  }

  function forgetOthers() {
    const kept = [...players, ...(incoming ? [incoming.member] : [])];
    for (const member of members.values()) {
      if (kept.includes(member)) continue;
      member.player.pause();
      member.frames.end();
      members.delete(member.player);
    }
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    setPlayers(next) {
      const [lead] = next;
      // One that was not kept at the place of the others is brought there before it leads them.
      const isNew = lead && players.length > 0 && !members.has(lead.player);
      if (isNew && lead.player.readyState > HTMLMediaElement.HAVE_NOTHING) {
        lead.player.currentTime = steppedTime(store.get().time, 0, lead.frameRate);
      }
      players = next.map(memberOf);
      covered = null;
      if (incoming && players.includes(incoming.member)) incoming = null;
      forgetOthers();
      for (const { player } of players) {
        player.playbackRate = 1;
        // The follower is silent; keeping its pitch at another speed would be work for nothing.
        player.preservesPitch = player === lead?.player;
      }
    },
    setIncoming(player, onJoined) {
      incoming = player && { member: memberOf(player), onJoined, chasingSince: null };
      forgetOthers();
    },
    setDuration(seconds) {
      knownDuration = seconds;
    },
    setCover(seconds) {
      cover = seconds;
    },
    setLoop(next) {
      loop = next;
    },
    play() {
      const { duration } = store.get();
      const place = players[0]?.player.currentTime ?? 0;
      const time = untouched ? 0 : place;
      const over = duration > 0 && time >= duration - END_S;
      const isAway = untouched && place >= 1 / finest(...players);
      const back =
        loopedTime(loop, over ? duration : time, duration) ?? (over || isAway ? 0 : null);
      if (back !== null) seek(back);
      untouched = false;
      playing = true;
    },
    pause() {
      playing = false;
      settle();
    },
    seek,
    step(frames) {
      playing = false;
      const [leader, ...others] = players;
      // While a step is under way the next one counts from where it leads.
      if (leader) seek(steppedTime(standing([leader, ...others]), frames, finest(...players)));
    },
    run() {
      let request = 0;
      const again = () => {
        request = requestAnimationFrame(again);
        tick();
      };
      again();
      return () => {
        cancelAnimationFrame(request);
        for (const { player } of players) player.pause();
      };
    },
  };
}
