// The line between a browser and the product, as a TCP proxy on loopback that can be cut and mended.

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type Line = {
  /** The product, as it is seen through the line. */
  origin: string;
  /** Breaks every connection without a goodbye and takes no new one. */
  cut: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

export async function openLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((client) => {
    if (!whole) return client.destroy();
    const upstream = connect(Number(port), hostname);
    const ends = [client, upstream];
    for (const socket of ends) {
      sockets.add(socket);
      // Where one end goes, the other goes too.
      const end = () => {
        for (const one of ends) one.destroy();
      };
      socket.on("error", end);
      socket.on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  const breakAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    cut: () => {
      whole = false;
      breakAll();
    },
    mend: () => {
      whole = true;
    },
    close: async () => {
      server.close();
      breakAll();
      await once(server, "close");
    },
  };
}
