import type { Hex } from "viem";

/**
 * A document is canonical JSON (RFC 8785) in one raw block; its sha-256 digest is on chain, and the digest is the CID.
 * Bytes are compared with the digest before anybody parses them.
 */
export const MAX_DOCUMENT_BYTES = 65_536;

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const CID_PREFIX = [0x01, 0x55, 0x12, 0x20];
const RAW_CID = /^bafkrei[a-z2-7]{51}[aeimquy4]$/;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** JSON.stringify already writes strings and numbers as RFC 8785 asks; what it does not do is sort the keys. */
export function canonical(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}.`);
  if (typeof value === "string" && !value.isWellFormed()) throw new TypeError("A text holds half a character.");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  const fields = Object.entries(value as Record<string, Json | undefined>).filter(([, inner]) => inner !== undefined);
  fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner as Json)}`).join(",")}}`;
}

export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Hex> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `0x${[...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export async function digestOfDocument(document: Json): Promise<Hex> {
  return digestOf(new TextEncoder().encode(canonical(document)));
}

export function cidOf(digest: Hex): string {
  const hash = digest.slice(2).match(/../g) ?? [];
  const bytes = [...CID_PREFIX, ...hash.map((pair) => Number.parseInt(pair, 16))];
  let text = "b";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** Only a raw sha-256 CID names exactly one file; anything else is not shown. */
export function isRawCid(text: unknown): text is string {
  return typeof text === "string" && RAW_CID.test(text);
}

export class DocumentMismatch extends Error {
  constructor(
    readonly digest: Hex,
    reason: string,
  ) {
    super(`The document ${cidOf(digest)} is not what was signed: ${reason}.`);
  }
}

/** Parses a document only after its bytes proved to be those the digest names. */
export async function verifiedDocument(bytes: Uint8Array<ArrayBuffer>, digest: Hex): Promise<Json> {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new DocumentMismatch(digest, `${bytes.length} bytes are too many`);
  const found = await digestOf(bytes);
  if (found !== digest.toLowerCase()) throw new DocumentMismatch(digest, `its digest is ${found}`);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const document = JSON.parse(text) as Json;
  // A parser keeps the last of two equal keys, so the signer could have seen another price than the reader does.
  if (canonical(document) !== text) throw new DocumentMismatch(digest, "it is not canonical JSON");
  return document;
}
