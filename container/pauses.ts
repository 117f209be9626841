// Content stands still while anything else runs: at the lowest priority it still took a tenth of the
// time in which a film is made beside it, since cores share caches and memory. Nobody waits for it; but it
// is never held up for long, and goes on at its low priority then.

/** Between two segments of a film nothing runs for some hundredths of a second. */
const LINGER_MS = 250;
/**
 * Most that one program of content stands still, all in all. No other begins beside films meanwhile, so
 * that a longer one pays for no more than the rest of the one that had begun.
 */
const PAUSE_MS_MAX = 30_000;

/** Stops a program and all it started, or lets them go on. */
type Signal = (pid: number, signal: "SIGSTOP" | "SIGCONT") => void;

type Paused = { leftMs: number; since: number | null; timer: NodeJS.Timeout | undefined };

export class Pauses {
  readonly #signal: Signal;
  readonly #content = new Map<number, Paused>();
  #others = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  /** A program has started. What it returns is called when that has ended. */
  enter(pid: number, kind: "content" | "other"): () => void {
    return kind === "content" ? this.#enterContent(pid) : this.#enterOther();
  }

  #enterOther(): () => void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#others++;
    for (const [pid, one] of this.#content) this.#stop(pid, one);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#others--;
      if (this.#others > 0) return;
      this.#linger = setTimeout(() => {
        this.#linger = undefined;
        for (const [pid, one] of this.#content) this.#resume(pid, one);
      }, LINGER_MS);
    };
  }

  #enterContent(pid: number): () => void {
    const one: Paused = { leftMs: PAUSE_MS_MAX, since: null, timer: undefined };
    this.#content.set(pid, one);
    if (this.#others > 0 || this.#linger) this.#stop(pid, one);
    return () => {
      clearTimeout(one.timer);
      this.#content.delete(pid);
    };
  }

  #stop(pid: number, one: Paused): void {
    if (one.since !== null || one.leftMs <= 0) return;
    one.since = performance.now();
    one.timer = setTimeout(() => this.#resume(pid, one), one.leftMs);
    this.#signal(pid, "SIGSTOP");
  }

  #resume(pid: number, one: Paused): void {
    if (one.since === null) return;
    clearTimeout(one.timer);
    one.leftMs -= performance.now() - one.since;
    one.since = null;
    this.#signal(pid, "SIGCONT");
  }
}
