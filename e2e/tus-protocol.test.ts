// tus 1.0.0 as the specification has it, request by request: https://tus.io/protocols/resumable-upload

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { SOURCE_BYTES_MAX } from "../protocol/limits.ts";
import { type Client, createSession, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { sharedProduct } from "./shared-product.ts";
import { storedObjects, untilNothingStored } from "./stored-objects.ts";

const { origin, stateDir } = sharedProduct();

const BODY = "application/offset+octet-stream";
/** No enhancement: these uploads are about the bytes. */
const OFF = `settings ${Buffer.from('{"mode":"off"}').toString("base64")}`;

let client: Client;
let file: Buffer;

beforeAll(async () => {
  client = await createSession(origin);
  file = readFileSync(await clip("odd size"));
});

type Headers = Record<string, string>;

function tus(method: string, path: string, headers: Headers = {}, body?: Uint8Array) {
  const all = { "tus-resumable": "1.0.0", ...headers };
  return client.call(path, {
    method,
    headers: all,
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
}

const patch = (url: string, offset: number, body: Uint8Array, headers: Headers = {}) =>
  tus("PATCH", url, { "content-type": BODY, "upload-offset": String(offset), ...headers }, body);

/** Creates an upload and answers its path. It is removed when the test is over. */
async function create(length: number, headers: Headers = {}): Promise<string> {
  const all = { "upload-length": String(length), "upload-metadata": OFF, ...headers };
  const answer = await tus("POST", "/v1/uploads", all);
  expect(answer.status).toBe(201);
  return answer.headers.get("location") ?? "";
}

async function offsetOf(url: string): Promise<number> {
  const answer = await tus("HEAD", url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return Number(answer.headers.get("upload-offset"));
}

async function remove(url: string): Promise<void> {
  expect((await tus("DELETE", url)).status).toBe(204);
}

/** Headers of a creation whose settings hold that value. */
function withSetting(name: string, value: number): Headers {
  const settings = Buffer.from(JSON.stringify({ [name]: value })).toString("base64");
  return { "upload-length": "10", "upload-metadata": `settings ${settings}` };
}

describe("OPTIONS", () => {
  it("tells what is offered, without a token", async () => {
    const answer = await fetch(`${origin}/v1/uploads`, { method: "OPTIONS" });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("tus-version")).toBe("1.0.0");
    expect(answer.headers.get("tus-max-size")).toBe(String(SOURCE_BYTES_MAX));
    const extensions = answer.headers.get("tus-extension")?.split(",").sort();
    expect(extensions).toEqual([
      "checksum",
      "creation",
      "creation-defer-length",
      "creation-with-upload",
      "expiration",
      "termination",
    ]);
    expect(answer.headers.get("tus-checksum-algorithm")?.split(",")).toContain("sha1");
  });
});

describe("creation", () => {
  it("answers where to send the bytes and until when", async () => {
    const metadata = `filename ${Buffer.from("a ü.mp4").toString("base64")},${OFF}`;
    const answer = await tus("POST", "/v1/uploads", {
      "upload-length": "100",
      "upload-metadata": metadata,
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("tus-resumable")).toBe("1.0.0");
    const expires = Date.parse(answer.headers.get("upload-expires") ?? "");
    expect(expires).toBeGreaterThan(Date.now() + 23 * 3600 * 1000);
    const url = answer.headers.get("location") ?? "";
    const head = await tus("HEAD", url);
    expect(head.headers.get("upload-length")).toBe("100");
    expect(head.headers.get("upload-offset")).toBe("0");
    expect(head.headers.get("upload-metadata")).toBe(metadata);
    expect(Date.parse(head.headers.get("upload-expires") ?? "")).toBeGreaterThan(Date.now());
    const id = url.split("/").at(-1) ?? "";
    expect(await client.video(id)).toMatchObject({ filename: "a ü.mp4", bytes: 100 });
    await remove(url);
  });

  it("takes the bytes with it", async () => {
    const headers = { "upload-length": String(file.length), "upload-metadata": OFF };
    const answer = await tus("POST", "/v1/uploads", { ...headers, "content-type": BODY }, file);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("upload-offset")).toBe(String(file.length));
    const url = answer.headers.get("location") ?? "";
    expect(await offsetOf(url)).toBe(file.length);
    await remove(url);
  });

  it("may learn the length later", async () => {
    const headers = { "upload-defer-length": "1", "upload-metadata": OFF };
    const answer = await tus("POST", "/v1/uploads", headers);
    const url = answer.headers.get("location") ?? "";
    const head = await tus("HEAD", url);
    expect(head.headers.get("upload-defer-length")).toBe("1");
    expect(head.headers.get("upload-length")).toBeNull();
    const half = Math.floor(file.length / 2);
    expect((await patch(url, 0, file.subarray(0, half))).status).toBe(204);
    const rest = file.subarray(half);
    const last = await patch(url, half, rest, { "upload-length": String(file.length) });
    expect(last.status).toBe(204);
    const id = url.split("/").at(-1) ?? "";
    expect((await client.video(id)).upload).toEqual({ offset: file.length, complete: true });
    await remove(url);
  });

  it.each([
    ["too large", { "upload-length": String(SOURCE_BYTES_MAX + 1) }, 413, "too_large"],
    ["without a length", {}, 400, "bad_request"],
    ["with a length that is none", { "upload-length": "ten" }, 400, "bad_request"],
    ["with settings out of range", withSetting("brightness", 3), 422, "invalid_settings"],
  ] as [string, Headers, number, string][])(
    "refuses an upload %s",
    async (_, headers, status, code) => {
      const answer = await tus("POST", "/v1/uploads", headers);
      expect(answer.status).toBe(status);
      expect((await problemOf(answer)).code).toBe(code);
    },
  );

  it("takes an empty file and refuses it by name", async () => {
    const url = await create(0);
    expect(await offsetOf(url)).toBe(0);
    const id = url.split("/").at(-1) ?? "";
    expect(await client.video(id)).toMatchObject({
      status: "failed",
      failure: { code: "empty_file" },
    });
    await remove(url);
  });
});

describe("PATCH", () => {
  it("goes on where it stands and nowhere else", async () => {
    const url = await create(file.length);
    const first = await patch(url, 0, file.subarray(0, 5_000));
    expect(first.status).toBe(204);
    expect(first.headers.get("upload-offset")).toBe("5000");
    expect(first.headers.get("upload-expires")).not.toBeNull();
    for (const wrong of [0, 4_999, 5_001]) {
      const answer = await patch(url, wrong, file.subarray(wrong));
      expect(answer.status).toBe(409);
      expect((await problemOf(answer)).code).toBe("offset_conflict");
    }
    expect(await offsetOf(url)).toBe(5_000);
    expect((await patch(url, 5_000, file.subarray(5_000))).status).toBe(204);
    await remove(url);
  });

  it("takes one byte at a time", async () => {
    const url = await create(file.length);
    for (const offset of [0, 1, 2]) {
      expect((await patch(url, offset, file.subarray(offset, offset + 1))).status).toBe(204);
    }
    expect(await offsetOf(url)).toBe(3);
    await remove(url);
  });

  it("takes no bytes for what they are", async () => {
    const url = await create(file.length);
    const answer = await patch(url, 0, new Uint8Array());
    expect(answer.status).toBe(204);
    expect(answer.headers.get("upload-offset")).toBe("0");
    await remove(url);
  });

  it("refuses more bytes than were announced", async () => {
    const url = await create(1_000);
    const answer = await patch(url, 0, file.subarray(0, 1_001));
    expect(answer.status).toBe(413);
    expect(await offsetOf(url)).toBe(0);
    await remove(url);
  });

  it("wants tus' media type", async () => {
    const url = await create(file.length);
    const answer = await patch(url, 0, file, { "content-type": "application/octet-stream" });
    expect(answer.status).toBe(415);
    await remove(url);
  });

  it("may come as POST where a proxy knows no PATCH", async () => {
    const url = await create(file.length);
    const headers = { "content-type": BODY, "upload-offset": "0" };
    const override = { ...headers, "x-http-method-override": "PATCH" };
    const answer = await tus("POST", url, override, file.subarray(0, 100));
    expect(answer.status).toBe(204);
    expect(await offsetOf(url)).toBe(100);
    await remove(url);
  });

  it("refuses an upload that ended", async () => {
    const url = await create(file.length);
    await patch(url, 0, file);
    expect((await patch(url, file.length, file.subarray(0, 1))).status).toBeGreaterThanOrEqual(400);
    await remove(url);
    expect((await patch(url, 0, file)).status).toBe(404);
  });
});

describe("Upload-Checksum", () => {
  const digest = (bytes: Uint8Array) => `sha1 ${createHash("sha1").update(bytes).digest("base64")}`;

  it("is taken if it fits", async () => {
    const url = await create(file.length);
    const headers = { "upload-checksum": digest(file) };
    expect((await patch(url, 0, file, headers)).status).toBe(204);
    expect(await offsetOf(url)).toBe(file.length);
    await remove(url);
  });

  it("undoes the whole request if it does not", async () => {
    const url = await create(file.length);
    await patch(url, 0, file.subarray(0, 100));
    const prefix = `s/${client.session.id}/${url.split("/").at(-1)}/`;
    const before = storedObjects(stateDir, prefix);
    expect(before).toHaveLength(1);
    const rest = file.subarray(100);
    const answer = await patch(url, 100, rest, { "upload-checksum": digest(file) });
    expect(answer.status).toBe(460);
    expect((await problemOf(answer)).code).toBe("checksum_mismatch");
    expect(await offsetOf(url)).toBe(100);
    await expect.poll(() => storedObjects(stateDir, prefix), { timeout: 5_000 }).toEqual(before);
    expect((await patch(url, 100, rest, { "upload-checksum": digest(rest) })).status).toBe(204);
    await remove(url);
  });

  it("is refused in an algorithm that is not offered", async () => {
    const url = await create(file.length);
    const answer = await patch(url, 0, file, { "upload-checksum": "md6 AAAA" });
    expect(answer.status).toBe(400);
    await remove(url);
  });
});

describe("versions and strangers", () => {
  it("answers 412 to another version, naming its own", async () => {
    for (const version of ["0.2.2", ""]) {
      const answer = await tus("POST", "/v1/uploads", { "tus-resumable": version });
      expect(answer.status).toBe(412);
      expect(answer.headers.get("tus-version")).toBe("1.0.0");
      await answer.body?.cancel();
    }
  });

  it("answers the same to an unknown id and to another's", async () => {
    const url = await create(file.length);
    const other = await createSession(origin);
    const unknown = `/v1/uploads/vid_${"0".repeat(32)}`;
    const headers = { "tus-resumable": "1.0.0" };
    const body = { "content-type": BODY, "upload-offset": "0" };
    for (const method of ["HEAD", "PATCH", "DELETE"]) {
      const init =
        method === "PATCH"
          ? { method, headers: { ...headers, ...body }, body: new Uint8Array(1) }
          : { method, headers };
      const [theirs, nobodys] = [await other.call(url, init), await other.call(unknown, init)];
      expect([theirs.status, nobodys.status]).toEqual([404, 404]);
      if (method === "HEAD") continue;
      const [a, b] = [await problemOf(theirs), await problemOf(nobodys)];
      expect({ ...a, requestId: "" }).toEqual({ ...b, requestId: "" });
    }
    expect(await offsetOf(url)).toBe(0);
    await remove(url);
  });
});

describe("pages of other origins", () => {
  const page = { origin: "https://example.com" };

  it("may read answers and refusals", async () => {
    const created = await tus("POST", "/v1/uploads", { ...page, "upload-length": "10" });
    const missing = await tus("HEAD", `/v1/uploads/vid_${"1".repeat(32)}`, page);
    const refused = await tus("POST", "/v1/uploads", page);
    const stranger = await fetch(`${origin}/v1/session`, { headers: page });
    for (const answer of [created, missing, refused, stranger]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      const exposed = answer.headers.get("access-control-expose-headers")?.toLowerCase() ?? "";
      for (const name of ["location", "upload-offset", "upload-expires"]) {
        expect(exposed.split(", ")).toContain(name);
      }
      await answer.body?.cancel();
    }
    await remove(created.headers.get("location") ?? "");
  });

  it("may ask before they send", async () => {
    const wanted = "authorization, tus-resumable, upload-offset, upload-checksum, content-type";
    const answer = await fetch(`${origin}/v1/uploads/vid_x`, {
      method: "OPTIONS",
      headers: {
        ...page,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": wanted,
      },
    });
    expect(answer.status).toBe(204);
    const allowed = answer.headers.get("access-control-allow-headers")?.toLowerCase() ?? "";
    for (const name of wanted.split(", ")) expect(allowed.split(", ")).toContain(name);
    expect(answer.headers.get("access-control-allow-methods")).toContain("PATCH");
  });
});

describe("termination", () => {
  it("leaves no byte behind", async () => {
    const url = await create(file.length);
    await patch(url, 0, file.subarray(0, 5_000));
    const prefix = `s/${client.session.id}/${url.split("/").at(-1)}/`;
    expect(storedObjects(stateDir, prefix)).not.toEqual([]);
    await remove(url);
    await untilNothingStored(stateDir, prefix);
    expect((await tus("HEAD", url)).status).toBe(404);
  });
});
