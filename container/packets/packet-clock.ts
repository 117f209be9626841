// Running statistics over a stream's packets, in the order they lie in the file. Memory is bounded
// whatever the length: times pass through a small window that puts them in order, and what comes
// out of it is counted.

import { type Distances, packetDistances } from "./packet-distances.ts";
import { type Groups, packetGroups } from "./packet-groups.ts";
import { type PacketRate, packetRate } from "./packet-rate.ts";

/** Pictures are reordered by at most 16 (H.264, HEVC); twice that leaves room for odd muxers. */
const WINDOW = 32;
const MICRO = 1_000_000;
/**
 * A clock is set back where so many packets in a row all lie earlier, by this, than each of as many
 * before them: fewer are a glitch, and less loses nothing that anybody would miss.
 */
const SET_BACK_PACKETS = 5;
const SET_BACK_SECONDS = 0.5;

/**
 * Where one packet follows another, the last one is believed to last as long as any real distance
 * before it, ten usual ones, or a still picture at the end; an index that claims more may lie. A
 * tick or two where others last many stand for a length that the writer did not know.
 */
const LAST_MEDIANS = 10;
const LAST_SECONDS = 10;

/** Edit lists are written in coarser ticks than packets: below this they differ by rounding alone. */
const EDIT_S = 0.002;

export type Packet = {
  /** Seconds; null where the file has none. */
  pts: number | null;
  /** Of decoding, in seconds: it only rises, unlike the other. */
  dts: number | null;
  duration: number | null;
  bytes: number;
  /** Where it lies in the file; null where the demuxer cannot tell. */
  position: number | null;
  key: boolean;
  /** `pts` is that of decoding, because the file has no other. */
  guessed?: boolean;
  /** An edit list takes it out: nobody sees it. */
  discarded?: boolean;
};

export type PacketStatistics = {
  packets: number;
  bytes: number;
  /** What an edit list takes out; no other number holds it. */
  discarded: { packets: number; bytes: number };
  /** Where the first packet lies in the file. */
  position: number | null;
  /** Seconds: the first time, and where the last packet ends. Null without any time. */
  first: number | null;
  end: number | null;
  /** Where the last packet says that it ends, be it believed or not. */
  claimedEnd: number | null;
  /** Distance of neighbours in seconds that half of all are below. Null below two packets. */
  medianDistance: number | null;
  meanDistance: number | null;
  distances: Distances;
  /** Uneven by more than the time base can explain. Null below three packets. */
  variable: boolean | null;
  rate: PacketRate;
  /** Packets whose time of decoding is before that of the packet before. */
  nonMonotonic: number;
  /** Packets that are shown before zero, and those without any time. */
  negative: number;
  untimed: number;
  /** Times of decoding begin again somewhere, as where recordings were joined byte by byte. */
  setBack: boolean;
  keyframes: number;
  /** Bytes of key frames. */
  keyBytes: number;
  /** The first packet is one, be it discarded. */
  startsWithKeyframe: boolean;
  keyframeInterval: { minSeconds: number; meanSeconds: number; maxSeconds: number } | null;
  groups: Groups;
};

/**
 * Counts packets. `tick` is the stream's time base in seconds. `presentedEnd` is where an edit list says
 * that the stream ends, which is often within its last packet; null where nothing says it.
 */
