export const session = {
  announcement: {
    arrived: (filename: string) => `${filename} has arrived.`,
    known: (filename: string) => `All facts about ${filename} are known.`,
    playable: (filename: string) => `${filename} can be watched while it is being made.`,
    ready: (filename: string) => `The enhanced ${filename} is ready.`,
    failed: (filename: string, reason: string | null) =>
      `${filename}: ${reason ?? "something went wrong"}.`,
    cancelled: (filename: string) => `The work on ${filename} was stopped.`,
  },
  unreachable: {
    title: "Reelight could not be reached",
    /** Nothing answered. */
    offline: "Check your connection and try again.",
    /** Something answered, but not the service. */
    foreign: (status: number) =>
      `The answer was not one of ours (HTTP ${status}). Try again in a minute.`,
  },
  unreadable: {
    title: "The answer cannot be read",
    detail: "This page may be older than the service. Reload it.",
  },
};
