import type { Words } from "../words.ts";

/** A number with a decimal comma. */
const decimal = (value: string | number) => String(value).replace("-", "−").replace(".", ",");

const number = {
  brightness: { label: "Helligkeit", range: "−1 bis 1" },
  contrast: { label: "Kontrast", range: "0 bis 3" },
  saturation: { label: "Sättigung", range: "0 bis 3" },
  gamma: { label: "Gamma", range: "0,1 bis 10" },
  temperature: { label: "Farbtemperatur", range: "1000 bis 40000 K" },
  strength: { label: "Stärke", range: "0 bis 1" },
};

const work = {
  steps: { denoise: "Entrauschen", sharpen: "Schärfen", deband: "Farbstufen glätten" },
  stepOf: (step: string, value: string) => `${step} ${decimal(value)}`,
  deblock: "Blöcke glätten",
  measured: "was die Automatik misst",
  tone: "Helligkeit und Farbe",
  steadier: "eine ruhigere Kamera",
  frameRate: "eine andere Bildrate",
};

export const settings: Words["settings"] = {
  title: "Einstellungen",
  nextVideos: "Was mit den nächsten Videos geschieht",
  thisTime: "Was diesmal geschieht",
  startFrom: "Ausgehen von",
  presets: {
    auto: "Automatik",
    "low-light": "Wenig Licht",
    webcam: "Webcam",
    "old-footage": "Alte Aufnahmen",
    "screen-recording": "Bildschirmaufnahme",
    vivid: "Kräftig",
  },
  modes: {
    auto: { name: "Automatik", words: "Misst das Bild und wählt selbst." },
    manual: { name: "Von Hand", words: "Mit eigenen Werten." },
    seed: { name: "Klassischer Look", words: "Immer gleich, etwas heller." },
    off: { name: "Nur Angaben", words: "Es entsteht kein neues Bild." },
  },

  numbers: "Werte",
  resetNumbers: "Werte zurücksetzen",
  number,
  reset: (label) => `${label} zurücksetzen`,
  slider: (label) => `${label}, Regler`,
  spoken: {
    empty: "leer",
    value: (text, sense) => `${decimal(text)}, ${sense}`,
    kelvin: (text, sense) => `${decimal(text)} Kelvin, ${sense}`,
    unchanged: "unverändert",
    senses: {
      brightness: { less: "dunkler", more: "heller" },
      contrast: { less: "weicher", more: "härter" },
      saturation: { less: "blasser", more: "farbiger" },
      gamma: { less: "dunkler in den Mitteltönen", more: "heller in den Mitteltönen" },
      temperature: { less: "wärmer", more: "kühler" },
    },
  },

  frameRate: {
    label: "Bildrate",
    source: "Wie im Original",
    own: "Eigener Wert …",
    perSecond: "Bilder pro Sekunde",
  },

  wrong: {
    brightness: () => "Die Helligkeit muss eine Zahl von −1 bis 1 sein.",
    contrast: () => "Der Kontrast muss eine Zahl von 0 bis 3 sein.",
    saturation: () => "Die Sättigung muss eine Zahl von 0 bis 3 sein.",
    gamma: () => "Gamma muss eine Zahl von 0,1 bis 10 sein.",
    temperature: () => "Die Farbtemperatur muss eine Zahl von 1000 bis 40000 sein.",
    strength: () => "Die Stärke muss eine Zahl von 0 bis 1 sein.",
    fps: (mostFrames) =>
      `Die Bildrate muss eine Zahl von 1 bis ${mostFrames} mit höchstens drei Nachkommastellen sein oder ein Bruch wie „30000/1001“.`,
    megabytes: () => "Die Obergrenze muss eine Zahl über 0 sein, in Megabyte.",
  },

  more: {
    title: "Weitere Einstellungen",
    steps: work.steps,
    stabilize: "Kamera beruhigen",
    method: "Neue Zwischenbilder",
    audio: "Ton",
    loudness: "Lautheit",
    size: "Dateigröße",
    megabytes: "Megabyte",
    hdr: "HDR-Filme",
    tags: "Tags",
    matte: "Hinter Durchsichtigem",
  },
  choices: {
    automatic: "Automatik",
    off: "Aus",
    light: "Leicht",
    medium: "Mittel",
    strong: "Stark",
    strength: (value) => `Stärke ${decimal(value)}`,
    methods: {
      cfr: "Bilder wiederholen oder auslassen",
      blend: "Bilder überblenden",
      motion: "Der Bewegung folgen (langsam)",
    },
    audio: {
      auto: "Kopieren, wenn er überall abspielbar ist",
      aac: "Als AAC codieren",
      copy: "Nur kopieren",
    },
    loudness: {
      auto: "Korrigieren, wenn nötig",
      off: "Unverändert lassen",
      streaming: "−14 LUFS, Streaming",
      web: "−16 LUFS, Web",
      broadcast: "−23 LUFS, Rundfunk",
    },
    lufs: (value) => `${decimal(value)} LUFS`,
    quality: {
      standard: "Standard",
      finer: "Feiner, größere Datei",
      smaller: "Kleinere Datei",
      size: "Nicht größer als …",
    },
    measure: (name, value) => `${name} ${decimal(value)}`,
    hdr: {
      both: "HDR neben SDR behalten",
      tonemap: "Nur SDR",
      preserve: "Auf HDR bestehen",
    },
    tags: {
      private: "Ohne Ort und Gerät",
      location: "Mit dem Ort",
      nothing: "Gar keine",
    },
    mattes: { black: "Schwarz", white: "Weiß", green: "Grün" },
  },

  summary: {
    needsLook: "Bitte prüfen",
    purpose: (mode, preset) => `${mode} (${preset})`,
    whole: (name, details) => `${name}: ${details.join("; ")}`,
    number: (name, value) =>
      `${number[name].label} ${decimal(value)}${name === "temperature" ? " K" : ""}`,
    strength: (value) => `Stärke ${decimal(value)}`,
    step: (name, value) => `${work.steps[name]} ${amount(value)}`,
    stabilize: (value) => `Kamera beruhigt ${value}`,
    frameRate: (value) => `${decimal(value)} fps`,
    methods: { blend: "überblendet", motion: "der Bewegung folgend" },
    audio: { copy: "Ton kopiert", aac: "Ton als AAC" },
    loudness: { off: "Lautheit unverändert", auto: "Lautheit automatisch" },
    atMost: (bytes) => `höchstens ${bytes}`,
    hdr: { tonemap: "nur SDR", preserve: "besteht auf HDR" },
    noTags: "ohne Tags",
    withPlace: "mit Ort",
    matte: (colour) => `auf ${colour}`,
  },

  again: {
    title: "Mit anderen Einstellungen wiederholen",
    label: "Einstellungen für einen weiteren Durchgang",
    run: "Neu verbessern",
    history: "Schritte",
    undo: "Rückgängig",
    undone: "Rückgängig gemacht.",
    redo: "Wiederholen",
    redone: "Wiederholt.",
    resetAll: "Alles zurücksetzen",
  },

  work,

  takenOver: {
    begun: "Jetzt von Hand, ausgehend von den Werten der Automatik.",
    kept: (steps) => `Von ihr bleibt: ${steps.join("; ")}.`,
    noDeblock: "Entfällt: Blöcke glätten, das kann nur die Automatik.",
    oneTone: "Alle Kameraeinstellungen haben nun dieselben Tonwerte.",
  },
  chosen: {
    film: "Diese Werte hat die Automatik für Ihren Film gewählt.",
    shots: (count) =>
      `Die Automatik hat für jede der ${count} Kameraeinstellungen eigene Werte gewählt: hier die zu dem Bild, das zu sehen ist.`,
    nearest:
      "Ihr Weißabgleich lässt sich nicht genau als Farbtemperatur angeben: gezeigt wird die nächste.",
    move: "Wer einen Regler bewegt, macht von Hand weiter.",
  },

  preview: {
    original: "Das Originalbild",
    asSet: "Das Bild, wie es eingestellt ist",
    made: "Mit diesen Einstellungen",
    at: (place, caption) => `Bei ${place}. ${caption}`,
    byService: (recipe) => `Vom Dienst mit allem erstellt. ${recipe}`,
    complete: "Helligkeit und Farbe folgen den Einstellungen sofort.",
    beingMade: (missing) => `In Arbeit: ${missing.join(", ")}.`,
    missing: (missing) =>
      `In diesem Bild fehlt: ${missing.join(", ")}. Unten lässt es sich ausprobieren.`,
    forms: {
      still: {
        make: "An einem Bild ausprobieren",
        making: "Bild wird erstellt …",
        begun: "Ein Bild mit diesen Einstellungen wird erstellt.",
        shown: "Das Bild mit diesen Einstellungen wird gezeigt.",
      },
      clip: {
        make: "An drei Sekunden ausprobieren",
        making: "Drei Sekunden werden erstellt …",
        begun: "Drei Sekunden mit diesen Einstellungen werden erstellt.",
        shown: "Drei Sekunden mit diesen Einstellungen werden gezeigt.",
      },
    },
    play: "Vorschau abspielen",
    pause: "Vorschau anhalten",
    onCopy: "Der Browser kann das Original nicht abspielen: Dies ist eine kleinere Kopie davon.",
    moment: "Stelle der Vorschau",
    momentComing: (at) =>
      at === null ? "Das Bild wird geholt." : `Das Bild bei ${at} wird geholt.`,
    momentShown: "Das Bild dieser Stelle wird gezeigt.",
    place: (at, duration) => `${at} von ${duration}`,
    hold: "Gedrückt halten, um das Original zu sehen",
  },
};

/** How strongly a step is taken: a number, or a word of the protocol. */
function amount(value: string): string {
  if (value === "off") return "aus";
  return value === "auto" ? "automatisch" : decimal(value);
}
