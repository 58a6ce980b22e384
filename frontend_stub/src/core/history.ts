import { percent } from "./money.ts";

/** One line of a timeline: what an event means, and the evidence that came with it. */
export interface Told {
  readonly text: string;
  readonly evidence: string | null;
  readonly weight: "main" | "side";
}

type Arguments = Readonly<Record<string, unknown>>;
type Teller = (given: Arguments) => string;

const share = (given: Arguments) => percent(Number(given.sellerBps ?? 0));
const party = (who: unknown) => PARTIES[String(who)] ?? `the ${String(who).toLowerCase()}`;
const PARTIES: Record<string, string> = { "1": "the buyer", "2": "the seller", "0": "nobody" };
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const MAIN: Record<string, Teller> = {
  DealOpened: () => "The buyer paid into escrow",
  DealFulfilled: () => "The seller marked it as delivered",
  DealSentBack: () => "The buyer sent it back for improvement",
  DealReleased: () => "The buyer paid the seller",
  DealHandedOver: () => "The hand-over code was shown and the seller was paid",
  DealFinalized: () => "The inspection ended without objection and the seller was paid",
  DealRefunded: () => "The seller refunded the buyer",
  DealCancelled: (given) => `The buyer cancelled; the seller got ${share(given)} of the price`,
  DealReclaimed: () => "The buyer took everything back after the missed deadline",
  DealSettled: (given) => `Both sides agreed: ${share(given)} to the seller`,
  DealDisputed: (given) =>
    `${capital(party(given.claimant))} opened a dispute: ${share(given)} of the price to the seller`,
  DealContested: () => "The claim was contested; the arbiter decides",
  DealConceded: (given) => `The claim was accepted: ${share(given)} to the seller`,
  DealRuled: (given) => `The arbiter ruled: ${share(given)} to the seller`,
  DealExecuted: (given) => `Paid out: ${share(given)} to the seller`,
  DepositClaimed: (given) => `The seller claimed ${share(given)} of the deposit`,
  DepositReturned: () => "The deposit went back to the buyer",
  ListingPublished: () => "Put on the market",
  ListingRevised: () => "Terms changed",
  ListingWithdrawn: () => "Taken off the market",
};

const SIDE: Record<string, Teller> = {
  SettlementProposed: (given) => `${capital(party(given.proposer))} proposed a split: ${share(given)} to the seller`,
  EvidenceSubmitted: () => "Evidence was added",
  ListingPurchased: (given) => `${given.units} sold, ${given.stock} left`,
  ListingRestocked: (given) => `Stock set to ${given.stock}`,
  Credited: () => "A payment could not be delivered and waits to be withdrawn",
  ReviewCommitted: () => "A sealed review was handed in",
  ReviewRevealed: (given) => `A review was opened: ${given.score} of 5`,
  OutcomeRecorded: () => "The outcome was added to both records",
};

export function tell(name: string, given: Arguments): Told {
  const teller = MAIN[name] ?? SIDE[name];
  const evidence = typeof given.evidence === "string" && !/^0x0*$/.test(given.evidence) ? given.evidence : null;
  return { text: teller ? teller(given) : name, evidence, weight: name in MAIN ? "main" : "side" };
}
