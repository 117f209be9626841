// Which frames of a film or of a segment are looked at more closely, where not all are. Pure.

/** The middles of `count` equal parts of so many frames; all of them where there are fewer. */
export function spread(frames: number, count: number): number[] {
  const parts = Math.min(frames, count);
  return Array.from({ length: parts }, (_, at) => Math.floor(((at + 0.5) * frames) / parts));
}

/** The filter that lets only the frames with these numbers pass; the first it gets is 0. */
export function selectFilter(frames: readonly number[]): string {
  return `select=${frames.map((frame) => `eq(n\\,${frame})`).join("+")}`;
}
