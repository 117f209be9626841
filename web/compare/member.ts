// One of the players that play as one, and how it is brought to the frame that its leader shows.

import { correction, steppedTime } from "./drift.ts";
import { endOf } from "./player-state.ts";
import { type FrameWatch, watchFrames } from "./shown-frame.ts";

export type Member = {
  player: HTMLVideoElement;
  /** Frames a second of what it plays. */
  frameRate: number;
  frames: FrameWatch;
  /** Before then it does not jump again: a jump needs a moment before its effect can be judged. */
  restUntil: number;
  /** Where it was last sent while standing. It is not sent there twice: some frames have no twin. */
  sentTo: number | null;
};

const STANDING_REST_MS = 400;
/** Of a frame: what its edges may be off by. */
const MARGIN = 0.1;
/** While playing, all wait for a jump; who jumped is chased for so long before it jumps again. */
const PLAYING_REST_MS = 2_000;
/** Nobody chases so much: one that was set back to its beginning jumps again at once. */
const LOST_S = 1;

/** Its frames are watched until `frames.end()` is called. */
export function createMember(player: HTMLVideoElement, frameRate: number): Member {
  return { player, frameRate, frames: watchFrames(player), restUntil: 0, sentTo: null };
}

/** What was tried to bring it to its leader counts no more. */
export function forgetTries(member: Member): void {
  Object.assign(member, { restUntil: 0, sentTo: null });
}

/** When the frame begins that is shown while standing; the clock is somewhere within it. */
export function frameTime({ player, frames, frameRate }: Member): number {
  const shown = player.seeking ? null : frames.shown();
  return shown ?? steppedTime(player.currentTime, 0, frameRate) - 0.5 / frameRate;
}

/** The same of all together: of a frame of the leader that lasts for several others, which of those. */
export function standingTime([leader, ...others]: readonly [Member, ...Member[]]): number {
  const begun = frameTime(leader);
  const within = others
    .map(frameTime)
    .filter((time) => time < begun + (1 - MARGIN) / leader.frameRate);
  return Math.max(begun, ...within);
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
export function follow(leader: Member, follower: Member): void {
  const { player } = follower;
  if (player.ended || player.seeking) return;
  const drift = driftOf(leader, follower);
  const spared = Math.abs(drift) > LOST_S ? PLAYING_REST_MS - STANDING_REST_MS : 0;
  const mayJump = performance.now() >= follower.restUntil - spared;
  const frame = 1 / finest(leader, follower);
  const next = correction(drift, frame, player.playbackRate, mayJump);
  if (next.kind === "jump") jump(follower, player.currentTime - drift, PLAYING_REST_MS);
  const rate = next.kind === "rate" ? next.rate : 1;
  if (player.playbackRate !== rate) player.playbackRate = rate;
}

/** While standing, both show the same frame. */
export function align(leader: Member, follower: Member): void {
  const { player } = follower;
  if (leader.player.seeking || player.seeking || player.readyState === 0) return;
  player.playbackRate = 1;
  if (performance.now() < follower.restUntil || areTogether(leader, follower)) return;
  const target = Math.min(placeWithin(leader, finest(leader, follower)), endOf(player));
  if (follower.sentTo === target) return;
  follower.sentTo = target;
  jump(follower, target, STANDING_REST_MS);
}

/** Where the leader's clock is, if that lies within the frame on the screen, else where that begins. */
function placeWithin({ player, frames, frameRate }: Member, finer: number): number {
  const [shown, clock] = [frames.shown(), player.currentTime];
  if (shown === null) return clock;
  const isWithin = clock >= shown && clock < shown + (1 - MARGIN) / frameRate;
  return steppedTime(isWithin ? clock : shown, 0, finer);
}

/**
 * By the frames on the screen, of which a coarse one lasts for several finer ones; where those are not
 * known, by the clocks.
 */
export function areTogether(leader: Member, follower: Member): boolean {
  const [ahead, behind] = [leader.frames.shown(), follower.frames.shown()];
  const frame = 1 / finest(leader, follower);
  if (ahead !== null && behind !== null) {
    const end = Math.min(ahead + 1 / leader.frameRate, behind + 1 / follower.frameRate);
    return end - Math.max(ahead, behind) > 0.5 * frame;
  }
  const apart = leader.player.currentTime - follower.player.currentTime;
  return Math.abs(apart) < 0.25 * frame;
}

/** The rate of the one whose frames are shorter. */
export function finest(...members: readonly Member[]): number {
  return Math.max(...members.map(({ frameRate }) => frameRate));
}

function jump(member: Member, seconds: number, restMs: number) {
  member.restUntil = performance.now() + restMs;
  member.player.currentTime = seconds;
}
