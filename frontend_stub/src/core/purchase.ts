import { type Address, type Hex, encodeAbiParameters, keccak256, stringToBytes } from "viem";
import { type Deal, ZERO_ADDRESS, ZERO_HASH, dealIdOf } from "./deal.ts";
import { fullRefundUntil } from "./refunds.ts";

/** A listing's terms for one unit, as the market contract has them. */
export interface Terms {
  readonly token: Address;
  readonly price: bigint;
  readonly deposit: bigint;
  readonly referralBps: number;
  readonly arbiter: Address;
  readonly arbiterBps: number;
  readonly silenceBps: number;
  readonly deliverPeriod: number;
  readonly cancelPeriod: number;
  readonly inspection: number;
  readonly revisions: number;
  readonly claimPeriod: number;
  readonly contestPeriod: number;
  readonly rulingPeriod: number;
  readonly expiresAt: number;
  readonly document: Hex;
}

export interface PurchaseRequest {
  readonly chainId: number;
  readonly escrow: Address;
  readonly market: Address;
  readonly seller: Address;
  readonly sku: Hex;
  readonly terms: Terms;
  readonly units: number;
  readonly buyer: Address;
  readonly now: number;
  readonly salt: Hex;
  readonly handoverCode: string | null;
  readonly referral: Referral | null;
}

export interface Referral {
  readonly referrer: Address;
  readonly bps: number;
}

export interface Purchase {
  readonly deal: Deal;
  readonly dealId: Hex;
  readonly authorization: Hex;
  readonly total: bigint;
}

/** A transaction may wait this long in a wallet and the mempool before `deliverBy` would be too soon. */
const DELIVERY_SLACK = 900;
/** Our clock may be this far ahead of the chain's before the cancellation would be refused. */
const CANCEL_SLACK = 120;

const AUTHORIZATION = [
  {
    type: "tuple",
    components: [
      { name: "sku", type: "bytes32" },
      { name: "units", type: "uint32" },
      { name: "referralBps", type: "uint16" },
      { name: "deliverPeriod", type: "uint32" },
      { name: "cancelPeriod", type: "uint32" },
      { name: "expiresAt", type: "uint40" },
    ],
  },
] as const;

export function buildPurchase(request: PurchaseRequest): Purchase {
  const { terms, units, now } = request;
  const slack = Math.min(CANCEL_SLACK, Math.floor(terms.cancelPeriod / 2));
  const deal: Deal = {
    market: request.market,
    buyer: request.buyer,
    seller: request.seller,
    token: terms.token,
    price: terms.price * BigInt(units),
    deposit: terms.deposit * BigInt(units),
    referrer: request.referral?.referrer ?? ZERO_ADDRESS,
    referralBps: request.referral ? Math.min(request.referral.bps, terms.referralBps) : 0,
    arbiter: terms.arbiter,
    arbiterBps: terms.arbiterBps,
    silenceBps: terms.silenceBps,
    deliverBy: now + terms.deliverPeriod + DELIVERY_SLACK,
    inspection: terms.inspection,
    revisions: terms.revisions,
    claimPeriod: terms.claimPeriod,
    contestPeriod: terms.contestPeriod,
    rulingPeriod: terms.rulingPeriod,
    refunds: terms.cancelPeriod > 0 ? fullRefundUntil(now + terms.cancelPeriod - slack) : 0n,
    handover: request.handoverCode === null ? ZERO_HASH : handoverHash(request.handoverCode),
    agreement: terms.document,
    salt: request.salt,
  };
  return {
    deal,
    dealId: dealIdOf(request.chainId, request.escrow, deal),
    authorization: encodeAbiParameters(AUTHORIZATION, [{ ...terms, sku: request.sku, units }]),
    total: deal.price + deal.deposit,
  };
}

/** Long enough that nobody finds the code from its hash, which is public: 100 bits in an alphabet without lookalikes. */
const CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CODE_LENGTH = 20;

export function handoverCode(random: Uint8Array): string {
  if (random.length < CODE_LENGTH) throw new RangeError(`A hand-over code needs ${CODE_LENGTH} random bytes.`);
  const letters = [...random.slice(0, CODE_LENGTH)].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]);
  return letters.join("").replace(/(.{5})(?=.)/g, "$1-");
}

/** What people type back: spaces and lower case are forgiven. */
export function normalizedCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return letters.replace(/(.{5})(?=.)/g, "$1-");
}

export function handoverHash(code: string): Hex {
  return keccak256(stringToBytes(code));
}
