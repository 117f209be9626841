// wrangler as the project's commands call it: by its own file, and without a word to the network
// that is not asked for.

import { join } from "node:path";

/** wrangler's entry, to be run by Node. */
export const wranglerCli = (root: string) => join(root, "node_modules/wrangler/bin/wrangler.js");

/** Environment under which wrangler works without internet and sends nothing about its use. */
export const QUIET_ENV = {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NO_COLOR: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_WRITE_LOGS: "false",
  // Its explorer keeps a trace of every request on disk, which costs as much as answering many of
  // them, and media URLs are capabilities.
  X_LOCAL_EXPLORER: "false",
  X_LOCAL_OBSERVABILITY: "false",
};
