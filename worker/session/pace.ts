// Tells of each of several things at most once in so many milliseconds. What comes too soon is told at
// the end of that time and not lost: it may be the last word for long.

export class Pace {
  readonly #intervalMs: number;
  readonly #toldAt = new Map<string, number>();
  readonly #due = new Set<string>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Calls `tell` now, or once the time is over: then it should tell how things stand by then. */
  tell(id: string, tell: () => void): void {
    if (this.#due.has(id)) return;
    const wait = (this.#toldAt.get(id) ?? 0) + this.#intervalMs - Date.now();
    if (wait <= 0) {
      this.#toldAt.set(id, Date.now());
      tell();
      return;
    }
    this.#due.add(id);
    setTimeout(() => {
      if (this.#due.delete(id)) this.tell(id, tell);
    }, wait);
  }

  /** Nothing is told of it any more that was to be told later. */
  drop(id: string): void {
    this.#due.delete(id);
  }

  clear(): void {
    this.#due.clear();
  }
}