export function packetClock(tick: number, presentedEnd: number | null = null) {
  const window: { pts: number; bytes: number }[] = [];
  const distances = packetDistances(tick);
  const rate = packetRate();
  const groups = packetGroups();
  const discarded = { packets: 0, bytes: 0 };
  let packets = 0;
  let position: number | null = null;
  let startsWithKeyframe = false;
  let [timed, bytes, nonMonotonic, negative] = [0, 0, 0, 0];
  let first: number | null = null;
  let previous: number | null = null;
  let previousDts = -Infinity;
  let last: { pts: number; duration: number | null } | null = null;
  let firstDts: number | null = null;
  let [guessed, reordered] = [false, false];
  const decoding: number[] = [];
  let suspect = 0;
  let setBack = false;

  const takeInOrder = (packet: { pts: number; bytes: number }) => {
    const micros = Math.round(packet.pts * MICRO);
    if (previous !== null) distances.add(previous, micros);
    rate.add(micros, packet.bytes);
    previous = micros;
  };

  /**
   * When the last packet is shown. Where some times of presentation are left out and others are not
   * those of decoding, that may be behind all times that are there. As many pictures are shown as are
   * decoded, and at the same pace.
   */
  const lastShown = (start: number, latest: number) => {
    if (!guessed || !reordered || setBack || firstDts === null) return latest;
    return Math.max(latest, start + previousDts - firstDts);
  };

  const watchClock = (dts: number) => {
    if (dts < previousDts) {
      nonMonotonic++;
      suspect = SET_BACK_PACKETS * 2;
    }
    previousDts = dts;
    decoding.push(dts);
    if (decoding.length > SET_BACK_PACKETS * 2) decoding.shift();
    // Times that only rise are nearly all there are, and need no closer look.
    if (suspect-- <= 0 || decoding.length < SET_BACK_PACKETS * 2) return;
    const before = decoding.slice(0, SET_BACK_PACKETS);
    const after = decoding.slice(SET_BACK_PACKETS);
    const back = Math.min(...before) - Math.max(...after);
    if (back > SET_BACK_SECONDS) setBack = true;
  };

  return {
    add(packet: Packet) {
      if (packets + discarded.packets === 0) startsWithKeyframe = packet.key;
      if (packet.discarded) {
        discarded.packets++;
        discarded.bytes += packet.bytes;
        return;
      }
      if (packets === 0) position = packet.position;
      packets++;
      bytes += packet.bytes;
      groups.add(packet);
      if (packet.dts !== null) watchClock(packet.dts);
      const { pts, dts } = packet;
      if (pts === null) return;
      firstDts ??= dts;
      if (packet.guessed) guessed = true;
      else if (dts !== null && pts !== dts) reordered = true;
      timed++;
      if (pts < 0) negative++;
      first = first === null ? pts : Math.min(first, pts);
      if (last === null || pts >= last.pts) last = { pts, duration: packet.duration };
      let at = window.length;
      while (at > 0 && (window[at - 1]?.pts ?? 0) > pts) at--;
      window.splice(at, 0, { pts, bytes: packet.bytes });
      if (window.length <= WINDOW) return;
      const lowest = window.shift();
      if (lowest) takeInOrder(lowest);
    },
    /** The statistics so far; call it once, at the end. */
    finish(): PacketStatistics {
      for (const packet of window.splice(0)) takeInOrder(packet);
      const read = distances.finish();
      const shown = first !== null && last !== null ? lastShown(first, last.pts) : null;
      const span = first !== null && shown !== null ? shown - first : null;
      const usual = read.median ?? 0;
      const most = Math.max(LAST_MEDIANS * usual, read.max ?? 0, LAST_SECONDS);
      // The last of sound, whose packets are all key frames, may be cut to a few samples.
      const least = groups.keyframes() === packets ? tick : Math.max(tick, EDIT_S);
      const written = last?.duration ?? usual;
      const told = written > least || written >= usual / 2;
      const claimed = told ? written : usual;
      // A packet alone has nothing that it could be compared with.
      const believed = read.median === null || claimed <= most ? claimed : usual;
      const length = shown === null ? 0 : lengthShown(told ? presentedEnd : null, shown, believed);
      const end = shown === null ? null : shown + length;
      return {
        packets,
        bytes,
        discarded,
        position,
        first,
        end,
        claimedEnd: shown === null ? null : shown + claimed,
        medianDistance: read.median,
        meanDistance: span !== null && timed > 1 ? span / (timed - 1) : null,
        distances: read,
        variable: read.median === null || timed < 3 ? null : read.unevenShare > 0,
        rate: rate.finish(Math.round((end ?? 0) * MICRO)),
        nonMonotonic,
        negative,
        untimed: packets - timed,
        setBack,
        keyframes: groups.keyframes(),
        keyBytes: groups.keyBytes(),
        startsWithKeyframe,
        keyframeInterval: groups.interval(),
        groups: groups.finish(end),
      };
    },
  };
}

/**
 * How long the last packet is shown: as long as the edits leave of it. An end before it or far behind
 * it is another reading of the edits than ours.
 */
function lengthShown(presentedEnd: number | null, last: number, length: number): number {
  if (presentedEnd === null) return length;
  const shown = presentedEnd - last;
  const isWithin = shown > 0 && shown < 2 * length + EDIT_S;
  return isWithin && Math.abs(shown - length) > EDIT_S ? shown : length;
}
