import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  DocumentMismatch,
  canonical,
  cidOf,
  digestOfDocument,
  isRawCid,
  verifiedDocument,
} from "../src/core/documents.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const digestOf = (text: string) => `0x${createHash("sha256").update(text).digest("hex")}` as const;

describe("canonical JSON", () => {
  it("sorts keys by their UTF-16 units, deeply, and leaves lists alone", () => {
    expect(canonical({ b: [3, 1], a: { "\u{1F600}": 1, "\uFB33": 2, z: null }, skipped: undefined })).toBe(
      '{"a":{"z":null,"\u{1F600}":1,"\uFB33":2},"b":[3,1]}',
    );
  });

  it("writes numbers and texts as RFC 8785 asks", () => {
    expect(canonical([1e21, 0.000001, 1e-7, -0, '\u20ac$\u000f\n"\\'])).toBe(
      '[1e+21,0.000001,1e-7,0,"€$\\u000f\\n\\"\\\\"]',
    );
  });

  it("refuses what JSON cannot hold", () => {
    expect(() => canonical(Number.NaN)).toThrow(TypeError);
    expect(() => canonical("\ud800")).toThrow(TypeError);
  });
});

describe("digests and CIDs", () => {
  it("agree with the reference", async () => {
    expect(await digestOfDocument({ a: 1 })).toBe(digestOf('{"a":1}'));
    expect(cidOf("0x31f756cf7c8028b8d4a51c4dbbe29208c01d26445466aeec462c0bc6aea83814")).toBe(
      "bafkreibr65lm67eafc4njji4jw56feqiyaosmrcum2xoyrrmbpdk5kbycq",
    );
  });

  it("let only raw sha-256 CIDs be shown", () => {
    expect(isRawCid("bafkreibr65lm67eafc4njji4jw56feqiyaosmrcum2xoyrrmbpdk5kbycq")).toBe(true);
    for (const other of [
      "bafybeibr65lm67eafc4njji4jw56feqiyaosmrcum2xoyrrmbpdk5kbycq",
      "../x",
      "javascript:alert(1)",
      7,
      null,
    ]) {
      expect(isRawCid(other)).toBe(false);
    }
  });
});

describe("a document", () => {
  it("is parsed when its bytes are what was signed", async () => {
    expect(await verifiedDocument(bytesOf('{"a":1}'), digestOf('{"a":1}'))).toEqual({ a: 1 });
  });

  it("is refused when one byte differs", async () => {
    await expect(verifiedDocument(bytesOf('{"a":2}'), digestOf('{"a":1}'))).rejects.toThrow(DocumentMismatch);
  });

  it.each(['{"a":1,"a":2}', '{ "a": 1 }', '{"b":1,"a":2}'])(
    "is refused when %s is read differently by others",
    async (text) => {
      await expect(verifiedDocument(bytesOf(text), digestOf(text))).rejects.toThrow("not canonical");
    },
  );

  it("is refused when it is too large", async () => {
    const text = JSON.stringify("x".repeat(70_000));
    await expect(verifiedDocument(bytesOf(text), digestOf(text))).rejects.toThrow("too many");
  });
});
