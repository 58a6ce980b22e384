import { ZERO_ADDRESS } from "./deal.ts";
import { percent } from "./money.ts";
import type { Terms } from "./purchase.ts";
import { duration, plural } from "./time.ts";

/** One promise of a listing: a short title and what it means for the buyer. */
export interface Promised {
  readonly title: string;
  readonly text: string;
}

type Said = Omit<Terms, "token" | "document" | "expiresAt" | "price" | "deposit">;

/** A listing's terms in plain sentences, in the order a trade happens. */
export function termsInWords(terms: Said & { readonly hasDeposit: boolean; readonly depositText: string }): Promised[] {
  return [
    cancellation(terms.cancelPeriod),
    {
      title: `Delivered within ${duration(terms.deliverPeriod)}`,
      text: "If the seller has not delivered by then, you take everything back yourself, without asking anybody.",
    },
    inspection(terms),
    ...(terms.hasDeposit ? [deposit(terms)] : []),
    arbitration(terms),
    ...(terms.referralBps > 0 ? [referral(terms.referralBps)] : []),
  ];
}

function cancellation(period: number): Promised {
  if (period === 0) {
    return {
      title: "No cancellation",
      text: "Once you paid, the purchase can be undone only by the seller or after a missed deadline.",
    };
  }
  return {
    title: `Cancel freely for ${duration(period)}`,
    text: "Until then, and as long as it is not delivered, you get everything back at once.",
  };
}

function inspection({ inspection: period, revisions }: Said): Promised {
  const sendBack =
    revisions > 0 ? ` You may send it back for improvement ${revisions === 1 ? "once" : `${revisions} times`}.` : "";
  if (period === 0) {
    return { title: "Paid on delivery", text: "The seller may take the money as soon as it is marked as delivered." };
  }
  return {
    title: `${duration(period)} to inspect`,
    text: `After delivery you pay, object, or do nothing: then the seller is paid when the time is over.${sendBack}`,
  };
}

function deposit({ depositText, claimPeriod }: Said & { readonly depositText: string }): Promised {
  return {
    title: `Deposit of ${depositText}`,
    text: `You get it back after the deal, unless the seller claims damage within ${duration(claimPeriod)}. You may contest that.`,
  };
}

function arbitration(terms: Said): Promised {
  const silence = `a contested claim pays the seller ${percent(terms.silenceBps)} after ${duration(terms.rulingPeriod)}`;
  if (terms.arbiter === ZERO_ADDRESS) {
    return {
      title: "No arbiter",
      text: `If you cannot agree, ${silence} and you the rest. Nobody decides in between.`,
    };
  }
  const answer = `Claims are answered within ${duration(terms.contestPeriod)}; a contested one is decided by the arbiter`;
  const fee = terms.arbiterBps > 0 ? `, who keeps ${percent(terms.arbiterBps)} of what is in dispute` : "";
  return { title: "An arbiter decides disputes", text: `${answer}${fee}. If the arbiter stays silent, ${silence}.` };
}

function referral(bps: number): Promised {
  return {
    title: "No fee for you",
    text: `The seller grants up to ${percent(bps)} of the price to the page that brings a buyer. It is part of the price.`,
  };
}

export function stockInWords(status: string, stock: number): string {
  if (status === "withdrawn") return "Not on the market";
  if (stock === 0) return "Sold out";
  return stock === 1 ? "The last one" : `${plural(stock, "unit")} left`;
}
