import type { Deal, Role } from "./deal.ts";
import { percent } from "./money.ts";
import { type Standing, claimEndsOf, clockInspectionEndsOf, deadlineOf } from "./next.ts";
import { endingOf, lastStepOf } from "./refunds.ts";

/** Where a deal stands, in words, for whoever looks at it. */
export interface Situation {
  readonly headline: string;
  readonly detail: string;
  readonly waitsFor: Role | "Anyone" | null;
  /** The moment that changes who may act, if there is one. */
  readonly until: number | null;
}

export function situationOf(deal: Deal, standing: Standing, now: number): Situation {
  switch (standing.status) {
    case "Funded":
      return funded(deal, standing, now);
    case "Fulfilled":
      return fulfilled(standing.since + deal.inspection, now);
    case "Completed":
      return completed(claimEndsOf(deal, standing), now);
    case "Disputed":
      return disputed(deal, standing, now);
    case "Closed":
      return closed(standing.outcome);
    default:
      return { headline: "Not opened", detail: "There is no such deal on this chain.", waitsFor: null, until: null };
  }
}

function funded(deal: Deal, standing: Standing, now: number): Situation {
  const [ending, last] = [endingOf(deal.refunds), lastStepOf(deal.refunds)?.until ?? 0];
  if (ending === "ByClock") return now > last ? fulfilled(clockInspectionEndsOf(deal), now) : untilTheClock(last);
  const deadline = deadlineOf(deal, standing);
  if (now > deadline) {
    return {
      headline: "The seller missed the deadline",
      detail: "The buyer may take everything back now, or still pay if it arrived.",
      waitsFor: "Buyer",
      until: null,
    };
  }
  if (ending === "ByCode") return waitingForTheCode(now > last, deadline);
  return {
    headline: standing.revisionsUsed > 0 ? "Sent back: waiting for the seller" : "Paid: waiting for the seller to deliver",
    detail: "The money is in escrow. If the seller misses the deadline, the buyer takes everything back.",
    waitsFor: "Seller",
    until: deadline,
  };
}

function untilTheClock(last: number): Situation {
  const detail = "Nothing needs to be done. The buyer may cancel by the schedule until then.";
  return { headline: "Paid: it counts as delivered when its time comes", detail, waitsFor: null, until: last };
}

function waitingForTheCode(isMissed: boolean, deadline: number): Situation {
  const detail = isMissed
    ? "The buyer did not come in time, so the seller may charge what the schedule says."
    : "It begins when the buyer's code is shown. Until then the buyer may cancel by the schedule.";
  return { headline: "Paid: waiting for the hand-over code", detail, waitsFor: "Buyer", until: deadline };
}

function fulfilled(ends: number, now: number): Situation {
  if (now > ends) {
    return {
      headline: "The time to object is over",
      detail: "Anybody may pay out the seller now.",
      waitsFor: "Anyone",
      until: null,
    };
  }
  return {
    headline: "Delivered: waiting for the buyer to inspect",
    detail: "The buyer pays, sends it back or objects. If the buyer does nothing, the seller is paid.",
    waitsFor: "Buyer",
    until: ends,
  };
}

function completed(ends: number, now: number): Situation {
  if (now > ends) {
    return {
      headline: "The deposit can go back",
      detail: "The seller claimed no damage in time, so anybody may return the deposit to the buyer.",
      waitsFor: "Anyone",
      until: null,
    };
  }
  return {
    headline: "The price is paid, the deposit is still held",
    detail: "The seller returns the deposit or claims damage. After that time it goes back to the buyer.",
    waitsFor: "Seller",
    until: ends,
  };
}

function disputed(deal: Deal, standing: Standing, now: number): Situation {
  const { claim, claimant, claimBps, since, depositOnly } = standing;
  const what = depositOnly ? "the deposit" : "the price";
  const claimed = `The ${claimant.toLowerCase()} claims that the seller gets ${percent(claimBps)} of ${what}.`;
  const over = { waitsFor: "Anyone" as const, until: null };
  if (claim === "Made" && now > since + deal.contestPeriod) {
    return {
      headline: "The claim was not answered in time",
      detail: `${claimed} Anybody may execute it now.`,
      ...over,
    };
  }
  if (claim === "Made") {
    const waitsFor = claimant === "Buyer" ? "Seller" : "Buyer";
    const detail = `${claimed} The ${waitsFor.toLowerCase()} accepts or contests it; silence executes it.`;
    return { headline: "A claim waits for an answer", detail, waitsFor, until: since + deal.contestPeriod };
  }
  if (claim === "Ruled") {
    const detail = `The seller gets ${percent(claimBps)} of ${what}. Anybody may execute the ruling.`;
    return { headline: "The arbiter has ruled", detail, ...over };
  }
  if (now > since + deal.rulingPeriod) {
    const agreed = `so the seller gets the agreed ${percent(deal.silenceBps)} of ${what}`;
    const detail = `Nobody ruled in time, ${agreed}. Anybody may execute that.`;
    return { headline: "No ruling came", detail, ...over };
  }
  const detail = `${claimed} It was contested, so the arbiter decides.`;
  return { headline: "The arbiter decides", detail, waitsFor: "Arbiter", until: since + deal.rulingPeriod };
}

const ENDINGS: Record<string, readonly [string, string]> = {
  Released: ["Done: the buyer paid the seller", "Both sides may review each other."],
  HandedOver: ["Done: handed over and paid", "The hand-over code was shown and the seller is paid."],
  Finalized: ["Done: paid after the inspection", "The buyer raised no objection in time."],
  Refunded: ["Refunded", "The seller gave the buyer everything back."],
  Cancelled: ["Cancelled", "The buyer cancelled; the agreed schedule decided who got what."],
  Reclaimed: ["Taken back", "The seller missed the deadline and the buyer took everything back."],
  Settled: ["Settled", "Both sides agreed on a split."],
  Conceded: ["Settled by the claim", "The other side accepted the claim."],
  Uncontested: ["Settled by the claim", "The claim was not answered in time."],
  Ruled: ["Settled by the arbiter", "The ruling is paid out."],
  ArbiterSilent: ["Settled without a ruling", "The arbiter stayed silent, so the agreed split was paid."],
  NoShow: ["The buyer did not come", "The agreed schedule decided who got what."],
};

function closed(outcome: string): Situation {
  const [headline, detail] = ENDINGS[outcome] ?? ["Closed", "Nothing is held any more."];
  return { headline, detail, waitsFor: null, until: null };
}

export const STATUS_WORDS: Record<string, string> = {
  Funded: "Paid in",
  Fulfilled: "Delivered",
  Completed: "Deposit held",
  Disputed: "In dispute",
  Closed: "Closed",
};
