// The file's story in a language whose word order is not that of English.

import { afterAll, beforeAll, expect, test } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import { de } from "../language/de/de.ts";
import { en } from "../language/en/en.ts";
import { setWords } from "../language/words.ts";
import { conflictWords, pathWords, valueWords } from "./evidence-words.ts";
import { momentWords } from "./file-rows.ts";
import { momentsOf } from "./moments.ts";
import { colourRows } from "./picture-rows.ts";
import { summaryWords } from "./summary-words.ts";
import { PICTURE_CONTENT, SOUND_CONTENT } from "./test-content.ts";
import { PHONE_FACTS, PHONE_PACKETS, testDocument } from "./test-document.ts";

beforeAll(() => setWords(de));
afterAll(() => setWords(en));

const plain = (text: string | null) =>
  text?.replaceAll("\u00a0", " ").replaceAll(/[\u2068\u2069]/g, "");

const content = { picture: PICTURE_CONTENT, sound: [SOUND_CONTENT], sha256: null };
const document = testDocument({
  stage: "content",
  packets: PHONE_PACKETS,
  content: { ...content, poster: null, sprite: null },
});

test("a phone's clip in a sentence", () => {
  expect(plain(summaryWords(document))).toBe(
    "12 s 1080p H.264 mit wechselnd 24 bis 30 Bildern pro Sekunde, Ton (Stereo) mit −23 LUFS, " +
      "hochkant gefilmt mit Apple iPhone 15 am 3. Mai 2024. Damit ist alles in Ordnung.",
  );
});

test("evidence names what it shows, and what has no German name as the document does", () => {
  expect(pathWords(document, "/facts/streams/1/sampleRate")).toBe("Ton, Deutsch: Abtastrate");
  expect(pathWords(document, "/packets/somethingNew")).toBe("Pakete: somethingNew");
  expect(valueWords("/facts/streams/0/colour", { range: "pc", primaries: null })).toBe(
    "Umfang: pc, Primärfarben: keine Angabe",
  );
});

test("a conflict, moments, rows and days", () => {
  const values = [
    { source: "container", reader: "ffprobe", value: 3_600 } as const,
    { source: "measured", reader: "packets", value: 1 } as const,
  ];
  const conflict = conflictWords(document, { path: "/facts/container/duration", values });
  expect(plain(conflict.value)).toBe("Laut Container 1 h, laut Paketen 1 s.");
  expect(momentsOf(document)[0]?.title).toBe("Szenenanfänge");
  const [picture] = FactsSchema.parse(PHONE_FACTS).streams;
  const rows = picture?.kind === "video" ? colourRows(picture) : [];
  expect(rows.at(-1)).toEqual({ name: "Pegel", value: "Begrenzter Umfang (16 bis 235)" });
  expect(momentWords("2024-05-03T18:04:10Z")).toBe("3. Mai 2024, 18:04:10 UTC");
});
