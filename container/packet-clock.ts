// Running statistics over a stream's packets, in the order they lie in the file. Memory is bounded
// whatever the length: times pass through a small window that puts them in order, and the distances
// between them are counted in a histogram.

/** Pictures are reordered by at most 16 (H.264, HEVC); twice that leaves room for odd muxers. */
const WINDOW = 32;
/** Distinct distances counted exactly. More than this is variable by any measure. */
const DISTANCES_MAX = 5_000;
const MICRO = 1_000_000;
/**
 * A clock is set back where so many packets in a row all lie earlier, by this, than each of as many
 * before them: fewer are a glitch, and less loses nothing that anybody would miss.
 */
const SET_BACK_PACKETS = 5;
const SET_BACK_SECONDS = 0.5;

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
};

export type PacketStatistics = {
  packets: number;
  bytes: number;
  /** Where the first packet lies in the file. */
  position: number | null;
  /** Seconds: the first time, and where the last packet ends. Null without any time. */
  first: number | null;
  end: number | null;
  /** Distance of neighbours in seconds that half of all are below. Null below two packets. */
  medianDistance: number | null;
  meanDistance: number | null;
  /** Uneven by more than the time base can explain. Null below three packets. */
  variable: boolean | null;
  /** Times of decoding begin again somewhere, as where recordings were joined byte by byte. */
  setBack: boolean;
  keyframes: number;
  keyframeInterval: { minSeconds: number; meanSeconds: number; maxSeconds: number } | null;
};

/** Counts packets. `tick` is the stream's time base in seconds. */
export function packetClock(tick: number) {
  const window: number[] = [];
  const distances = new Map<number, number>();
  let packets = 0;
  let position: number | null = null;
  let timed = 0;
  let bytes = 0;
  let first: number | null = null;
  let previous: number | null = null;
  let last: { pts: number; duration: number | null } | null = null;
  const decoding: number[] = [];
  let setBack = false;
  const keys = { count: 0, timed: 0, first: 0, previous: 0, min: Infinity, max: 0 };

  const takeInOrder = (pts: number) => {
    if (previous !== null) {
      const micros = Math.round((pts - previous) * MICRO);
      // Past the limit only the millisecond is kept, so that hostile times cannot fill the memory.
      const key = distances.size < DISTANCES_MAX ? micros : Math.round(micros / 1000) * 1000;
      if (distances.size < DISTANCES_MAX * 2 || distances.has(key)) {
        distances.set(key, (distances.get(key) ?? 0) + 1);
      }
    }
    previous = pts;
  };
  const addKey = (pts: number) => {
    if (keys.timed > 0) {
      const interval = Math.abs(pts - keys.previous);
      keys.min = Math.min(keys.min, interval);
      keys.max = Math.max(keys.max, interval);
    } else keys.first = pts;
    keys.previous = pts;
    keys.timed++;
  };

  const watchClock = (dts: number) => {
    decoding.push(dts);
    if (decoding.length > SET_BACK_PACKETS * 2) decoding.shift();
    if (decoding.length < SET_BACK_PACKETS * 2) return;
    const before = decoding.slice(0, SET_BACK_PACKETS);
    const after = decoding.slice(SET_BACK_PACKETS);
    const back = Math.min(...before) - Math.max(...after);
    if (back > SET_BACK_SECONDS) setBack = true;
  };

  return {
    add(packet: Packet) {
      if (packets === 0) position = packet.position;
      packets++;
      bytes += packet.bytes;
      if (packet.key) keys.count++;
      if (packet.dts !== null) watchClock(packet.dts);
      if (packet.pts === null) return;
      timed++;
      if (packet.key) addKey(packet.pts);
      first = first === null ? packet.pts : Math.min(first, packet.pts);
      if (last === null || packet.pts >= last.pts) {
        last = { pts: packet.pts, duration: packet.duration };
      }
      let at = window.length;
      while (at > 0 && (window[at - 1] ?? 0) > packet.pts) at--;
      window.splice(at, 0, packet.pts);
      const [lowest] = window;
      if (window.length > WINDOW && lowest !== undefined) {
        window.shift();
        takeInOrder(lowest);
      }
    },
    /** The statistics so far; call it once, at the end. */
    finish(): PacketStatistics {
      for (const pts of window.splice(0)) takeInOrder(pts);
      const median = medianOf(distances);
      const span = first !== null && last !== null ? last.pts - first : null;
      const mean = span !== null && timed > 1 ? span / (timed - 1) : null;
      return {
        packets,
        bytes,
        position,
        first,
        end: last === null ? null : last.pts + (last.duration ?? median ?? 0),
        medianDistance: median,
        meanDistance: mean,
        variable: median === null || timed < 3 ? null : isUneven(distances, median, tick),
        setBack,
        keyframes: keys.count,
        keyframeInterval:
          keys.timed < 2
            ? null
            : {
                minSeconds: keys.min,
                meanSeconds: Math.abs(keys.previous - keys.first) / (keys.timed - 1),
                maxSeconds: keys.max,
              },
      };
    },
  };
}

/** A time base rounds each time by a tick at most; a quarter of a frame is never rounding. */
function isUneven(distances: Map<number, number>, median: number, tick: number): boolean {
  const tolerance = Math.min(2 * tick + 2 / MICRO, Math.max(median / 4, 2 / MICRO));
  return [...distances.keys()].some((micros) => Math.abs(micros / MICRO - median) > tolerance);
}

function medianOf(distances: Map<number, number>): number | null {
  const sorted = [...distances].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [micros, count] of sorted) {
    seen += count;
    if (seen * 2 >= total) return micros / MICRO;
  }
  return null;
}
