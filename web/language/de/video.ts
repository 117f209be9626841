import type { Words } from "../words.ts";

export const video: Words["video"] = {
  list: {
    title: "Ihre Videos",
    count: (found, total) => `${found} von ${total}`,
    none: "Noch keine. Hier erscheint jedes neue Video mit allen Schritten seines Wegs.",
    looking: "Einen Moment …",
    nothingFits: (total, query) =>
      `Keines Ihrer ${total} Videos passt zu „${query}“. Gesucht wird nach Teilen des Namens und nach dem Zustand: fertig, fehlgeschlagen, läuft, gestoppt.`,
    showAll: "Alle zeigen",
  },
  spriteUnreadable: "Die kleinen Bilder sind nicht lesbar. Die Seite neu laden hilft.",
  added: (when) => `hinzugefügt ${when}`,
  actions: {
    download: (size) => (size === null ? "Herunterladen" : `Herunterladen · ${size}`),
    tryAgain: "Noch einmal versuchen",
    stop: "Stoppen",
    delete: "Löschen",
    deleteOne: (filename) => `${filename} löschen`,
  },
  deletions: {
    deleted: (count) => (count === 1 ? "Gelöscht" : `${count} Videos gelöscht`),
    names: (names, more) => names.join(", ") + (more > 0 ? ` und ${more} weitere` : ""),
    undo: "Rückgängig",
    notDeleted: (filename) => `„${filename}“ wurde nicht gelöscht`,
  },
  runChoice: {
    label: "Durchgang",
    option: (number, settings, state) => `${number}. ${settings} (${state})`,
  },
  track: {
    metadata: "Metadaten",
    metadataSteps: "Schritte der Metadaten",
    stages: { facts: "Index", packets: "Pakete", content: "Inhalt" },
    known: " (bekannt)",
    atWork: " (in Arbeit)",
    metadataStates: {
      waiting: "Wartet, bis es an der Reihe ist",
      ready: "Vollständig",
      failed: "Fehlgeschlagen",
      cancelled: "Abgebrochen",
    },
    readStates: {
      none: "Der Index wird gelesen",
      facts: "Erste Angaben sind bekannt, alle Pakete werden gelesen",
      packets: "Pakete sind gelesen, der Inhalt wird angesehen",
      content: "Wird abgeschlossen",
    },
    enhancement: "Verbesserung",
    notAskedFor: "Nicht gewünscht",
    retrying: "Ein Schritt ist misslungen und wird wiederholt.",
    enhancementStates: {
      atWork: "In Arbeit",
      ready: "Fertig",
      cached: "Fertig, schon früher aus derselben Datei erstellt",
      failed: "Fehlgeschlagen",
      cancelled: "Abgebrochen",
    },
  },
};
