import type { Words } from "../words.ts";

/** For requests that only a page of another age than the service sends. */
const RELOAD = "Diese Seite ist vielleicht älter als der Dienst. Neu laden hilft.";

export const failures: NonNullable<Words["failures"]> = {
  empty_file: {
    title: "Die Datei ist leer",
    detail:
      "Sie enthält kein einziges Byte. Bitte noch einmal auswählen oder neu von der Quelle kopieren.",
  },
  not_a_video: {
    title: "Das ist keine Videodatei",
    detail: "Ihr Inhalt ist kein Video, auch wenn der Name es sagt. Bitte ein Video auswählen.",
  },
  audio_only: {
    title: "Die Datei enthält nur Ton",
    detail:
      "Reelight braucht ein Bild, das es bearbeiten kann. Bitte eine Datei mit Bild auswählen.",
  },
  unsupported_format: {
    title: "Diese Art von Datei wird nicht angenommen",
    detail:
      "Bitte in MP4, MOV, MKV, WebM, AVI, MPEG oder MTS umwandeln und das Ergebnis hochladen.",
  },
  unsupported_codec: {
    title: "Das Bild ist in einem Codec gespeichert, den Reelight nicht lesen kann",
    detail: "Bitte als H.264, HEVC, VP9 oder AV1 exportieren und das Ergebnis hochladen.",
  },
  encrypted: {
    title: "Das Video ist verschlüsselt",
    detail: "Ein Kopierschutz macht es unlesbar. Bitte eine ungeschützte Kopie hochladen.",
  },
  truncated: {
    title: "Die Datei ist unvollständig",
    detail: "Ihr Ende oder ihr Index fehlt. Bitte noch einmal vom Aufnahmegerät kopieren.",
  },
  corrupt: {
    title: "Die Datei ist beschädigt",
    detail:
      "Ihr Bild lässt sich nicht dekodieren. Bitte noch einmal kopieren oder neu exportieren.",
  },
  too_large: {
    title: "Die Datei ist zu groß",
    detail: "Möglich sind bis zu 10 GiB. Bitte eine kürzere oder kleinere Fassung hochladen.",
  },
  too_long: {
    title: "Das Video ist zu lang",
    detail: "Möglich sind bis zu 4 Stunden. Bitte in Teile schneiden und diese hochladen.",
  },
  too_many_pixels: {
    title: "Das Bild ist zu groß",
    detail:
      "Möglich sind bis zu 35,4 Megapixel je Einzelbild (8K). Bitte eine kleinere Fassung hochladen.",
  },
  too_many_streams: {
    title: "Die Datei enthält zu viele Spuren",
    detail: "Möglich sind bis zu 64. Bitte nur mit den benötigten Spuren exportieren.",
  },
  needs_dolby_vision: {
    title: "Nur ein Decoder für Dolby Vision kann dieses Bild zeigen",
    detail: "Profil 5 enthält kein gewöhnliches Bild. Bitte als HDR10, HLG oder SDR exportieren.",
  },
  invalid_settings: {
    title: "Eine Einstellung liegt außerhalb ihres Bereichs",
    detail: "Bitte die Einstellungen prüfen und noch einmal senden.",
  },
  timeout: {
    title: "Die Arbeit dauerte zu lange",
    detail:
      "Sie wurde an ihrer Zeitgrenze beendet. Bitte noch einmal versuchen; ein kürzerer Clip braucht weniger Zeit.",
  },
  out_of_resources: {
    title: "Arbeitsspeicher oder Speicherplatz reichten nicht aus",
    detail: "Bitte gleich noch einmal versuchen; misslingt es wieder, hilft eine kleinere Fassung.",
  },
  transcoder_unavailable: {
    title: "Die Videoverarbeitung war nicht zu erreichen",
    detail: "Vom Video ist nichts verloren. Bitte in einer Minute noch einmal versuchen.",
  },
  checksum_mismatch: {
    title: "Die Daten wurden unterwegs verändert",
    detail:
      "Was ankam, passt nicht zu seiner Prüfsumme und wurde verworfen. Bitte noch einmal senden.",
  },
  expired: {
    title: "Die Aufbewahrungszeit ist abgelaufen",
    detail:
      "Alles wurde so lange aufbewahrt wie versprochen und dann gelöscht. Bitte die Datei noch einmal hochladen.",
  },
  cancelled: {
    title: "Auf Wunsch gestoppt",
    detail: "Die Arbeit lässt sich jederzeit neu beginnen.",
  },
  internal: {
    title: "Bei uns ist etwas schiefgegangen",
    detail:
      "Das Video ist sicher. Bitte noch einmal versuchen; bleibt es dabei, hilft uns die Kennung der Anfrage.",
  },
  bad_request: { title: "Die Anfrage ist nicht verständlich", detail: RELOAD },
  unauthorized: {
    title: "Die Anmeldung gilt nicht mehr",
    detail: "Die Sitzung ist abgelaufen. Neu laden beginnt eine neue.",
  },
  not_found: {
    title: "Das gibt es hier nicht",
    detail: "Es wurde gelöscht oder gehört zu einer anderen Sitzung.",
  },
  method_not_allowed: { title: "Diese Methode wird hier nicht angeboten", detail: RELOAD },
  conflict: {
    title: "Der derzeitige Zustand lässt das nicht zu",
    detail: "Bitte warten, bis die laufende Arbeit beendet ist, und es noch einmal versuchen.",
  },
  offset_conflict: {
    title: "Gesendet wurde nicht dort, wo das Hochladen steht",
    detail: "Bitte die Datei noch einmal auswählen und fortsetzen.",
  },
  length_required: { title: "Die Länge muss vorher angegeben werden", detail: RELOAD },
  gone: { title: "Das wurde gelöscht", detail: "Bitte die Datei noch einmal hochladen." },
  unsupported_version: { title: "Diese Version von tus wird nicht unterstützt", detail: RELOAD },
  unsupported_media_type: {
    title: "Dieser Inhaltstyp wird hier nicht angenommen",
    detail: RELOAD,
  },
  busy: {
    title: "Es läuft schon so viel, wie erlaubt ist",
    detail: "Bitte warten, bis etwas davon beendet ist.",
  },
  limit_reached: {
    title: "Eine Grenze dieser Sitzung ist erreicht",
    detail: "Bitte später noch einmal versuchen.",
  },
};
