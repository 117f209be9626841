import type { SocketStatus } from "../../session/event-socket.ts";
import type { NotifierState } from "../../shell/notifier.ts";
import type { Theme } from "../../shell/theme.ts";

export const shell = {
  skip: "Skip to content",
  home: "Reelight, home",
  privacy: "Only this browser can see these videos. Everything is removed after 7 days.",
  looking: "Looking…",
  allVideos: "All videos",
  messages: "Messages",
  dismiss: "Dismiss",
  sessionEnded: "Your session had ended",
  sessionEndedDetail: "Its videos were removed, as promised. A new, empty one has begun.",
  connection: {
    connecting: "Connecting",
    open: "Live",
    lost: "Not connected",
  } satisfies Record<SocketStatus["kind"], string>,
  cut: {
    title: "The live line is cut.",
    behind: "What you see may be behind. Work goes on without you.",
    trying: "Trying…",
    nextTry: (seconds: number) => `Next try in ${seconds} s.`,
    reconnect: "Reconnect now",
  },
  notFound: {
    viewTitle: "Nothing here · Reelight",
    title: "There is nothing here",
    detail: "The address is mistyped, or the video was deleted, or it belongs to another browser.",
  },
  broken: {
    title: "This page tripped over itself",
    detail: "Your videos are safe; only their display broke. Load the page again to go on.",
    again: "Load again",
  },
  tell: {
    states: {
      missing: "No notifications here",
      denied: "Notifications are blocked",
      off: "Tell me when it is done",
      on: "Tell me when it is done",
    } satisfies Record<NotifierState, string>,
    whyNot: {
      missing: "This browser has no notifications for pages. The tab's title tells as well.",
      denied: "The browser's settings for this site can allow them. The tab's title tells as well.",
    },
    done: (filename: string) => `${filename} is done`,
    doneDetail: "Open it to watch, compare and download.",
  },
  work: {
    /** What is at work before its name; `share` is null where the end cannot be known. */
    sending: (share: string | null) => (share === null ? "Sending" : `Sending ${share}`),
    making: (share: string | null) => (share === null ? "At work" : `At work ${share}`),
    several: (count: number) => `${count} at work`,
  },
  /** In the title of the browser's tab. */
  tab: {
    atWork: "At work",
    done: (filename: string) => `Done · ${filename}`,
    failed: (filename: string) => `Failed · ${filename}`,
    /** Either number may be 0. */
    several: (done: number, failed: number, view: string) => {
      const parts = [done > 0 ? `${done} done` : "", failed > 0 ? `${failed} failed` : ""];
      return `${parts.filter(Boolean).join(", ")} · ${view}`;
    },
  },
  theme: {
    legend: "Colours of the page",
    names: { auto: "As the device", light: "Light", dark: "Dark" } satisfies Record<Theme, string>,
  },
  language: {
    legend: "Language of the page",
    /** `name` is the language's own. */
    notLoaded: (name: string) => `${name} could not be loaded`,
    notLoadedDetail: "Check your connection and choose it again.",
  },
};
