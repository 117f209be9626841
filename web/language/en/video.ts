export const video = {
  list: {
    title: "Your videos",
    count: (found: number, total: number) => `${found} of ${total}`,
    none: "None yet. What you add appears here, with every step of its way.",
    looking: "Looking…",
    nothingFits: (total: number, query: string) =>
      `None of your ${total} videos fits “${query}”. Part of a name finds a video, and so does its state: ready, failed, working, stopped.`,
    showAll: "Show all",
  },
  spriteUnreadable: "The small pictures cannot be read. Reload the page.",
  /** `when` is relative to now. */
  added: (when: string) => `added ${when}`,
  actions: {
    /** `size` is null where it is not known. */
    download: (size: string | null) => (size === null ? "Download" : `Download · ${size}`),
    tryAgain: "Try again",
    stop: "Stop",
    delete: "Delete",
    deleteOne: (filename: string) => `Delete ${filename}`,
  },
  deletions: {
    deleted: (count: number) => (count === 1 ? "Deleted" : `${count} videos deleted`),
    /** The first names, and how many more there are. */
    names: (names: readonly string[], more: number) =>
      names.join(", ") + (more > 0 ? ` and ${more} more` : ""),
    undo: "Undo",
    notDeleted: (filename: string) => `“${filename}” was not deleted`,
  },
  /** Which run of the enhancement is looked at. */
  runChoice: {
    label: "Run",
    option: (number: number, settings: string, state: string) =>
      `${number}. ${settings} (${state})`,
  },
  /** How the two tracks of a video stand. */
  track: {
    metadata: "Metadata",
    metadataSteps: "Steps of the metadata track",
    stages: { facts: "Index", packets: "Packets", content: "Content" },
    known: " (known)",
    atWork: " (at work)",
    metadataStates: {
      waiting: "Waiting its turn",
      ready: "Complete",
      failed: "Failed",
      cancelled: "Stopped",
    },
    /** What is read next, by what is known already. */
    readStates: {
      none: "Reading the index",
      facts: "First facts known, reading every packet",
      packets: "Packets read, looking at the content",
      content: "Finishing",
    },
    enhancement: "Enhancement",
    notAskedFor: "Not asked for",
    retrying: "A step did not go well; it is being tried again.",
    enhancementStates: {
      atWork: "At work",
      ready: "Ready",
      cached: "Ready, made before from the same file",
      failed: "Failed",
      cancelled: "Stopped",
    },
  },
};
