// What a deployment asks of wrangler, over accounts in several states.

import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deploy, type Wrangler } from "./deploy.ts";

const names = { buckets: ["media"], queues: ["facts", "facts-dead"] };

/** An account: what it holds, and every call that was made to it. */
function account(holds: string[], secrets: { code: number; output: string }) {
  const calls: string[] = [];
  const uploaded: { file: string; text: string; mode: number }[] = [];
  const wrangler: Wrangler = async (args) => {
    calls.push(args.join(" "));
    if (args.includes("info")) {
      return { code: holds.some((name) => args.includes(name)) ? 0 : 1, output: "" };
    }
    if (args[0] === "secret") return secrets;
    const file = args.find((arg) => arg.startsWith("--secrets-file="))?.split("=")[1];
    if (file) {
      uploaded.push({ file, text: readFileSync(file, "utf8"), mode: statSync(file).mode & 0o777 });
    }
    return { code: 0, output: "" };
  };
  return { wrangler, calls, uploaded };
}

const noWorker = { code: 1, output: "This Worker does not exist on your account. [code: 10007]" };
const hasKey = { code: 0, output: '[{"name":"SIGNING_KEY","type":"secret_text"}]' };
const say = () => undefined;

describe("deploy", () => {
  it("makes what is missing, and only that", async () => {
    const { wrangler, calls } = account(["media", "facts"], hasKey);
    await deploy(wrangler, names, say);
    expect(calls.filter((call) => call.includes("create"))).toEqual(["queues create facts-dead"]);
    expect(calls.at(-1)).toBe("deploy --env=production");
  });

  it("gives a new Worker a key that is on no command line and stays in no file", async () => {
    const { wrangler, calls, uploaded } = account([], noWorker);
    await deploy(wrangler, names, say);
    const [upload] = uploaded;
    const key = /^\{"SIGNING_KEY":"([0-9a-f]{64})"\}$/.exec(upload?.text ?? "")?.[1];
    expect(key).toBeDefined();
    expect(upload?.mode).toBe(0o600);
    expect(calls.join("\n")).not.toContain(key);
    expect(existsSync(upload?.file ?? "/")).toBe(false);
  });

  it("never replaces a key, and does not deploy when it cannot tell", async () => {
    const keyed = account(["media", "facts"], hasKey);
    await deploy(keyed.wrangler, names, say);
    expect(keyed.uploaded).toEqual([]);
    const silent = account([], { code: 1, output: "network error" });
    await expect(deploy(silent.wrangler, names, say)).rejects.toThrow("nothing was deployed");
    expect(silent.calls.some((call) => call.startsWith("deploy"))).toBe(false);
  });
});
