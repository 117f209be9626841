// A person at the page, in Chromium: a fresh browser profile for each test, watched for what nobody
// should ever see: errors in the console, exceptions, requests to another origin. Without a Chromium
// the tests say aloud that they did not run.

import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, test as base, expect } from "vitest";
import type { Client } from "./client.ts";
import { sharedProduct } from "./shared-product.ts";

const PROGRAM = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Without a graphics card every drawing is copied back, and Chromium's driver says so. */
const SOFTWARE_DRAWING = /GL Driver Message .* GPU stall due to ReadPixels/;

/** For `expect.poll`. Long enough for a busy machine; a page that needs it fails other tests. */
export const PATIENCE = { timeout: 20_000, interval: 50 };

/** Why the page's tests cannot run here, or null. */
export const absent = existsSync(PROGRAM)
  ? null
  : `there is no Chromium: ${PROGRAM} does not exist`;
if (absent) console.log(`PAGE TESTS: NOT RUN (${absent})`);

export class Visitor {
  readonly page: Page;
  /** What went wrong on the page so far, in the order it did. */
  readonly problems: string[] = [];
  readonly #expected: RegExp[] = [];
  #devtools: CDPSession | null = null;

  /** `addresses`: those that the page may talk to. */
  constructor(page: Page, addresses: readonly string[]) {
    this.page = page;
    const hosts = addresses.map((address) => new URL(address).host);
    const look = (address: string) => {
      const { protocol, host } = new URL(address);
      const leaves = /^(http|ws)s?:$/.test(protocol) && !hosts.includes(host);
      if (leaves) this.problems.push(`request to another origin: ${address}`);
    };
    page.setDefaultTimeout(PATIENCE.timeout);
    page.on("request", (request) => look(request.url()));
    page.on("websocket", (socket) => look(socket.url()));
    page.on("pageerror", (error) => this.problems.push(`exception: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      if (SOFTWARE_DRAWING.test(message.text())) return;
      this.problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
  }

  /** Problems of this kind belong to what the test does. */
  expectProblems(kind: RegExp): void {
    this.#expected.push(kind);
  }

  /** Fails the test if the page had a problem that was not expected. */
  expectNoProblems(): void {
    const unexpected = this.problems.filter(
      (text) => !this.#expected.some((kind) => kind.test(text)),
    );
    expect(unexpected).toEqual([]);
  }

  /** Chooses files by the button of the light table, as a person does in the system's window. */
  async choose(...paths: string[]): Promise<void> {
    const button = this.page.locator("button", { hasText: "Choose videos" });
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), button.click()]);
    await chooser.setFiles(paths);
  }

  /** Drags files from outside over the page and lets go of them there. */
  async drop(...paths: string[]): Promise<void> {
    await this.drag(...paths);
    await this.#drag("drop", paths);
  }

  /** Drags files from outside over the page, and holds them there. */
  async drag(...paths: string[]): Promise<void> {
    await this.#drag("dragEnter", paths);
    await this.#drag("dragOver", paths);
  }

  async #drag(type: "dragEnter" | "dragOver" | "drop", files: string[]): Promise<void> {
    this.#devtools ??= await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    await this.#devtools.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  }

  /** Lets the browser send at most so many bytes a second, or as fast as it can for null. */
  async slowUpload(bytesPerSecond: number | null): Promise<void> {
    this.#devtools ??= await this.page.context().newCDPSession(this.page);
    await this.#devtools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond ?? -1,
    });
  }

  /** The card of a file in the list of videos. */
  card(path: string) {
    return this.page.getByRole("article", { name: basename(path) });
  }

  /** Waits until both tracks of a card are done. */
  async untilReady(path: string, limitMs = 120_000): Promise<void> {
    await this.card(path)
      .and(this.page.locator("[data-status=ready]"))
      .waitFor({ timeout: limitMs });
  }

  /** Goes from the list to the view of one video. */
  async open(path: string): Promise<void> {
    await this.card(path)
      .getByRole("link", { name: basename(path) })
      .click();
    await this.page.getByRole("heading", { level: 1, name: basename(path) }).waitFor();
  }
}

type Arrival = BrowserContextOptions & {
  /** Another address of the page. */
  at?: string;
  /** Another origin that the page there is meant to talk to. */
  calls?: string;
  /** Whose session this browser holds already. */
  as?: Client;
};

type Fixtures = {
  /** Opens a browser profile of its own at the product's page. */
  arrive: (arrival?: Arrival) => Promise<Visitor>;
};

let browser: Browser | null = null;
afterAll(() => browser?.close());

/** vitest's `test` with visitors, who are looked after when the test is done. */
export const test = base.extend<Fixtures>({
  arrive: async ({ skip }, use) => {
    if (absent) skip(absent);
    browser ??= await chromium.launch({ executablePath: PROGRAM, args: FLAGS });
    const launched = browser;
    const visitors: Visitor[] = [];
    await use(async ({ at = sharedProduct().origin, calls, as, ...options } = {}) => {
      const viewport = { width: 1280, height: 900 };
      const context = await launched.newContext({ viewport, ...options });
      const visitor = new Visitor(await context.newPage(), [at, calls ?? at]);
      visitors.push(visitor);
      if (as) {
        const { token, session } = as;
        const kept = JSON.stringify({ token, session });
        await visitor.page.addInitScript(
          (text) => localStorage.setItem("reelight.session", text),
          kept,
        );
      }
      await visitor.page.goto(at);
      return visitor;
    });
    for (const { page } of visitors) await page.context().close();
    for (const visitor of visitors) visitor.expectNoProblems();
  },
});
