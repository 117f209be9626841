// Lets a refused client finish its sentence. Over HTTP/1.1 an answer that comes while the body is
// still being sent ends in a reset connection, and the client sees that instead of the reason; a tus
// client then even begins anew. So what it still sends is read and dropped for a while.

/** As long as a client that has been refused is listened to. */
const DRAIN_MS = 5_000;

const READ_BYTES = 128 * 1024;

/** Reads `body` to its end, or for five seconds. Never rejects: its sender may go at any time. */
export async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return;
  const reader = body.getReader({ mode: "byob" });
  const over = scheduler.wait(DRAIN_MS).then(() => "over" as const);
  try {
    let scratch = new Uint8Array(READ_BYTES);
    for (;;) {
      const got = await Promise.race([reader.read(scratch), over]);
      if (got === "over" || got.done) break;
      scratch = new Uint8Array(got.value.buffer);
    }
    await reader.cancel();
  } catch (gone) {
    console.debug("a refused client went away", gone);
  }
}
