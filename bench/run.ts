// `npm run bench`: all that is measured, or what is named, one after another, each a program of its own:
// what one leaves in memory must not weigh on the next. `npm run bench -- facts content`.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BENCHES = ["facts", "enhancement", "content", "watching", "memory"];

const named = process.argv.slice(2);
const unknown = named.find((name) => !BENCHES.includes(name));
if (unknown !== undefined) {
  console.error(`There is no bench named ${unknown}: ${BENCHES.join(", ")}.`);
  process.exit(1);
}
for (const name of named.length > 0 ? named : BENCHES) {
  console.log(`--- ${name}`);
  const path = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [path], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
