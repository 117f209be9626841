import type { VideoStatus } from "../../../protocol/video.ts";
import type { Sort } from "../../library/query.ts";

export const library = {
  search: "Search your videos",
  searchHint: "Search by name or state",
  sortBy: "Sort by",
  /** Orders of the list by what people call them. */
  sorts: {
    newest: "Newest first",
    name: "Name",
    size: "Largest first",
    length: "Longest first",
    state: "State",
  } satisfies Record<Sort, string>,
  /** Words that find a state, beside the name. */
  stateWords: {
    uploading: "uploading sending unfinished",
    processing: "processing working enhancing",
    ready: "ready done finished complete",
    failed: "failed error problem refused",
    cancelled: "cancelled stopped",
  } satisfies Record<VideoStatus, string>,
  found: (found: number, total: number) => `${found} of ${total} videos fit`,
  select: (filename: string) => `Select ${filename}`,
  selectAll: (count: number) => `Select all ${count}`,
  selected: (count: number) => `${count} selected`,
  selectedReady: (count: number, ready: number) => `${count} selected, ${ready} ready to download`,
  noneReady: "None ready to download",
  /** `size` is null where it is not known. */
  download: (ready: number, count: number, size: string | null) =>
    `Download ${ready}${ready < count ? ` of ${count}` : ""}${size === null ? "" : ` · ${size}`}`,
  downloadsBegin: (count: number) =>
    count === 1 ? "The download begins" : `${count} downloads begin, one after another`,
  browserMayAsk: "The browser may ask whether this page may start several.",
  delete: (count: number) => `Delete ${count}`,
  clear: "Clear",
};
