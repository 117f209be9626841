// The filters that change the level of sound. Pure. They are heard by the plan as they are used by
// the job, so that what was planned is what comes out.

/**
 * Sample peaks are held at this. Between samples sound swells, and AAC swells it again: as measured
 * on encoded sound, true peaks then stay below −1.5 dBTP, without sampling the limiter's sound over.
 */
export const CEILING_DB = -2;

/**
 * Changes the level by `gain` dB, peaks held below the ceiling; empty for no change. The limiter
 * looks ahead, lifts nothing (`level`), releases by the sound's own average (`asc`; without, it
 * clips surround sound), and its delay is taken out again (`latency`).
 */
export function levelFilters(gain: number): string[] {
  if (gain === 0) return [];
  const ceiling = 10 ** (CEILING_DB / 20);
  return [
    `volume=${gain}dB:precision=float`,
    `alimiter=level=disabled:limit=${ceiling.toFixed(4)}:attack=5:release=50:asc=1:latency=1`,
  ];
}
