// A page of somebody else, on an origin of its own: one script, bundled with the packages it uses,
// that talks to the product as any site could.

import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export type Stranger = { origin: string; close: () => Promise<void> };

/** Serves a page whose script is a file of this folder, by its name. */
export async function serveStranger(script: string): Promise<Stranger> {
  const code = await bundle(fileURLToPath(new URL(script, import.meta.url)));
  const page =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A stranger</title>' +
    '<link rel="icon" href="data:,"><input type="file"><video muted playsinline></video>' +
    '<script type="module" src="/script.js"></script></html>';
  const server = createServer((request, response) => {
    const isScript = request.url === "/script.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? code : page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bundle(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, minify: false, lib: { entry, formats: ["es"] } },
  });
  const output = [made].flat().flatMap((result) => ("output" in result ? result.output : []));
  const chunks = output.filter((item) => item.type === "chunk");
  if (chunks.length !== 1 || !chunks[0]) throw new Error(`${chunks.length} chunks of ${entry}`);
  return chunks[0].code;
}
