import type { Words } from "../words.ts";

export const uploads: Words["uploads"] = {
  invitation: "Ein Video auf den Leuchttisch legen",
  addVideos: "Videos hinzufügen",
  lead: "Reelight verrät alles über die Datei und verbessert ihr Bild.",
  leadSpeed:
    "Die Angaben sind gleich da, und das neue Bild lässt sich ansehen, während es entsteht.",
  choose: "Videos auswählen",
  orDrop: "oder irgendwo auf dieser Seite ablegen",
  privacy:
    "7 Tage aufbewahrt, dann gelöscht. Nur Sie können sie sehen. Je bis zu 10 GiB und 4 Stunden.",
  letGo: "Zum Senden loslassen",
  folder: "Ein Ordner lässt sich nicht senden",
  folderDetail: "Bitte öffnen und die Dateien darin ablegen.",
  outOfRange: "Eine Einstellung liegt außerhalb ihres Bereichs",
  meter: (filename) => `${filename} hochladen`,
  share: (percent, size) => `${percent} von ${size}`,
  part: (sent, size) => (size === null ? sent : `${sent} von ${size}`),
  dismiss: "Schließen",
  pause: "Pause",
  resume: "Fortsetzen",
  cancel: "Hochladen abbrechen",
  phases: {
    waiting: "Wartet auf die Dateien davor",
    lastBytes: "Gesendet; die letzten Bytes werden übernommen",
    sending: (part, size, left) => `${part} · ${size}/s · noch ${left}`,
    paused: (part) => `Pause bei ${part}`,
    interrupted: (seconds) =>
      `Die Verbindung brach ab. Nichts ist verloren; nächster Versuch in ${seconds} s.`,
    sent: "Vollständig gesendet, wird angesehen",
  },
  refused: "Das Hochladen wurde abgelehnt",
  refusedDetail: (status) => `Der Server antwortete mit HTTP ${status}.`,
  unreadable: "Die Datei ist nicht mehr lesbar",
  unreadableDetail:
    "Sie wurde während des Sendens geändert, verschoben oder getrennt. Bitte noch einmal auswählen.",
  unfinished: {
    elsewhere: (part) => `Wird in einem anderen Fenster gesendet, ${part}`,
    stopped: (part) =>
      `Das Hochladen blieb bei ${part} stehen. Was angekommen ist, bleibt einen Tag lang erhalten.`,
    input: (filename) => `${filename} noch einmal auswählen`,
    goOn: "Datei noch einmal auswählen und fortsetzen",
    wrong: (has, needs) => `Das ist eine andere Datei: Sie hat ${has}, erwartet werden ${needs}.`,
  },
};
