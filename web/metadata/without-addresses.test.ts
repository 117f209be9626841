import { expect, test } from "vitest";
import { PICTURE_CONTENT, SOUND_CONTENT } from "./test-content.ts";
import { testDocument } from "./test-document.ts";
import { withoutAddresses } from "./without-addresses.ts";

test("what is given away has no address in it, and all else", () => {
  const url = "/v1/signed";
  const layout = { width: 160, height: 90, columns: 1, rows: 1, step: 1, count: 1 };
  const known = { picture: PICTURE_CONTENT, sound: [SOUND_CONTENT], sha256: "ab" };
  const poster = { url, at: 1, width: 160, height: 90 };
  const sprite = { ...layout, vttUrl: url, sheetUrls: [url] };
  const whole = testDocument({ content: { ...known, poster, sprite }, rawUrl: url });
  const given = withoutAddresses(whole);
  expect(JSON.stringify(given)).not.toContain(url);
  expect(given).toEqual({
    ...whole,
    content: { ...known, poster: null, sprite: null },
    rawUrl: null,
  });
  expect(withoutAddresses(testDocument()).content).toBeNull();
});
