// Reads `text/event-stream`, as far as the product writes it:
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

export type ServerSentEvent = { id: string | null; event: string | null; data: string };

/** Hands over each event of the body as it comes; resolves at its end. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (event: ServerSentEvent) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const bytes of body) {
    held += decoder.decode(bytes, { stream: true });
    const blocks = held.split("\n\n");
    held = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split("\n")
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? null;
      const data = field("data");
      if (data !== null) take({ id: field("id"), event: field("event"), data });
    }
  }
}
