import type { Hex } from "viem";
import { type Json, canonical, cidOf, digestOfDocument, isRawCid, verifiedDocument } from "../core/documents.ts";
import { getBytes, post, serviceUrl } from "./http.ts";
import type { StoredDocument, StoredPicture } from "./types.ts";

/** Fetches a document and hands it over only when its bytes are those the digest on chain names. */
export async function getDocument(digest: Hex): Promise<Json> {
  return verifiedDocument(await getBytes(`/ipfs/${cidOf(digest)}?format=raw`), digest);
}

/** For <img src>. Null for anything but the CID of one raw block, so that no text of a stranger becomes a URL. */
export function pictureUrl(cid: unknown): string | null {
  return isRawCid(cid) ? serviceUrl(`/ipfs/${cid}`) : null;
}

/** Stores a document. The digest to be signed is always our own; a service that answers another one is refused. */
export async function storeDocument(document: Json): Promise<Hex> {
  const digest = await digestOfDocument(document);
  const stored = await post<StoredDocument>("/v1/content/documents", canonical(document), "application/json");
  if (stored.digest.toLowerCase() !== digest) {
    throw new Error(`The service stored ${stored.digest} in place of ${digest}. Nothing was signed.`);
  }
  return digest;
}

export async function storePicture(picture: Blob): Promise<StoredPicture> {
  const stored = await post<StoredPicture>("/v1/content/pictures", picture, picture.type);
  if (!isRawCid(stored.cid))
    throw new Error(`The service answered with "${stored.cid}", which is not the CID of a picture.`);
  return stored;
}
