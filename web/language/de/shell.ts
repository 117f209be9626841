import type { Words } from "../words.ts";

export const shell: Words["shell"] = {
  skip: "Zum Inhalt springen",
  home: "Reelight, Startseite",
  privacy: "Nur dieser Browser kann diese Videos sehen. Nach 7 Tagen wird alles gelöscht.",
  looking: "Einen Moment …",
  allVideos: "Alle Videos",
  messages: "Meldungen",
  dismiss: "Schließen",
  sessionEnded: "Ihre Sitzung war abgelaufen",
  sessionEndedDetail: "Ihre Videos wurden wie versprochen gelöscht. Eine neue, leere hat begonnen.",
  connection: {
    connecting: "Verbindet sich",
    open: "Live",
    lost: "Nicht verbunden",
  },
  cut: {
    title: "Die Live-Verbindung ist unterbrochen.",
    behind: "Die Anzeige ist vielleicht nicht aktuell. Die Arbeit läuft trotzdem weiter.",
    trying: "Neuer Versuch …",
    nextTry: (seconds) => `Nächster Versuch in ${seconds} s.`,
    reconnect: "Jetzt verbinden",
  },
  notFound: {
    viewTitle: "Hier ist nichts · Reelight",
    title: "Hier ist nichts",
    detail:
      "Die Adresse ist falsch geschrieben, das Video wurde gelöscht, oder es gehört zu einem anderen Browser.",
  },
  broken: {
    title: "Diese Seite ist ins Stolpern geraten",
    detail: "Ihre Videos sind sicher, nur die Anzeige ist gestört. Neu laden hilft.",
    again: "Neu laden",
  },
  tell: {
    states: {
      missing: "Hier gibt es keine Benachrichtigungen",
      denied: "Benachrichtigungen sind gesperrt",
      off: "Benachrichtigen, wenn fertig",
      on: "Benachrichtigen, wenn fertig",
    },
    whyNot: {
      missing:
        "Dieser Browser hat keine Benachrichtigungen für Seiten. Der Titel des Tabs sagt es ebenfalls.",
      denied:
        "Die Einstellungen des Browsers für diese Seite können sie erlauben. Der Titel des Tabs sagt es ebenfalls.",
    },
    done: (filename) => `${filename} ist fertig`,
    doneDetail: "Öffnen, um es anzusehen, zu vergleichen und herunterzuladen.",
  },
  work: {
    sending: (share) => (share === null ? "Wird gesendet" : `Wird gesendet: ${share}`),
    making: (share) => (share === null ? "In Arbeit" : `In Arbeit: ${share}`),
    several: (count) => `${count} in Arbeit`,
  },
  tab: {
    atWork: "In Arbeit",
    done: (filename) => `Fertig · ${filename}`,
    failed: (filename) => `Fehlgeschlagen · ${filename}`,
    several: (done, failed, view) => {
      const parts = [
        done > 0 ? `${done} fertig` : "",
        failed > 0 ? `${failed} fehlgeschlagen` : "",
      ];
      return `${parts.filter(Boolean).join(", ")} · ${view}`;
    },
  },
  theme: {
    legend: "Farben der Seite",
    names: { auto: "Wie das Gerät", light: "Hell", dark: "Dunkel" },
  },
  language: {
    legend: "Sprache der Seite",
    notLoaded: (name) => `${name} konnte nicht geladen werden`,
    notLoadedDetail: "Bitte die Verbindung prüfen und noch einmal wählen.",
  },
};
