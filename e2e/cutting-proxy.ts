// A TCP proxy on loopback that passes bytes on and cuts the connection, in both directions and
// without a goodbye, each time that so many bytes have gone up: the line of someone on a train.

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type CuttingProxy = {
  origin: string;
  /** Cuts made so far. */
  cuts: () => number;
  close: () => Promise<void>;
};

/** `offsets`: upward bytes, counted over all connections, at which it cuts; ascending. */
export async function cuttingProxy(
  target: string,
  offsets: readonly number[],
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let [sent, cuts] = [0, 0];
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Either side may vanish: the other one then goes too, which is all there is to do.
      socket.on("error", cut);
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    upstream.pipe(client);
    client.on("data", (bytes: Buffer) => {
      const limit = offsets[cuts];
      const allowed = limit === undefined ? bytes.length : Math.min(bytes.length, limit - sent);
      sent += allowed;
      const ending = allowed < bytes.length || sent === limit;
      if (ending) {
        cuts++;
        client.pause();
        // What came before the cut does arrive.
        upstream.write(bytes.subarray(0, allowed), cut);
      } else if (!upstream.write(bytes)) {
        client.pause();
        upstream.once("drain", () => client.resume());
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    cuts: () => cuts,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
