import type { Deal } from "./deal.ts";
import { type Standing, isDepositOnly } from "./next.ts";
import { lastStepOf, refundStepAt } from "./refunds.ts";
import { type Payout, payoutOfCancellation, payoutOfRefund, payoutOfRelease, payoutOfSplit } from "./split.ts";

/** What a person fills in before an act can be checked. */
export type ActForm = "none" | "evidence" | "share" | "claim" | "code" | "signature" | "elsewhere";
export type Tone = "main" | "plain" | "grave";

export interface ActKind {
  readonly label: string;
  readonly form: ActForm;
  readonly tone: Tone;
  /** What it means for this person, beside the contract's own notice. */
  readonly consequence: string;
}

const ACTS: Record<string, ActKind> = {
  fulfil: {
    label: "Mark as delivered",
    form: "evidence",
    tone: "main",
    consequence: "The buyer's time to inspect begins.",
  },
  release: {
    label: "Pay the seller",
    form: "none",
    tone: "main",
    consequence: "This is final: the price cannot be claimed back.",
  },
  handOver: {
    label: "Enter the hand-over code",
    form: "code",
    tone: "main",
    consequence: "Whoever knows the buyer's code completes the deal.",
  },
  begin: {
    label: "Enter the code and begin",
    form: "code",
    tone: "main",
    consequence: "The service begins; the buyer may object until the inspection ends.",
  },
  chargeNoShow: {
    label: "The buyer did not come",
    form: "none",
    tone: "grave",
    consequence: "The last step of the schedule decides who gets what.",
  },
  discount: {
    label: "Give a discount",
    form: "elsewhere",
    tone: "plain",
    consequence: "The buyer gets a part of the price back, whatever happens.",
  },
  assign: {
    label: "Assign the price",
    form: "elsewhere",
    tone: "plain",
    consequence: "Somebody else is paid in the seller's place.",
  },
  sendBack: {
    label: "Send it back",
    form: "evidence",
    tone: "plain",
    consequence: "The seller gets time to improve the work and deliver it again.",
  },
  finalize: {
    label: "Pay out",
    form: "none",
    tone: "main",
    consequence: "The time to object is over, so anybody may pay the seller.",
  },
  refund: {
    label: "Refund the buyer",
    form: "none",
    tone: "grave",
    consequence: "The buyer gets everything back and the deal is closed.",
  },
  cancel: {
    label: "Cancel the purchase",
    form: "none",
    tone: "grave",
    consequence: "The agreed schedule decides what comes back.",
  },
  reclaim: {
    label: "Take the money back",
    form: "none",
    tone: "main",
    consequence: "The seller missed the deadline, so everything comes back.",
  },
  proposeSettlement: {
    label: "Propose a split",
    form: "share",
    tone: "plain",
    consequence: "Nothing is paid until the other side accepts.",
  },
  acceptSettlement: {
    label: "Accept the proposal",
    form: "none",
    tone: "main",
    consequence: "The split is paid at once and cannot be undone.",
  },
  settleWithSignature: {
    label: "Settle by signature",
    form: "signature",
    tone: "plain",
    consequence: "The other side signed a split; it is paid at once.",
  },
  dispute: {
    label: "Open a dispute",
    form: "claim",
    tone: "grave",
    consequence: "Say what happened and what you think is fair.",
  },
  concede: { label: "Accept the claim", form: "none", tone: "grave", consequence: "The claim is paid as it was made." },
  contest: {
    label: "Contest the claim",
    form: "evidence",
    tone: "main",
    consequence: "The arbiter decides. Say what happened and show it.",
  },
  submitEvidence: {
    label: "Add evidence",
    form: "evidence",
    tone: "plain",
    consequence: "Everybody can read what you add, and it cannot be removed.",
  },
  rule: { label: "Rule", form: "share", tone: "main", consequence: "Your ruling is final. Anybody may execute it." },
  execute: { label: "Execute", form: "none", tone: "main", consequence: "The claim or ruling is paid out." },
  claimDeposit: {
    label: "Claim the deposit",
    form: "claim",
    tone: "grave",
    consequence: "Say what was damaged, and show it.",
  },
  returnDeposit: {
    label: "Return the deposit",
    form: "none",
    tone: "main",
    consequence: "The buyer gets the whole deposit back.",
  },
};

export function actKind(act: string): ActKind {
  return ACTS[act] ?? { label: act, form: "none", tone: "plain", consequence: "" };
}

/** A digest of zero means "nothing was attached"; only these acts insist on evidence. */
export function needsEvidence(act: string): boolean {
  return act === "submitEvidence" || act === "dispute" || act === "claimDeposit" || act === "contest";
}

/** Programs discount and assign, from a meter or a loan; the page only tells of it. */
export function isOffered(act: string): boolean {
  return actKind(act).form !== "elsewhere";
}

/** Who gets what when this act is mined at this moment, or null when it moves no money. */
export function payoutOf(act: string, deal: Deal, standing: Standing, now: number, sellerBps = 0): Payout | null {
  const { discount } = standing;
  const payout = payoutOfRest(act, { ...deal, price: deal.price - discount }, standing, now, sellerBps);
  const isOfPrice = !isDepositOnly(standing) && act !== "claimDeposit" && act !== "returnDeposit";
  return payout && isOfPrice ? { ...payout, buyer: payout.buyer + discount } : payout;
}

function payoutOfRest(act: string, deal: Deal, standing: Standing, now: number, sellerBps: number): Payout | null {
  const depositOnly = isDepositOnly(standing);
  switch (act) {
    case "release":
    case "handOver":
    case "finalize":
      return payoutOfRelease(deal);
    case "refund":
    case "reclaim":
      return payoutOfRefund(deal);
    case "cancel": {
      const step = refundStepAt(deal.refunds, now);
      return step && payoutOfCancellation(deal, step.buyerBps);
    }
    case "chargeNoShow": {
      const step = lastStepOf(deal.refunds);
      return step ? payoutOfCancellation(deal, step.buyerBps) : null;
    }
    case "acceptSettlement":
      return payoutOfSplit(deal, standing.proposedBps, { depositOnly });
    case "concede":
      return payoutOfSplit(deal, standing.claimBps, { depositOnly });
    case "execute":
      return payoutOfExecution(deal, standing);
    case "returnDeposit":
      return { seller: 0n, buyer: deal.deposit, referrer: 0n, arbiter: 0n };
    case "rule":
      return payoutOfSplit(deal, sellerBps, { depositOnly, ruled: true });
    case "proposeSettlement":
    case "settleWithSignature":
    case "dispute":
      return payoutOfSplit(deal, sellerBps, { depositOnly });
    case "claimDeposit":
      return payoutOfSplit(deal, sellerBps, { depositOnly: true });
    default:
      return null;
  }
}

function payoutOfExecution(deal: Deal, { claim, claimBps, depositOnly }: Standing): Payout {
  if (claim === "Contested") return payoutOfSplit(deal, deal.silenceBps, { depositOnly });
  return payoutOfSplit(deal, claimBps, { depositOnly, ruled: claim === "Ruled" });
}
