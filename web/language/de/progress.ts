import type { Words } from "../words.ts";

export const progress: Words["progress"] = {
  steps: {
    upload: "Hochladen",
    probe: "Index",
    inspect: "Pakete",
    poster: "Vorschaubild",
    digest: "Prüfsumme",
    listen: "Anhören",
    look: "Ansehen",
    summarise: "Zusammenfassung",
    analyse: "Messung",
    encode: "Segment",
    audio: "Ton",
    subtitles: "Untertitel",
    assemble: "Zusammenfügen und Prüfen",
    proxy: "Vorschaukopie",
  },
  step: {
    numbered: (name, number) => `${name} ${number}`,
    listening: (stream) => `Anhören von Spur ${stream}`,
    segments: (first, last) => `Segmente ${first} bis ${last}`,
    several: (name, first, last) => `${name} ${first} bis ${last}`,
  },
  phases: {
    analysing: { name: "Messen", spoken: "das Bild wird gemessen" },
    encoding: { name: "Kodieren", spoken: "das neue Bild wird kodiert" },
    assembling: {
      name: "Zusammenfügen und prüfen",
      spoken: "das Ergebnis wird zusammengefügt und geprüft",
    },
  },
  now: {
    meter: "Verbesserung",
    steps: "Schritte der Verbesserung",
    done: " (fertig)",
    waiting: "Wartet, bis es an der Reihe ist",
    analysing: "Das Bild wird gemessen",
    encoding: (segment, of) => `Kodierung: Segment ${segment} von ${of}`,
    sound: "Kodierung: der Ton",
    assembling: "Das Ergebnis wird zusammengefügt und geprüft",
    assemblingFile: (file, of) =>
      `Das Ergebnis wird zusammengefügt und geprüft: Datei ${file} von ${of}`,
    next: "Als Nächstes an der Reihe",
    ahead: (jobs) =>
      jobs === 1
        ? "1 Auftrag davor in der Warteschlange"
        : `${jobs} Aufträge davor in der Warteschlange`,
    fewSeconds: "noch einige Sekunden",
    left: (duration) => `noch etwa ${duration}`,
    retry: ({ step, reason, attempt, of, wait }) => {
      const when = wait === null ? "läuft gerade an" : `beginnt in ${wait}`;
      return `${step}: misslungen (${reason}). Versuch ${attempt} von ${of} ${when}.`;
    },
  },
  aloud: {
    phase: (filename, spoken) => `${filename}: ${spoken}.`,
    retry: (filename, step, attempt) =>
      `${filename}: ${step} ist misslungen und wird wiederholt, Versuch ${attempt}.`,
  },
  timeline: {
    title: "Ablauf",
    about: "was wann geschah",
    pending: "Wird abgefragt …",
  },
  groups: {
    upload: "Hochladen",
    metadata: "Metadaten",
    proxy: "Vorschaukopie",
    enhancement: "Verbesserung",
  },
  run: (number) => `Verbesserung, Durchgang ${number}`,
  outcomes: {
    waiting: "Wartet",
    running: "In Arbeit",
    done: "Fertig",
    failed: "Fehlgeschlagen",
    lost: "Verloren gegangen",
    cancelled: "Abgebrochen",
  },
  span: {
    attempt: (name, attempt) => `${name}, Versuch ${attempt}`,
    course: ({ name, waited, due, worked, end }) => {
      if (worked === null) {
        return end === null
          ? `${name}: wartet seit ${due}, bisher ${waited}`
          : `${name}: ${waited} gewartet, von ${due} bis ${end}`;
      }
      return end === null
        ? `${name}: ab ${due} ${waited} gewartet, bisher ${worked} gearbeitet`
        : `${name}: ab ${due} ${waited} gewartet, dann ${worked} gearbeitet bis ${end}`;
    },
    ended: (course, outcome, reason) =>
      reason === null ? `${course}. ${outcome}.` : `${course}. ${outcome}: ${reason}.`,
    doneOf: (done, of) => `${done} von ${of} fertig`,
    run: (result, from, to, bad) => {
      const attempts = bad === 1 ? "1 Versuch ist" : `${bad} Versuche sind`;
      const trouble = bad === 0 ? "" : ` ${attempts} misslungen.`;
      return `${result}, von ${from} bis ${to}.${trouble}`;
    },
  },
  waterfall: {
    caption: "Alle Arbeitsschritte und ihre Versuche",
    step: "Schritt",
    attempts: "Versuche",
    result: "Ergebnis",
    hint: "Genaue Zeiten erscheinen, sobald ein Balken berührt oder ausgewählt wird.",
    later: (duration) => `${duration} später`,
    waiting: "wartet",
    work: "in Arbeit",
    failed: "fehlgeschlagen oder verloren",
    cancelled: "abgebrochen",
    cut: "eine Weile nichts",
  },
};
