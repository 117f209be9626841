// An upload whose last byte leaves at an instant that is known: tus-js-client tells of it only when
// the server has answered.

import { once } from "node:events";
import { request } from "node:http";
import type { Client, Uploaded } from "./client.ts";

/** Sends the pieces by tus as one request that asks for facts alone. */
export async function uploadTimed(
  client: Client,
  name: string,
  bytes: number,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Uploaded> {
  const metadata = Object.entries({ filename: name, settings: JSON.stringify({ mode: "off" }) });
  const created = await client.call("/v1/uploads", {
    method: "POST",
    headers: {
      "tus-resumable": "1.0.0",
      "upload-length": String(bytes),
      "upload-metadata": metadata
        .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
        .join(),
    },
  });
  const location = created.headers.get("location");
  if (!location) throw new Error(`no upload: ${created.status} ${await created.text()}`);
  const sending = request(new URL(location, client.origin), {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${client.token}`,
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "content-length": bytes,
      "upload-offset": 0,
    },
  });
  const answered = once(sending, "response");
  const write = (piece: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      sending.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  let held: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    if (held.length > 0) await write(held);
    held = piece;
  }
  // The last byte goes by itself, when the network has taken all others.
  if (held.length > 1) await write(held.subarray(0, -1));
  const lastByteAt = performance.now();
  sending.end(held.subarray(-1));
  const [response] = await answered;
  response.resume();
  if (response.statusCode !== 204) throw new Error(`upload: ${response.statusCode}`);
  return { video: location.split("/").at(-1) ?? "", lastByteAt };
}
