import type { Words } from "../words.ts";
import { fieldName } from "./metadata-fields.ts";
import { names } from "./metadata-names.ts";
import { rows } from "./metadata-rows.ts";

const plural = (count: number, shown: string, one: string, many: string) =>
  `${shown} ${count === 1 ? one : many}`;

export const metadata: Words["metadata"] = {
  title: "Über die Datei",
  knownBefore: "Darunter steht, was vorher bekannt war.",
  reload: "Seite neu laden",
  begun: "Die Verbesserung hat begonnen.",
  nothingRead: "Es ließ sich nichts lesen.",
  firstToCome: "Die ersten Angaben kommen gleich.",
  dayLocale: "de",
  range: (least, most) => `${least} bis ${most}`,
  private: "Wird nur auf Wunsch gezeigt",

  findings: {
    title: "Gut zu wissen",
    none: "Nichts Ungewöhnliches gefunden.",
    noneYet: "Nichts Ungewöhnliches in dem, was gelesen wurde.",
    pending: "Die Suche läuft noch.",
    severities: {
      error: "Problem",
      warning: "Achtung",
      info: "Hinweis",
    },
    enhance: "Damit verbessern",
    enhanceFor: (title) => `Damit verbessern: ${title}`,
    evidence: "Woran es zu sehen ist",
    seen: "In der Datei gefunden",
  },

  location: {
    known: "Diese Datei verrät, wo sie aufgenommen wurde.",
    maybe: "Ein Tag dieser Datei verrät vielleicht einen Ort.",
    map: "Karte auf openstreetmap.org öffnen",
    below: "Er steht unten bei den Tags.",
    show: "Ort zeigen",
    latitude: (degrees, north) => `${degrees}° ${north ? "Nord" : "Süd"}`,
    longitude: (degrees, east) => `${degrees}° ${east ? "Ost" : "West"}`,
    altitude: (metres, above) => `${metres} ${above ? "über" : "unter"} dem Meer`,
  },

  sections: {
    file: "Datei & Container",
    container: "Container",
    picture: "Bild",
    colour: "Farbe & Licht",
    sound: "Ton",
    timing: "Zeiten & Bildgruppen",
    others: "Untertitel & mehr",
    structure: "Aufbau",
    content: "Inhalt",
    conflicts: "Widersprüche",
    tags: "Tags",
    declared: "Laut Datei",
    measured: "Laut Messung",
    heard: "Laut Messung",
    built: "So ist die Datei aufgebaut",
    boxes: "Ihre Boxen der Reihe nach",
    disagree: "Wo Quellen sich widersprechen",
    meant: "Was die Datei über sich sagt",
    spelled: "Im Wortlaut des Containers",
    spelledBy: (stream) => `${stream}, im Wortlaut der Spur`,
    toCome: "Kommt, sobald danach gesucht wurde.",
    whatHappens: "Was wann geschieht",
    streams: (count, shown) => plural(count, shown, "Spur", "Spuren"),
    values: (count, shown) => plural(count, shown, "Wert", "Werte"),
    tagCount: (count, shown) => plural(count, shown, "Tag", "Tags"),
    leftOut: "Weggelassen",
    tooMany: "zu viele oder zu lang",
    sceneChanges: (count, shown) => plural(count, shown, "Szenenwechsel", "Szenenwechsel"),
  },

  moments: {
    chapters: "Kapitel",
    scenes: "Szenenanfänge",
    black: "Schwarz",
    frozen: "Eingefroren",
    flashing: "Blitzend",
    lost: {
      damaged: "Beschädigt, nicht zu decodieren",
      out_of_time: "Nicht angesehen: Die Zeit dafür war um",
    },
    silence: "Stille",
    silenceIn: (place, stream) => `Stille in Ton ${place} (Spur ${stream})`,
    missing: "Fehlende Daten",
    missingKinds: {
      video: "Fehlendes Bild",
      audio: "Fehlender Ton",
      subtitle: "Fehlende Untertitel",
      data: "Fehlende Zusatzdaten",
      attachment: "Fehlender Anhang",
      cover: "Fehlendes Titelbild",
    },
    ofStream: (what, stream) => `${what} (Spur ${stream})`,
    showAll: (shown) => `Alle ${shown} zeigen`,
    firstListed: (shown) => `Die ersten ${shown} sind aufgeführt.`,
    firstOfMany: (shown) => `die ersten ${shown}`,
  },

  charts: {
    bitrate: "Bitrate im Verlauf",
    bitrateWords: (range, average, most) =>
      `${range}, im Mittel ${average} (gestrichelt)${most === null ? "" : `, am höchsten bei ${most}`}.`,
    cutsMarked: (_, shown) => `${shown} Szenenwechsel unten markiert.`,
    loudness: "Lautheit im Verlauf",
    loudnessRange: (range) => `${range} über je drei Sekunden`,
    silentOrShort: "Still oder zu kurz für eine Aussage",
    tooShort: "Zu kurz, um den Verlauf zu erkennen",
    loudnessWhole: (loudness) => `${loudness} insgesamt (gestrichelt)`,
    silences: (count, shown) => `${plural(count, shown, "stille Stelle", "stille Stellen")} getönt`,
    loudnessWords: (parts) => `${parts}; dahinter die Wellenform.`,
    brightness: "Helligkeit im Verlauf",
    brightnessWords: (range, brightest) =>
      `${range}${brightest === null ? "" : `, am hellsten bei ${brightest}`}.`,
    histogram: "Helligkeit",
    histogramWords: (low, high, middle) =>
      `Der größte Teil des Bildes liegt zwischen ${low} und ${high} der vollen Helligkeit, die Mitte bei ${middle}. Die Linien zeigen Blau (gestrichelt) und Rot, Grau liegt in der Mitte.`,
    often: "Häufig",
    rarely: "Selten",
    black: "Schwarz",
    grey: "Grau",
    white: "Weiß",
    palette: "Häufigste Farben",
  },

  exports: {
    title: "Mitnehmen",
    copyAll: "Alles kopieren",
    copied: "Kopiert",
    copiedDetail: "Alles, was über die Datei bekannt ist, als JSON.",
    copiedPlace: "Es verrät, wo die Datei entstanden ist.",
    notCopied: "Der Browser lässt das Kopieren nicht zu",
    notCopiedDetail: "Laden Sie es stattdessen als Datei herunter.",
    download: (format) => `${format} herunterladen`,
    saved: "Die Datei wurde gespeichert.",
  },

  summary: {
    soundOnly: (length) => `${before(length)}Ton ohne Bild`,
    video: "Video",
    picture: (length, what, rate) => `${before(length)}${what}${rate === null ? "" : ` ${rate}`}`,
    rate: (rate) => `mit ${rate} Bildern pro Sekunde`,
    unevenRate: (rate) => `mit ungleichmäßigen, im Mittel ${rate} Bildern pro Sekunde`,
    varyingRate: (slow, fast) => `mit wechselnd ${slow} bis ${fast} Bildern pro Sekunde`,
    noSound: "kein Ton",
    sound: (layout) => (layout === null ? "Ton" : `Ton (${layout})`),
    sounds: (count) => `${count} Tonspuren`,
    unheard: (sound) => `${sound} ohne hörbaren Inhalt`,
    heard: (sound, loudness) => `${sound} mit ${loudness}`,
    filmed: (upright, device, day) =>
      [
        ...(upright ? ["hochkant"] : []),
        "gefilmt",
        ...(device === null ? [] : [`mit ${device}`]),
        ...(day === null ? [] : [`am ${day}`]),
      ].join(" "),
    upright: "hochkant",
    made: (day) => `entstanden am ${day}`,
    heed: (count, shown) =>
      `${plural(count, shown, "Punkt verdient", "Punkte verdienen")} einen Blick.`,
    nothingWrong: "Damit ist alles in Ordnung.",
  },

  evidence: {
    field: fieldName,
    number: (place) => `Nr. ${place}`,
    file: "die Datei",
    stream: (index) => `Spur ${index}`,
    asHeard: (stream) => `${stream}, wie zu hören`,
    asSeen: "Bild, wie zu sehen",
    parts: { container: "Container", structure: "Aufbau", about: "Tags" },
    member: (name, value) => `${name}: ${value}`,
    nothing: "keine Angabe",
    yes: "ja",
    no: "nein",
    none: "keine",
    andMore: (values, more) => `${values} und ${more} weitere`,
    sources: {
      container: "laut Container",
      bitstream: "laut der Spur selbst",
      measured: "laut Inhalt",
      tag: "laut einem Tag",
      name: "laut Dateiname",
    },
    packetsShow: "laut Paketen",
    picturesShow: "laut Bildern",
    readers: {
      index: "sofort gelesen",
      ffprobe: "von ffprobe gelesen",
      boxes: "Box für Box gelesen",
      packets: "aus den Paketen",
      content: "aus den Bildern",
    },
  },

  names,
  rows,
};

function before(length: string | null): string {
  return length === null ? "" : `${length} `;
}
