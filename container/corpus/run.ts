// `npm run test:corpus`: every clip of MEDIA_DIR and every generated one through the transcoder, as
// a table. Arguments choose clips by parts of their names. The exit code is 0 only if all are right.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../testing/gateway.ts";
import { startService } from "../testing/service.ts";
import { GENERATED } from "./cases.ts";
import { type Row, realCases, rowText, runCase } from "./corpus.ts";

/** As many clips at a time as the smallest machine has cores. */
const SIDE_BY_SIDE = 2;

async function main(parts: readonly string[]): Promise<number> {
  const all = [...(await realCases("all")), ...GENERATED];
  const cases = all.filter(
    ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
  );
  const folder = await mkdtemp(join(tmpdir(), "reelight-corpus-"));
  const [gateway, service] = await Promise.all([startGateway(), startService()]);
  const rows: Row[] = [];
  let shown = 0;
  try {
    const queue = [...cases.entries()];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [at, test] = next;
        rows[at] = await runCase(test, { service, gateway, folder });
        // In the table's order, each row as soon as those before it are there.
        for (let row = rows[shown]; row; row = rows[++shown]) console.log(rowText(row));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  } finally {
    await service.stop();
    await gateway.close();
    await rm(folder, { recursive: true });
  }
  const right = rows.filter((row) => row.right).length;
  const refused = rows.filter((row) => row.right && row.verdict !== "ok").length;
  if (right < rows.length) console.log(`\nWhat the transcoder said:\n${service.output()}`);
  if (!process.env.MEDIA_DIR) console.log("REAL CLIPS: NOT RUN (MEDIA_DIR is not set)");
  console.log(`${right} of ${rows.length} right, ${refused} of them refused by name`);
  return right === rows.length && rows.length > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
