// `npm run deploy`: makes what the account lacks, and deploys. It can be run again at any time. A
// signing key that is there is never replaced, since that would end every session.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { unstable_readConfig } from "wrangler";
import * as z from "zod/mini";
import { refuseWithoutEngine } from "./engine.ts";
import { buildPage } from "./page.ts";
import { Refusal, runCommand } from "./refusal.ts";
import { wranglerCli } from "./wrangler.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const ENVIRONMENT = "--env=production";
const SECRET = "SIGNING_KEY";
const KEY_BYTES = 32;
/** Cloudflare's code for "this Worker does not exist on your account". */
const NO_SUCH_WORKER = "10007";

/** Runs wrangler to its end: its exit code, and what it wrote unless that went to the terminal. */
export type Wrangler = (
  args: string[],
  show?: boolean,
) => Promise<{ code: number; output: string }>;

const ConfigSchema = z.object({
  r2_buckets: z.array(z.object({ bucket_name: z.string() })),
  queues: z.object({ consumers: z.array(z.object({ queue: z.string() })) }),
});
const SecretsSchema = z.array(z.object({ name: z.string() }));

/** Makes bucket, queues and key if they are missing, and deploys. */
export async function deploy(
  wrangler: Wrangler,
  names: { buckets: readonly string[]; queues: readonly string[] },
  say: (sentence: string) => void,
): Promise<void> {
  for (const name of names.buckets) await ensure(wrangler, ["r2", "bucket"], name, say);
  for (const name of names.queues) await ensure(wrangler, ["queues"], name, say);
  const folder = mkdtempSync(join(tmpdir(), "reelight-deploy-"));
  try {
    const flags = (await hasKey(wrangler)) ? [] : [`--secrets-file=${writeKey(folder, say)}`];
    const { code } = await wrangler(["deploy", ENVIRONMENT, ...flags], true);
    if (code !== 0) throw new Refusal("wrangler could not deploy; its words are above.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ensure(
  wrangler: Wrangler,
  kind: string[],
  name: string,
  say: (sentence: string) => void,
): Promise<void> {
  if ((await wrangler([...kind, "info", name])).code === 0) return;
  say(`Creating ${kind.join(" ")} ${name}.`);
  const created = await wrangler([...kind, "create", name]);
  if (created.code !== 0) throw new Refusal(`${name} could not be created.\n${created.output}`);
}

/** Whether the deployed Worker has its key. Anything but a clear answer refuses. */
async function hasKey(wrangler: Wrangler): Promise<boolean> {
  const { code, output } = await wrangler(["secret", "list", ENVIRONMENT, "--format=json"]);
  if (code === 0) {
    return z.parse(SecretsSchema, JSON.parse(output)).some(({ name }) => name === SECRET);
  }
  if (output.includes(NO_SUCH_WORKER)) return false;
  throw new Refusal(`The Worker's secrets could not be read, so nothing was deployed.\n${output}`);
}

/** In a file that lives as long as the deployment: a command line can be read by other users. */
function writeKey(folder: string, say: (sentence: string) => void): string {
  say("Making a signing key.");
  const file = join(folder, "secrets.json");
  const key = randomBytes(KEY_BYTES).toString("hex");
  writeFileSync(file, JSON.stringify({ [SECRET]: key }), { mode: 0o600 });
  return file;
}

const runWrangler: Wrangler = async (args, show = false) => {
  const child = spawn(process.execPath, [wranglerCli(root), ...args], {
    cwd: root,
    env: { ...process.env, WRANGLER_HIDE_BANNER: "true", WRANGLER_SEND_METRICS: "false" },
    stdio: ["inherit", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
  });
  const code = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (status) => resolve(status ?? 1));
  });
  const read = async (stream: typeof child.stdout) => (stream ? await text(stream) : "");
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = await code;
  return { code: ended, output: ended === 0 ? out : `${out}${err}` };
};

async function main(): Promise<number> {
  if ((await runWrangler(["whoami", "--json"])).code !== 0) {
    throw new Refusal(
      "Deploying needs a Cloudflare account: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.",
    );
  }
  refuseWithoutEngine(process.env);
  const file = join(root, "wrangler.toml");
  const config = z.parse(ConfigSchema, unstable_readConfig({ config: file, env: "production" }));
  const buckets = config.r2_buckets.map((bucket) => bucket.bucket_name);
  const queues = config.queues.consumers.map((consumer) => consumer.queue);
  await buildPage(root, console.log);
  await deploy(runWrangler, { buckets, queues }, console.log);
  return 0;
}

if (import.meta.main) await runCommand(main);
