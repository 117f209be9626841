// Uploads by the clients that people use: tus-js-client with its pause, resume and cancel, and
// tus-py-client where Python has it.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Client, createSession, videoOf } from "./client.ts";
import { clip } from "./clips.ts";
import { sharedProduct } from "./shared-product.ts";
import { untilNothingStored } from "./stored-objects.ts";
import type { Watcher } from "./watcher.ts";

const { origin, stateDir } = sharedProduct();

const OFF = { mode: "off" };
const PYTHON_LIMIT_MS = 120_000;

let client: Client;
let watcher: Watcher;
let source: string;
let bytes: Buffer;

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
  source = await clip("plain");
  bytes = readFileSync(source);
  return () => watcher.close();
});

async function expectWhole(video: string): Promise<void> {
  const { message } = await watcher.waitForEvent("upload.completed", video);
  const answer = await fetch(new URL(message.video.original?.url ?? "", origin));
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  await watcher.waitForEvent("metadata.ready", video);
  await client.remove(video);
}

describe("tus-js-client", () => {
  it("uploads, and tells the name and the progress", async () => {
    const { video } = await client.upload(source, { settings: OFF, tus: { chunkSize: 300_000 } });
    const created = await watcher.waitForEvent("video.created", video);
    expect(created.message.video).toMatchObject({ bytes: bytes.length, status: "uploading" });
    const offsets = watcher.heard.flatMap(({ message }) =>
      message.type === "upload.progress" && message.video.id === video
        ? [message.video.upload.offset]
        : [],
    );
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    await expectWhole(video);
  });

  it.each([
    ["bytes with the creation", { uploadDataDuringCreation: true }],
    ["the length last", { uploadLengthDeferred: true }],
  ])("sends %s", async (_, options) => {
    const tus = { ...options, chunkSize: 400_000 };
    const { video } = await client.upload(source, { settings: OFF, tus });
    await expectWhole(video);
  });

  it("pauses, and another client goes on from where it stands", async () => {
    const half = Math.floor(bytes.length / 2);
    const url = await new Promise<string>((resolve, reject) => {
      const upload = client.tusUpload(source, {
        settings: OFF,
        tus: {
          chunkSize: half,
          onError: reject,
          onChunkComplete: () => {
            void upload.abort().then(() => resolve(upload.url ?? ""), reject);
          },
        },
      });
      upload.start();
    });
    let sent = 0;
    const { video } = await client.upload(source, {
      tus: {
        uploadUrl: url,
        onChunkComplete: (chunk) => {
          sent += chunk;
        },
      },
    });
    expect(sent).toBe(bytes.length - half);
    await expectWhole(video);
  });

  it("cancels, and nothing stays", async () => {
    const video = await new Promise<string>((resolve, reject) => {
      const upload = client.tusUpload(source, {
        tus: {
          chunkSize: 200_000,
          onError: reject,
          onChunkComplete: () => {
            void upload.abort(true).then(() => resolve(videoOf(upload)), reject);
          },
        },
      });
      upload.start();
    });
    await watcher.waitForEvent("video.deleted", video);
    expect((await client.call(`/v1/videos/${video}`)).status).toBe(404);
    await untilNothingStored(stateDir, `s/${client.session.id}/${video}/`);
  });
});

describe("tus-py-client", () => {
  const python = findPython();
  if (!python) console.log("tus-py-client: NOT RUN (there is no Python with tusclient)");

  it.skipIf(!python)("uploads in pieces", async () => {
    const script = `
import sys
from tusclient.client import TusClient
origin, token, path, metadata = sys.argv[1:]
client = TusClient(origin + "/v1/uploads", headers={"Authorization": "Bearer " + token})
uploader = client.uploader(path, chunk_size=250000, metadata={"filename": "py.mp4", "settings": metadata})
uploader.upload()
print(uploader.url)
`;
    const args = ["-c", script, origin, client.token, source, JSON.stringify(OFF)];
    const run = spawnSync(python ?? "", args, { encoding: "utf8", timeout: PYTHON_LIMIT_MS });
    expect(run.stderr).toBe("");
    const video = new URL(run.stdout.trim()).pathname.split("/").at(-1) ?? "";
    expect(await client.video(video)).toMatchObject({ filename: "py.mp4" });
    await expectWhole(video);
  });
});

/**
 * A Python that has tusclient; as root on Debian its package is installed if it can be. Debian's own
 * Python is asked first: another one in PATH does not see Debian's packages.
 */
function findPython(): string | null {
  const pythons = ["/usr/bin/python3", "python3"];
  const able = () =>
    pythons.find((python) => spawnSync(python, ["-c", "import tusclient"]).status === 0) ?? null;
  const found = able();
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  console.log("Installing python3-tuspy with apt-get.");
  const install = ["install", "-y", "-q", "--no-install-recommends", "python3-tuspy"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("/usr/bin/apt-get", install, { env, timeout: PYTHON_LIMIT_MS });
  return able();
}
