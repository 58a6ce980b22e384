import type { Deal } from "./deal.ts";
import { WHOLE_BPS, shareOf } from "./money.ts";

/** Who gets what, to the smallest unit. */
export interface Payout {
  readonly seller: bigint;
  readonly buyer: bigint;
  readonly referrer: bigint;
  readonly arbiter: bigint;
}

type Money = Pick<Deal, "price" | "deposit" | "referralBps" | "arbiterBps">;

/** The seller gets the price; the deposit stays in escrow until its claim period is over. */
export function payoutOfRelease(deal: Money): Payout {
  const referrer = shareOf(deal.price, deal.referralBps);
  return { seller: deal.price - referrer, buyer: 0n, referrer, arbiter: 0n };
}

export function payoutOfRefund(deal: Money): Payout {
  return { seller: 0n, buyer: deal.price + deal.deposit, referrer: 0n, arbiter: 0n };
}

/** What is in question: the price, with the deposit going back whole, or the deposit once the price is paid. */
export function payoutOfSplit(deal: Money, sellerBps: number, { depositOnly = false, ruled = false } = {}): Payout {
  const inQuestion = depositOnly ? deal.deposit : deal.price;
  const arbiter = ruled ? shareOf(inQuestion, deal.arbiterBps) : 0n;
  const divided = inQuestion - arbiter;
  const toSeller = shareOf(divided, sellerBps);
  const referrer = depositOnly ? 0n : shareOf(toSeller, deal.referralBps);
  const returned = depositOnly ? 0n : deal.deposit;
  return { seller: toSeller - referrer, buyer: divided - toSeller + returned, referrer, arbiter };
}

export function payoutOfCancellation(deal: Money, buyerBps: number): Payout {
  return payoutOfSplit(deal, WHOLE_BPS - buyerBps);
}

/** The share that pays this amount, rounded to what a contract can express; null when there is less to divide. */
export function bpsOf(amount: bigint, inQuestion: bigint): number | null {
  if (amount > inQuestion || inQuestion === 0n) return null;
  return Number((amount * BigInt(WHOLE_BPS) + inQuestion / 2n) / inQuestion);
}
