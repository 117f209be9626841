import { describe, expect, it } from "vitest";
import { type Capability, mintCapability, readCapability } from "./capability.ts";
import { newId } from "./ids.ts";
import { sign } from "./signature.ts";
import { mintToken, readToken } from "./token.ts";

const KEY = "one key of at least thirty-two characters";
const OTHER_KEY = "another key of at least thirty-two characters";
const NOW = 1_000_000;

const original: Capability = {
  session: newId("ses"),
  video: newId("vid"),
  expiresAt: NOW + 1,
  resource: "original",
};

describe("a capability", () => {
  it("gives the same text for the same resource, and reads back as what it was made of", () => {
    const text = mintCapability(KEY, original);
    expect(mintCapability(KEY, { ...original })).toBe(text);
    expect(text).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(readCapability(KEY, text, NOW)).toEqual(original);
  });

  it("opens nothing once it is over", () => {
    const text = mintCapability(KEY, original);
    expect(readCapability(KEY, text, original.expiresAt)).toBeNull();
  });

  it("opens nothing with another key, a changed byte or another resource in it", () => {
    const text = mintCapability(KEY, original);
    expect(readCapability(OTHER_KEY, text, NOW)).toBeNull();
    for (const at of [0, text.indexOf(".") - 1, text.indexOf(".") + 1]) {
      const changed = text[at] === "A" ? "B" : "A";
      expect(readCapability(KEY, text.slice(0, at) + changed + text.slice(at + 1), NOW)).toBeNull();
    }
    const [, signature] = text.split(".");
    const forged = Buffer.from(JSON.stringify({ ...original, video: newId("vid") }));
    expect(readCapability(KEY, `${forged.toString("base64url")}.${signature}`, NOW)).toBeNull();
  });

  it("refuses what was never one, without throwing", () => {
    for (const text of ["", ".", "a.b", "..", "a.b.c", "%", sign(KEY, "media", "{}")]) {
      expect(readCapability(KEY, text, NOW)).toBeNull();
    }
  });
});

describe("a token", () => {
  const session = newId("ses");

  it("names its session until it is over", () => {
    const token = mintToken(KEY, session, NOW + 1);
    expect(token).toMatch(/^[A-Za-z0-9._-]{32,512}$/);
    expect(readToken(KEY, token, NOW)).toBe(session);
    expect(readToken(KEY, token, NOW + 1)).toBeNull();
  });

  it("does not pass for a capability, nor a capability for a token", () => {
    const token = mintToken(KEY, session, NOW + 1);
    expect(readCapability(KEY, token, NOW)).toBeNull();
    expect(readToken(KEY, mintCapability(KEY, original), NOW)).toBeNull();
  });

  it("is not believed under another key", () => {
    expect(readToken(OTHER_KEY, mintToken(KEY, session, NOW + 1), NOW)).toBeNull();
  });
});
