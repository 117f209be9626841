// What a browser must fetch before it can show anything: the scripts and styles that the built page
// names, each as a server compresses it. What is loaded later does not count.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Most bytes of scripts and of styles, compressed. A slow phone line brings 200 kB in a second. */
const SCRIPTS_MAX = 170_000;
const STYLES_MAX = 30_000;

/** A sentence for each kind that is too heavy, empty if none is. `root` has the page built. */
export function pageOverweight(root: string): string {
  const html = readFileSync(join(root, "web/dist/index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path);
  const weigh = (ending: string) =>
    named
      .filter((path) => path?.endsWith(ending))
      .reduce(
        (sum, path) => sum + gzipSync(readFileSync(join(root, "web/dist", path ?? ""))).length,
        0,
      );
  const scripts = weigh(".js");
  if (scripts === 0) return "The built page names no script.";
  return [sentence("scripts", scripts, SCRIPTS_MAX), sentence("styles", weigh(".css"), STYLES_MAX)]
    .filter((found) => found !== "")
    .join("\n");
}

function sentence(what: string, bytes: number, most: number): string {
  const kilobytes = (count: number) => `${(count / 1_000).toFixed(1)} kB`;
  if (bytes <= most) return "";
  return `The page's first ${what} weigh ${kilobytes(bytes)} compressed, and may weigh ${kilobytes(most)}.`;
}
