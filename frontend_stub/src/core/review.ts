import { type Address, type Hex, encodeAbiParameters, keccak256 } from "viem";
import type { ReviewPaper } from "./papers.ts";

/** What a review needs to be revealed later. It exists only with its author until then. */
export interface ReviewSecret {
  readonly dealId: Hex;
  readonly author: Address;
  readonly score: number;
  readonly document: ReviewPaper | null;
  readonly digest: Hex;
  readonly secret: Hex;
}

const COMMITMENT = [
  { type: "bytes32" },
  { type: "address" },
  { type: "uint8" },
  { type: "bytes32" },
  { type: "bytes32" },
] as const;

export function commitmentOf({ dealId, author, score, digest, secret }: ReviewSecret): Hex {
  return keccak256(encodeAbiParameters(COMMITMENT, [dealId, author, score, digest, secret]));
}

export const REVIEW_PERIOD = 14 * 86_400;
