// Ports from the environment, and ports that others hold.

import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort, isTaken, readPort, refuseTakenPorts } from "./ports.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function listen(port: number, host: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => server.listen(port, host, resolve));
}

describe("readPort", () => {
  it.each([
    [{}, 8787],
    [{ PORT: "" }, 8787],
    [{ PORT: "1" }, 1],
    [{ PORT: "65535" }, 65535],
  ])("reads %j", (env, port) => {
    expect(readPort(env, "PORT", 8787)).toBe(port);
  });

  it.each(["0", "65536", "-1", "80.5", "0x50", "http", "8787 "])("refuses %j", (text) => {
    expect(() => readPort({ PORT: text }, "PORT", 8787)).toThrow(
      `PORT must be a port number from 1 to 65535, not "${text}".`,
    );
  });
});

describe("refuseTakenPorts", () => {
  it.each(["127.0.0.1", "0.0.0.0"])("names port and variable of what %s holds", async (host) => {
    const [free, taken] = [await freePort(), await freePort()];
    await listen(taken, host);
    await expect(refuseTakenPorts({ PORT: free, TRANSCODER_PORT: taken })).rejects.toThrow(
      `Port ${taken} is in use. Choose another with TRANSCODER_PORT, as in TRANSCODER_PORT=9000.`,
    );
  });

  it("refuses the same port twice", async () => {
    const port = await freePort();
    await expect(refuseTakenPorts({ PORT: port, TRANSCODER_PORT: port })).rejects.toThrow(
      `PORT and TRANSCODER_PORT are both ${port}.`,
    );
  });

  it("leaves free ports free", async () => {
    const port = await freePort();
    await refuseTakenPorts({ PORT: port });
    expect(await isTaken(port)).toBe(false);
    await listen(port, "127.0.0.1");
    expect(await isTaken(port)).toBe(true);
  });
});
