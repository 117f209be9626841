import type { Words } from "../words.ts";

export const session: Words["session"] = {
  announcement: {
    arrived: (filename) => `${filename} ist angekommen.`,
    known: (filename) => `Über ${filename} ist nun alles bekannt.`,
    playable: (filename) => `${filename} lässt sich schon ansehen, während die Arbeit läuft.`,
    ready: (filename) => `Die verbesserte Fassung von ${filename} ist fertig.`,
    failed: (filename, reason) => `${filename}: ${reason ?? "etwas ist schiefgegangen"}.`,
    cancelled: (filename) => `Die Arbeit an ${filename} wurde abgebrochen.`,
  },
  unreachable: {
    title: "Reelight ist nicht zu erreichen",
    offline: "Bitte die Verbindung prüfen und es noch einmal versuchen.",
    foreign: (status) =>
      `Die Antwort kam nicht von Reelight (HTTP ${status}). In einer Minute noch einmal versuchen.`,
  },
  unreadable: {
    title: "Die Antwort ist nicht lesbar",
    detail: "Diese Seite ist vielleicht älter als der Dienst. Neu laden hilft.",
  },
};
