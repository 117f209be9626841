// What tests of whole jobs stand on: the transcoder as a process, a gateway and a folder for clips,
// there from before the first test of a file to after its last.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Plan, RenditionKind } from "../../protocol/enhancement.ts";
import type { Settings } from "../../protocol/settings.ts";
import { type Chain, carryOut, planFor, runChain } from "./chain.ts";
import { ffmpeg, realClip } from "./clips.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { type Service, startService } from "./service.ts";

/** The limit of a test that runs whole jobs: such a test may wait for the cores of a busy machine. */
export const MINUTE = 60_000;

export type AtHand = {
  readonly gateway: Gateway;
  readonly service: Service;
  /** Where clips lie; removed at the end. */
  readonly folder: string;
  /** Makes a clip in the folder by ffmpeg's arguments before the path, which is given back. */
  clip: (name: string, ...args: string[]) => Promise<string>;
  /** The first seconds of a real clip, its packets as they are; null where there are no clips. */
  realStart: (name: string, seconds: number) => Promise<string | null>;
  /** The plan for a file. Throws `ChainFailure` if there is none. */
  analyse: (path: string, settings?: Settings) => Promise<Plan>;
  /** The whole way of a file: its plan, and what `carryOut` makes of that. */
  enhance: (path: string, settings?: Settings) => Promise<Chain>;
  /** One rendition of a plan that is there. */
  carryOut: (path: string, plan: Plan, rendition: RenditionKind) => Promise<Chain>;
};

/** To be called where hooks may be: at the top of a file or in a `describe`. */
export function withService(): AtHand {
  let running: { gateway: Gateway; service: Service; folder: string } | undefined;
  beforeAll(async () => {
    const [gateway, service, folder] = await Promise.all([
      startGateway(),
      startService(),
      mkdtemp(join(tmpdir(), "reelight-clips-")),
    ]);
    running = { gateway, service, folder };
  }, MINUTE);
  afterAll(async () => {
    if (!running) return;
    await running.service.stop();
    await running.gateway.close();
    await rm(running.folder, { recursive: true });
  });

  const now = () => {
    if (!running) throw new Error("the service runs from the first test to the last");
    return running;
  };
  return {
    get gateway() {
      return now().gateway;
    },
    get service() {
      return now().service;
    },
    get folder() {
      return now().folder;
    },
    async clip(name, ...args) {
      const path = join(now().folder, name);
      await ffmpeg(["-v", "error", ...args, path]);
      return path;
    },
    async realStart(name, seconds) {
      const whole = realClip(name);
      if (!whole) return null;
      const path = join(now().folder, name);
      await ffmpeg([
        "-v",
        "error",
        "-i",
        whole,
        "-t",
        `${seconds}`,
        "-map",
        "0:v",
        "-c",
        "copy",
        path,
      ]);
      return path;
    },
    async analyse(path, settings) {
      const { gateway, service } = now();
      return planFor(service, await gateway.source(path), settings);
    },
    async enhance(path, settings) {
      const { gateway, service } = now();
      return runChain(service, gateway, await gateway.source(path), settings);
    },
    async carryOut(path, plan, rendition) {
      const { gateway, service } = now();
      return carryOut(service, gateway, await gateway.source(path), plan, rendition);
    },
  };
}
