import { BOOKING, LOAN, REQUEST } from "./market-history.ts";
import { percent } from "./money.ts";

/** One line of a timeline: the event's label, what it means, and the evidence that came with it. */
export interface Told {
  readonly label: string;
  readonly text: string;
  readonly evidence: string | null;
  readonly weight: "main" | "side";
}

type Arguments = Readonly<Record<string, unknown>>;
type Teller = (given: Arguments) => string;
export type Row = readonly [label: string, teller: Teller];

const share = (given: Arguments) => percent(Number(given.sellerBps ?? 0));
const party = (who: unknown) => PARTIES[String(who)] ?? `the ${String(who).toLowerCase()}`;
const PARTIES: Record<string, string> = { "1": "the buyer", "2": "the seller", "0": "nobody" };

/** Labels are those of docs/glossary.md. */
const MAIN: Record<string, Row> = {
  DealOpened: ["Opened", () => "The buyer paid into escrow."],
  DealFulfilled: ["Fulfilled", () => "The seller says that everything is delivered."],
  DealSentBack: ["Sent back", () => "The buyer asked for an improvement."],
  DealReleased: ["Released", () => "The buyer paid the seller."],
  DealHandedOver: ["Handed over", () => "The hand-over code was shown and the seller was paid."],
  DealBegun: ["Begun", () => "The hand-over code was shown and the service began."],
  DealDiscounted: ["Discounted", () => "The seller lowered what he is owed; the buyer gets the difference back."],
  DealAssigned: ["Assigned", (given) => `What the seller earns goes to ${given.payee}.`],
  DealFinalized: ["Finalized", () => "The inspection ended without objection and the seller was paid."],
  DealRefunded: ["Refunded", () => "The seller gave the buyer everything back."],
  DealCancelled: ["Cancelled", (given) => `The buyer cancelled; the seller got ${share(given)} of the price.`],
  DealReclaimed: ["Reclaimed", () => "The deadline passed and the buyer took everything back."],
  NoShowCharged: ["No-show", (given) => `The buyer did not come; the seller got ${share(given)} of the price.`],
  DealSettled: ["Settled", (given) => `Both sides agreed: ${share(given)} to the seller.`],
  DealDisputed: ["Disputed", (given) => `By ${party(given.claimant)}: ${share(given)} of the price to the seller.`],
  DealContested: ["Contested", () => "The other side disagrees with the claim; the arbiter decides."],
  DealConceded: ["Conceded", (given) => `The claim was accepted: ${share(given)} to the seller.`],
  DealRuled: ["Ruled", (given) => `The arbiter gives ${share(given)} to the seller.`],
  DealExecuted: ["Executed", (given) => `Paid out: ${share(given)} to the seller.`],
  DepositClaimed: ["Deposit claimed", (given) => `The seller asks for ${share(given)} of the deposit.`],
  DepositReturned: ["Deposit returned", () => "The buyer has the deposit back."],
  AuctionPublished: ["Published", () => "Put up for auction."],
  AuctionCancelled: ["Cancelled", () => "Taken back before anybody bid."],
  AuctionSold: [
    "Sold",
    (given) => (given.boughtNow ? "Bought at its price, without waiting for the end." : "The highest bid became a deal."),
  ],
  AuctionFailed: ["Not sold", () => "The highest bid did not reach the reserve and was paid back."],
  AuctionExpired: ["Expired", () => "It ended without a sale; a bid was paid back."],
  CampaignPublished: ["Published", () => "A creator asks for pledges."],
  TrancheClaimed: ["Paid out", (given) => `The creator was paid part ${given.tranche}.`],
  CampaignStopped: ["Stopped", () => "For ever: what is left goes back to the backers."],
  CampaignDelivered: ["Delivered", () => "The creator says that everything is delivered."],
  CampaignUndelivered: ["Not delivered", () => "A backer reported that the promised time passed."],
  ListingPublished: ["Published", () => "Put on the market."],
  ListingRevised: ["Revised", () => "The terms changed."],
  ListingWithdrawn: ["Withdrawn", () => "Taken off the market."],
  ...BOOKING,
  ...REQUEST,
  ...LOAN,
};

const SIDE: Record<string, Row> = {
  SettlementProposed: [
    "Settlement proposed",
    (given) => `By ${party(given.proposer)}: ${share(given)} of what is in question to the seller.`,
  ],
  EvidenceSubmitted: ["Evidence submitted", () => "A document was added by somebody concerned."],
  BidPlaced: ["Bid", () => "Somebody bid more than everybody before."],
  TierOffered: ["Reward", (given) => (given.limit ? `Offered ${given.limit} times.` : "Offered to as many as want it.")],
  PledgeMade: ["Pledge", () => "A backer pledged, and the money is held."],
  PledgeWithdrawn: ["Pledge withdrawn", () => "A backer took a pledge back before the end."],
  TrancheVetoed: ["Objection", (given) => `A backer objects to part ${given.tranche}.`],
  PledgeRefunded: ["Pledge refunded", () => "A backer got back what is left of a pledge."],
  ListingPurchased: ["Purchased", (given) => `${given.units} sold, ${given.stock} left.`],
  ListingRestocked: ["Restocked", (given) => `${given.stock} left.`],
  Credited: ["Credited", () => "A payment could not be delivered and waits to be withdrawn."],
  Withdrawn: ["Withdrawn", () => "A credit was withdrawn."],
  ReviewCommitted: ["Review committed", () => "It stays sealed until both sides have written theirs."],
  ReviewRevealed: ["Review revealed", (given) => `${given.score} of 5.`],
  OutcomeRecorded: ["Outcome recorded", () => "Added to the records of both parties."],
  ProfileUpdated: ["Profile updated", () => "The account described itself anew."],
};

export function tell(name: string, given: Arguments): Told {
  const [label, teller] = MAIN[name] ?? SIDE[name] ?? [name, () => ""];
  const evidence = typeof given.evidence === "string" && !/^0x0*$/.test(given.evidence) ? given.evidence : null;
  return { label, text: teller(given), evidence, weight: name in MAIN ? "main" : "side" };
}
