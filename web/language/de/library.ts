import type { Words } from "../words.ts";

export const library: Words["library"] = {
  search: "Videos durchsuchen",
  searchHint: "Nach Name oder Zustand suchen",
  sortBy: "Sortieren",
  sorts: {
    newest: "Neueste zuerst",
    name: "Name",
    size: "Größte zuerst",
    length: "Längste zuerst",
    state: "Zustand",
  },
  stateWords: {
    uploading: "hochladen senden unvollständig unterwegs",
    processing: "läuft arbeit bearbeitung verbessern",
    ready: "fertig bereit vollständig erledigt",
    failed: "fehlgeschlagen fehler problem abgelehnt",
    cancelled: "abgebrochen gestoppt angehalten",
  },
  found: (found, total) => `${found} von ${total} Videos passen`,
  select: (filename) => `${filename} auswählen`,
  selectAll: (count) => `Alle ${count} auswählen`,
  selected: (count) => `${count} ausgewählt`,
  selectedReady: (count, ready) => `${count} ausgewählt, ${ready} zum Herunterladen bereit`,
  noneReady: "Keines zum Herunterladen bereit",
  download: (ready, count, size) =>
    `${ready}${ready < count ? ` von ${count}` : ""} herunterladen${size === null ? "" : ` · ${size}`}`,
  downloadsBegin: (count) =>
    count === 1
      ? "Das Herunterladen beginnt"
      : `${count} Videos werden nacheinander heruntergeladen`,
  browserMayAsk: "Der Browser fragt vielleicht, ob diese Seite mehrere Dateien speichern darf.",
  delete: (count) => `${count} löschen`,
  clear: "Auswahl aufheben",
};
