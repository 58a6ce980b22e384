import type { Row } from "./history.ts";

/** What happened in bookings, requests and loans. Amounts are left to whoever knows their token. */

type Given = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;

const dateOf = (night: number) => new Date(night * DAY).toISOString().slice(0, 10);
const stay = (given: Given) => {
  const first = Number(given.firstNight);
  return `${dateOf(first)} to ${dateOf(first + Number(given.nights))}`;
};
const unit = (given: Given) => `unit ${Number(given.unit) + 1}`;
const none = (amount: unknown) => /^0*$/.test(String(amount));

export const BOOKING: Readonly<Record<string, Row>> = {
  PlacePublished: ["Published", () => "The host offers the place."],
  PlaceRevised: ["Revised", () => "The host changed the terms; stays already booked keep theirs."],
  PlaceWithdrawn: ["Withdrawn", () => "The host took the place off the market."],
  StayBooked: ["Booked", (given) => `From ${stay(given)}, ${unit(given)}.`],
  StayFreed: ["Freed", (given) => `The nights from ${stay(given)} of ${unit(given)} are free again.`],
  NightsBlocked: ["Blocked", (given) => `Nobody can book ${unit(given)} from ${stay(given)}.`],
  NightsUnblocked: ["Opened", (given) => `The host no longer blocks ${unit(given)} from ${stay(given)}.`],
};

export const REQUEST: Readonly<Record<string, Row>> = {
  RequestPosted: ["Posted", () => "The buyer says what is needed."],
  RequestWithdrawn: ["Withdrawn", () => "The buyer no longer needs it."],
  OfferAccepted: ["Accepted", () => "The buyer accepted a signed offer and paid into escrow."],
  TariffPublished: ["Published", () => "The seller offers a standing tariff."],
  TariffAccepted: ["Accepted", () => "A buyer accepted the tariff and paid into escrow."],
  EpochRaised: ["Taken back", () => "Everything the seller had signed before is void."],
  DealAmended: [
    "Amended",
    (given) => `Both sides signed another agreement, the ${ordinal(Number(given.number))} change.`,
  ],
};

export const LOAN: Readonly<Record<string, Row>> = {
  LoanOffered: ["Offered", () => "Whoever accepts takes the loan with this signature."],
  NonceUsed: ["Taken back", () => "What was signed with this number is void."],
  LoanTaken: ["Taken", () => "The security is held and the borrower has the principal."],
  LoanRepaid: [
    "Repaid",
    (given) =>
      none(given.outstanding) ? "Everything owed is paid; what secured the loan is free." : "A part was paid back.",
  ],
  LoanForeclosed: ["Foreclosed", () => "It was not repaid in time and the holder of the note took the collateral."],
  NoteTransferred: ["Note sold", (given) => `Repayments go to ${given.to} from now on.`],
  LoanRenegotiated: ["Renegotiated", () => "Both sides agreed on new terms; the debt goes on under another id."],
  AdvanceCollected: [
    "Collected",
    (given) =>
      none(given.shortfall)
        ? "The deal was paid: the holder of the note got what was owed, the borrower the rest."
        : "The deal paid less than was owed; the holder of the note has the loss.",
  ],
  AssignmentReturned: ["Given back", () => "The deal secures no loan any more and pays its seller again."],
};

function ordinal(count: number): string {
  const ending = count % 100 > 10 && count % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${ending}`;
}
