// Downloading several results: the browser takes one link after another.

import type { Video } from "../../protocol/video.ts";
import { downloadName } from "../video/words.ts";

/** Browsers drop downloads that are asked for in the same moment. */
const BETWEEN_MS = 700;

export type Download = { url: string; name: string; bytes: number };

/** The finished results of these videos' newest enhancements, in their order. */
export function downloadsOf(videos: readonly Video[]): Download[] {
  return videos.flatMap(({ filename, enhancements }) => {
    const newest = enhancements.at(-1);
    const result = newest?.renditions.find(({ kind }) => kind === "sdr");
    if (!newest?.downloadUrl) return [];
    const url = `${newest.downloadUrl}?download=1`;
    return [{ url, name: downloadName(filename), bytes: result?.bytes ?? 0 }];
  });
}

/** Hands the downloads to the browser, which asks once whether a page may start several. */
export async function startDownloads(downloads: readonly Download[]): Promise<void> {
  for (const [index, { url, name }] of downloads.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
  }
}
