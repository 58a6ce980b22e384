import { type Address, type Hex, stringToHex } from "viem";
import { type Deal, ZERO_HASH, dealKeyOf } from "../core/deal.ts";
import { type Standing, isDepositOnly } from "../core/next.ts";
import type { ReviewSecret } from "../core/review.ts";
import { commitmentOf } from "../core/review.ts";
import { type Call, callTo } from "./contracts.ts";
import type { Signer } from "./job.ts";
import { signTypedData } from "./sign.ts";

/** What a person filled in for an act. */
export interface Filled {
  readonly sellerBps?: number;
  readonly evidence?: Hex;
  readonly code?: string;
  readonly offer?: SignedOffer;
}

/** A settlement the other side signed, as it travels between the two. */
export interface SignedOffer {
  readonly dealId: Hex;
  readonly depositOnly: boolean;
  readonly sellerBps: number;
  readonly deadline: number;
  readonly signature: Hex;
}

export function callForAct(escrow: Address, act: string, deal: Deal, standing: Standing, filled: Filled): Call {
  return callTo("Escrow", escrow, act, [deal, ...extraArguments(act, standing, filled)]);
}

function extraArguments(act: string, standing: Standing, filled: Filled): readonly unknown[] {
  const { sellerBps = 0, evidence = ZERO_HASH, code = "", offer } = filled;
  switch (act) {
    case "fulfil":
    case "sendBack":
    case "contest":
    case "submitEvidence":
      return [evidence];
    case "handOver":
    case "begin":
      return [stringToHex(code)];
    case "proposeSettlement":
      return [isDepositOnly(standing), sellerBps];
    case "acceptSettlement":
      return [isDepositOnly(standing), standing.proposedBps];
    case "settleWithSignature":
      return [offer?.sellerBps ?? 0, BigInt(offer?.deadline ?? 0), offer?.signature ?? "0x"];
    case "dispute":
    case "claimDeposit":
      return [sellerBps, evidence];
    case "rule":
      return [sellerBps];
    default:
      return [];
  }
}

export interface OfferRequest extends Omit<SignedOffer, "signature"> {
  readonly chainId: number;
  readonly escrow: Address;
}

/** Signs a settlement the other side can execute alone. Costs nothing until it does. */
export async function signOffer(
  { chainId, escrow, ...offer }: OfferRequest,
  { provider, account }: Signer,
): Promise<SignedOffer> {
  const signature = await signTypedData(provider, account, {
    domain: { name: "Agora Escrow", version: "1", chainId, verifyingContract: escrow },
    primaryType: "Settlement",
    types: {
      EIP712Domain: [
        { name: "name", type: "string" },
        { name: "version", type: "string" },
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
      Settlement: [
        { name: "dealId", type: "bytes32" },
        { name: "depositOnly", type: "bool" },
        { name: "sellerBps", type: "uint16" },
        { name: "deadline", type: "uint256" },
      ],
    },
    message: { ...offer },
  });
  return { ...offer, signature };
}

export function callToCommit(reputation: Address, review: ReviewSecret): Call {
  return callTo("Reputation", reputation, "commitReview", [review.dealId, commitmentOf(review)]);
}

export function callToReveal(reputation: Address, deal: Deal, review: ReviewSecret): Call {
  const { author, score, digest, secret } = review;
  return callTo("Reputation", reputation, "revealReview", [dealKeyOf(deal), author, score, digest, secret]);
}
