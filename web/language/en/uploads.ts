export const uploads = {
  /** Where nothing is in the list yet. */
  invitation: "Put a video on the light table",
  addVideos: "Add videos",
  lead: "Reelight tells you everything about the file and makes its picture better.",
  leadSpeed: "Facts come in a moment, and you watch the new picture while it is being made.",
  choose: "Choose videos",
  orDrop: "or drop them anywhere on this page",
  privacy: "Kept for 7 days, then removed. Only you can see them. Up to 10 GiB and 4 hours each.",
  letGo: "Let go to send",
  folder: "A folder cannot be sent",
  folderDetail: "Open it and drop its files.",
  outOfRange: "A setting is out of range",
  meter: (filename: string) => `Upload of ${filename}`,
  share: (percent: string, size: string) => `${percent} of ${size}`,
  /** What of a file has arrived; `size` is null where it is not known. */
  part: (sent: string, size: string | null) => (size === null ? sent : `${sent} of ${size}`),
  dismiss: "Dismiss",
  pause: "Pause",
  resume: "Resume",
  cancel: "Cancel upload",
  phases: {
    waiting: "Waits for the uploads before it",
    lastBytes: "Sent; the last bytes are being taken in",
    /** `size` is that of a second. */
    sending: (part: string, size: string, left: string) => `${part} · ${size}/s · ${left} left`,
    paused: (part: string) => `Paused at ${part}`,
    interrupted: (seconds: number) =>
      `The line was cut. Nothing is lost; next try in ${seconds} s.`,
    sent: "All sent, being looked at",
  },
  refused: "The upload was refused",
  refusedDetail: (status: number) => `The server answered with HTTP ${status}.`,
  unreadable: "The file cannot be read any more",
  unreadableDetail: "It was changed, moved or unplugged while it was being sent. Choose it again.",
  unfinished: {
    elsewhere: (part: string) => `Being sent from another window, ${part}`,
    stopped: (part: string) => `The upload stopped at ${part}. What has arrived is kept for a day.`,
    input: (filename: string) => `Choose ${filename} again`,
    goOn: "Choose the file again to go on",
    wrong: (has: string, needs: string) =>
      `That is another file: it has ${has}, this upload needs ${needs}.`,
  },
};
