// What has arrived of an upload and is not stored yet. A client whose line was cut asks at once where
// to go on, while its last bytes are still on their way to R2: they need not come twice. Only this
// isolate is looked at; elsewhere the client sends a little more than it would have to.

/** A body that is being received. */
export type Arriving = {
  /** When bytes came last, in ms since 1970. */
  readonly heardAt: number;
  /** True if everything that came is recorded. */
  readonly settled: boolean;
  /** Has what is held stored at once. */
  hurry(): void;
};

/** A line on which nothing came for this long was cut, or might as well have been. */
const QUIET_MS = 100;

/** A line that goes on for this long after the question was not. */
const TALKING_MS = 500;

/** A client that asks for the offset waits at most this long for it. */
const SETTLE_MS = 2_000;

const LOOK_MS = 20;

/** The newest receiver of each upload in this isolate. */
const receivers = new Map<string, Arriving>();

const keyOf = (session: string, video: string) => `${session}/${video}`;

/** Enters a receiver. The answer takes it off again. */
export function enter(session: string, video: string, receiver: Arriving): () => void {
  const key = keyOf(session, video);
  receivers.set(key, receiver);
  return () => {
    if (receivers.get(key) === receiver) receivers.delete(key);
  };
}

/** Waits until what has arrived of an upload is recorded, if its line has gone quiet. */
export async function settle(session: string, video: string): Promise<void> {
  const asked = Date.now();
  for (;;) {
    const receiver = receivers.get(keyOf(session, video));
    const waited = Date.now() - asked;
    if (!receiver || receiver.settled || waited >= SETTLE_MS) return;
    if (Date.now() - receiver.heardAt >= QUIET_MS) receiver.hurry();
    else if (waited >= TALKING_MS) return;
    await scheduler.wait(LOOK_MS);
  }
}
