import type { Hex } from "viem";
import type { Deal } from "../core/deal.ts";
import type { ReviewSecret } from "../core/review.ts";
import type { Address } from "viem";

/** What only this browser knows: hand-over codes, sealed reviews, the terms of one's own deals. Never sent anywhere. */
export interface Kept {
  readonly codes: Readonly<Record<Hex, string>>;
  readonly reviews: Readonly<Record<string, ReviewSecret>>;
  readonly deals: Readonly<Record<Hex, KeptDeal>>;
}

export type KeptDeal = { readonly [Field in keyof Deal]: Deal[Field] extends bigint ? string : Deal[Field] };

const EMPTY: Kept = { codes: {}, reviews: {}, deals: {} };

export interface Place {
  readonly chainId: number;
  readonly escrow: Address;
}

const keyOf = ({ chainId, escrow }: Place) => `agora.kept.${chainId}.${escrow.toLowerCase()}`;

export function kept(place: Place): Kept {
  const text = localStorage.getItem(keyOf(place));
  return text ? { ...EMPTY, ...(JSON.parse(text) as Partial<Kept>) } : EMPTY;
}

function keep(place: Place, next: Kept): void {
  localStorage.setItem(keyOf(place), JSON.stringify(next));
}

export function keepPurchase(place: Place, dealId: Hex, deal: Deal, code: string | null): void {
  const before = kept(place);
  const codes = code === null ? before.codes : { ...before.codes, [dealId]: code };
  keep(place, { ...before, codes, deals: { ...before.deals, [dealId]: toKept(deal) } });
}

export function keptDeal(place: Place, dealId: Hex): Deal | null {
  const found = kept(place).deals[dealId];
  return found
    ? { ...found, price: BigInt(found.price), deposit: BigInt(found.deposit), refunds: BigInt(found.refunds) }
    : null;
}

function toKept(deal: Deal): KeptDeal {
  return { ...deal, price: String(deal.price), deposit: String(deal.deposit), refunds: String(deal.refunds) };
}

const reviewKey = (dealId: Hex, author: string) => `${dealId}/${author.toLowerCase()}`;

export function keepReview(place: Place, review: ReviewSecret): void {
  const before = kept(place);
  keep(place, { ...before, reviews: { ...before.reviews, [reviewKey(review.dealId, review.author)]: review } });
}

export function keptReview(place: Place, dealId: Hex, author: string): ReviewSecret | null {
  return kept(place).reviews[reviewKey(dealId, author)] ?? null;
}

/** Everything kept for this market, as a file to move to another browser. */
export function exportKept(place: Place): string {
  return JSON.stringify({ format: "agora/kept", ...place, ...kept(place) }, null, 2);
}

export function importKept(place: Place, text: string): number {
  const given = JSON.parse(text) as Partial<Kept> & { format?: string; escrow?: string };
  if (given.format !== "agora/kept" || given.escrow?.toLowerCase() !== place.escrow.toLowerCase()) {
    throw new Error("This file holds nothing for this market.");
  }
  const mine = kept(place);
  const merged = {
    codes: { ...given.codes, ...mine.codes },
    reviews: { ...given.reviews, ...mine.reviews },
    deals: { ...given.deals, ...mine.deals },
  };
  keep(place, merged);
  return Object.keys(merged.codes).length + Object.keys(merged.reviews).length + Object.keys(merged.deals).length;
}
