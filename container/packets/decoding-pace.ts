// The pace of a stream by its times of decoding, for files that leave out some times of presentation.
// Memory is bounded.

import type { Packet } from "./packet-clock.ts";
import { type Distances, packetDistances } from "./packet-distances.ts";

const MICRO = 1_000_000;
/** Where more packets have no time at all, the distances of the others are no pace of the film. */
const UNTIMED_SHARE_MAX = 0.1;

/** Counts packets in the order of the file. `tick` is the stream's time base in seconds. */
export function decodingPace(tick: number) {
  const distances = packetDistances(tick);
  let previous: number | null = null;
  let [packets, untimed, undecoded] = [0, 0, 0];
  let [guessed, reordered] = [false, false];

  return {
    add(packet: Packet) {
      if (packet.discarded) return;
      packets++;
      if (packet.dts === null) {
        undecoded++;
        if (packet.pts === null) untimed++;
        return;
      }
      if (packet.guessed) guessed = true;
      else if (packet.pts !== packet.dts) reordered = true;
      const micros = Math.round(packet.dts * MICRO);
      if (previous !== null) distances.add(previous, micros);
      previous = micros;
    },
    /**
     * Distances of the times of decoding, where they alone tell the pace: some packets have no other
     * time, and others are shown at another one, so that in order of presentation two would share a
     * time and leave a hole elsewhere. Null where no times tell it; undefined where those of
     * presentation do.
     */
    finish(): Distances | null | undefined {
      if (untimed > UNTIMED_SHARE_MAX * packets) return null;
      if (!guessed || !reordered) return undefined;
      return undecoded === 0 ? distances.finish() : null;
    },
  };
}
