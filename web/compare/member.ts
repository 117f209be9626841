// One of the players that play as one, and how it is brought to the frame that its leader shows.

import { correction, steppedTime } from "./drift.ts";
import { endOf } from "./player-state.ts";
import { type FrameWatch, watchFrames } from "./shown-frame.ts";

export type Member = {
  player: HTMLVideoElement;
  frames: FrameWatch;
  /** Before then it does not jump again: a jump needs a moment before its effect can be judged. */
  restUntil: number;
  /** Where it was last sent while standing. It is not sent there twice: some frames have no twin. */
  sentTo: number | null;
};

const STANDING_REST_MS = 400;
/** While playing, all wait for a jump; who jumped is chased for so long before it jumps again. */
const PLAYING_REST_MS = 2_000;

/** Its frames are watched until `frames.end()` is called. */
export function createMember(player: HTMLVideoElement): Member {
  return { player, frames: watchFrames(player), restUntil: 0, sentTo: null };
}

/** What was tried to bring it to its leader counts no more. */
export function forgetTries(member: Member): void {
  Object.assign(member, { restUntil: 0, sentTo: null });
}

/** When the frame begins that is shown while standing; the clock is somewhere within it. */
export function frameTime({ player, frames }: Member, frameRate: number): number {
  const shown = player.seeking ? null : frames.shown();
  return shown ?? steppedTime(player.currentTime, 0, frameRate) - 0.5 / frameRate;
}

/**
 * Seconds by which a playing follower is before its leader. What counts is what is seen: with its
 * clock at the same time, one player may show a frame more than the other.
 */
export function driftOf(leader: Member, follower: Member): number {
  const clocks = follower.player.currentTime - leader.player.currentTime;
  return clocks + follower.frames.lead() - leader.frames.lead();
}

/** While playing: a change of speed or a jump, as far as the follower has drifted. */
export function follow(leader: Member, follower: Member, frameRate: number): void {
  const { player } = follower;
  if (player.ended || player.seeking) return;
  const drift = driftOf(leader, follower);
  const mayJump = performance.now() >= follower.restUntil;
  const next = correction(drift, 1 / frameRate, player.playbackRate, mayJump);
  if (next.kind === "jump") jump(follower, player.currentTime - drift, PLAYING_REST_MS);
  const rate = next.kind === "rate" ? next.rate : 1;
  if (player.playbackRate !== rate) player.playbackRate = rate;
}

/** While standing, both show the same frame. */
export function align(leader: Member, follower: Member, frameRate: number): void {
  const { player } = follower;
  if (leader.player.seeking || player.seeking || player.readyState === 0) return;
  player.playbackRate = 1;
  if (performance.now() < follower.restUntil || areTogether(leader, follower, frameRate)) return;
  const shown = leader.frames.shown();
  const wanted = shown === null ? leader.player.currentTime : steppedTime(shown, 0, frameRate);
  const target = Math.min(wanted, endOf(player));
  if (follower.sentTo === target) return;
  follower.sentTo = target;
  jump(follower, target, STANDING_REST_MS);
}

/** By the frames on the screen or, where those are not known, by the clocks. */
export function areTogether(leader: Member, follower: Member, frameRate: number): boolean {
  const [ahead, behind] = [leader.frames.shown(), follower.frames.shown()];
  if (ahead !== null && behind !== null) return Math.abs(ahead - behind) < 0.5 / frameRate;
  const apart = leader.player.currentTime - follower.player.currentTime;
  return Math.abs(apart) < 0.25 / frameRate;
}

function jump(member: Member, seconds: number, restMs: number) {
  member.restUntil = performance.now() + restMs;
  member.player.currentTime = seconds;
}
