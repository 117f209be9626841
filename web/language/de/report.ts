import type { Words } from "../words.ts";

export const report: Words["report"] = {
  title: "Was getan wurde",
  cached: "Mit denselben Einstellungen schon früher erstellt: nichts wurde neu berechnet.",
  pending: "Zuerst wird das Bild gemessen, danach steht hier das Rezept.",
  nothing: "Nichts: Das Bild war beim Ende noch nicht gemessen.",
  caption: "Messwerte vorher und nachher",
  measured: "Messwert",
  before: "Vorher",
  after: "Nachher",
  black: "Schwarz",
  white: "Weiß",
  result: {
    size: "Größe",
    picture: "Bild",
    quality: "Qualität",
    fidelity: "Treue zum gefilterten Bild",
    encoder: "Encoder",
  },
  picture: (width, height, rate, frames) =>
    `${width} × ${height}, ${rate}, ${frames} ${frames === 1 ? "Bild" : "Bilder"}`,
  measures: {
    darkest: "Dunkelste Stellen",
    middle: "Mitteltöne",
    brightest: "Hellste Stellen",
    range: "Genutzter Tonwertumfang",
    brightness: "Mittlere Helligkeit",
    shadows: "Abgeschnittene Tiefen",
    highlights: "Abgeschnittene Lichter",
    saturation: "Farbigkeit",
    cast: "Farbstich",
    noise: "Rauschen",
    sharpness: "Kantenschärfe",
    blocks: "Kompressionsblöcke",
    loudness: "Lautheit",
    peak: "Höchster Spitzenwert",
  },
  silent: "stumm",
  cast: {
    none: "keiner",
    red: (share) => `${share} Rot`,
    cyan: (share) => `${share} Cyan`,
    blue: (share) => `${share} Blau`,
    yellow: (share) => `${share} Gelb`,
  },
  recipe: {
    // The numbers have commas of their own.
    applied: (parts) => `Angewendet: ${parts.join("; ")}.`,
    nothing: "Das Bild bleibt, wie es ist.",
    gain: (factor) => `Verstärkung × ${factor}`,
    lift: (step) => `Anhebung ${step}`,
    gamma: (value) => `Gamma ${value}`,
    saturation: (factor) => `Sättigung × ${factor}`,
    red: (factor) => `Rot × ${factor}`,
    blue: (factor) => `Blau × ${factor}`,
    denoise: (value) => `Entrauschen ${value}`,
    deblock: (value) => `Blöcke glätten ${value}`,
    sharpen: (value) => `Schärfen ${value}`,
    deband: (value) => `Farbstufen glätten ${value}`,
    stabilize: (value) => `Stabilisierung ${value}`,
    loudness: (decibels) => `Lautheit ${decibels}`,
    shots: (count) =>
      count === 1
        ? "eigene Tonwerte in 1 Kameraeinstellung"
        : `eigene Tonwerte in ${count} Kameraeinstellungen`,
  },
  fidelity: (mean, lowest, frames) =>
    `SSIM im Mittel ${mean}, mindestens ${lowest}, an ${frames} Stichproben`,
  foundForSsim: (crf, ssim) => `${crf}, ermittelt für eine SSIM von ${ssim}`,
  foundForSize: (crf, bytes) => `${crf}, ermittelt für höchstens ${bytes}`,
  size: {
    same: "gleich groß",
    larger: (share) => `${share} größer`,
    smaller: (share) => `${share} kleiner`,
    compared: (before, after, change) => `vorher ${before}, nachher ${after} (${change})`,
  },
};
