import table from "../../../contracts/acts.json";
import { type Deal, type Role, ZERO_HASH } from "./deal.ts";
import { endingOf, lastStepOf } from "./refunds.ts";

export type Status = "None" | "Funded" | "Fulfilled" | "Completed" | "Disputed" | "Closed";
export type Party = "None" | "Buyer" | "Seller";
export type ClaimStage = "None" | "Made" | "Contested" | "Ruled";

/** What the escrow stores about a deal. */
export interface Standing {
  readonly status: Status;
  readonly outcome: string;
  readonly claim: ClaimStage;
  readonly claimant: Party;
  readonly claimBps: number;
  readonly proposer: Party;
  readonly proposedBps: number;
  readonly depositOnly: boolean;
  readonly revisionsUsed: number;
  readonly since: number;
  readonly discount: bigint;
  /** What the seller earns of the price goes to somebody else. */
  readonly isAssigned: boolean;
}

/** Something somebody may do: after `from`, up to and including `until`. */
export interface NextAct {
  readonly act: string;
  readonly by: Role | "Payee" | "Anyone";
  readonly from: number | null;
  readonly until: number | null;
}

interface Row {
  readonly act: string;
  readonly by: readonly string[];
  readonly status: readonly string[];
  readonly claim?: readonly string[];
  readonly needs?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

const ROWS = table.acts as readonly Row[];

/** The state machine of contracts/acts.json, for when no index answers: the terms and the stored word are enough. */
export function nextActs(deal: Deal, standing: Standing): NextAct[] {
  return ROWS.filter((row) => applies(row, deal, standing)).flatMap((row) =>
    row.by
      .map((who) => resolve(who, standing))
      .filter((by) => !row.needs?.includes("othersProposal") || by !== standing.proposer)
      .map((by) => ({
        act: row.act,
        by,
        from: moment(row.from, deal, standing),
        until: moment(row.until, deal, standing),
      })),
  );
}

function applies(row: Row, deal: Deal, standing: Standing): boolean {
  if (!row.status.includes(standing.status)) return false;
  if (row.claim && !row.claim.includes(standing.claim)) return false;
  return (row.needs ?? []).every((need) => isMet(need, deal, standing));
}

function isMet(need: string, deal: Deal, standing: Standing): boolean {
  const ending = endingOf(deal.refunds);
  const isAssigned = standing.isAssigned && !standing.depositOnly;
  switch (need) {
    case "handover":
      return deal.handover !== ZERO_HASH;
    case "revisionsLeft":
      return standing.revisionsUsed < deal.revisions;
    case "priceHeld":
      return !standing.depositOnly;
    case "refunds":
      return deal.refunds !== 0n && standing.revisionsUsed === 0;
    case "priceLeft":
      return standing.discount + 1n < deal.price;
    case "othersProposal":
      return standing.proposer !== "None";
    case "buyersClaim":
      return standing.claimant === "Buyer";
    case "sellersClaim":
      return standing.claimant === "Seller";
    case "assigned":
      return isAssigned;
    case "unassigned":
      return !isAssigned;
    case "byHand":
      return ending === "ByHand";
    case "byClock":
      return ending === "ByClock";
    case "notByClock":
      return ending !== "ByClock";
    case "byCode":
      return ending === "ByCode";
    case "notByCode":
      return ending !== "ByCode";
    default:
      throw new RangeError(`contracts/acts.json needs "${need}", which this page does not know.`);
  }
}

function resolve(who: string, standing: Standing): NextAct["by"] {
  if (who === "Payee") return standing.isAssigned ? "Payee" : "Seller";
  if (who !== "Opponent") return who as NextAct["by"];
  return standing.claimant === "Buyer" ? "Seller" : "Buyer";
}

function moment(name: string | undefined, deal: Deal, standing: Standing): number | null {
  switch (name) {
    case undefined:
      return null;
    case "deadline":
      return deadlineOf(deal, standing);
    case "inspectionEnds":
      return standing.since + deal.inspection;
    case "clockInspectionEnds":
      return clockInspectionEndsOf(deal);
    case "contestEnds":
      return standing.since + deal.contestPeriod;
    case "rulingEnds":
      return standing.since + deal.rulingPeriod;
    case "claimEnds":
      return claimEndsOf(deal, standing);
    case "cancellationEnds":
      return lastStepOf(deal.refunds)?.until ?? null;
    default:
      throw new RangeError(`contracts/acts.json names the moment "${name}", which this page does not know.`);
  }
}

/** Where the clock ends the deal, the buyer may object from its last step on. */
export function clockInspectionEndsOf(deal: Deal): number {
  return (lastStepOf(deal.refunds)?.until ?? 0) + deal.inspection;
}

/** Where the clock ends the deal, who pays early is not out of his deposit before he used what he paid for. */
export function claimEndsOf(deal: Deal, { since }: Pick<Standing, "since">): number {
  return Math.max(since, endingOf(deal.refunds) === "ByClock" ? deal.deliverBy : 0) + deal.claimPeriod;
}

/** Work that was sent back gets at least the inspection time again. */
export function deadlineOf(deal: Deal, standing: Pick<Standing, "revisionsUsed" | "since">): number {
  if (standing.revisionsUsed === 0) return deal.deliverBy;
  return Math.max(deal.deliverBy, standing.since + deal.inspection);
}

/** The deposit alone is in question once the price is paid. Settlements name it, so that none counts for the other. */
export function isDepositOnly({ depositOnly, status }: Standing): boolean {
  return depositOnly || status === "Completed";
}

export interface Permitted {
  readonly now: readonly NextAct[];
  readonly later: readonly NextAct[];
}

/** Exactly what somebody in these roles may do at this moment, and what comes later if nothing else happens. */
export function permitted(next: readonly NextAct[], roles: readonly Role[], now: number): Permitted {
  const mine = next.filter(({ by }) => by === "Anyone" || (by !== "Payee" && roles.includes(by)));
  const open = mine.filter(({ from, until }) => (from === null || now > from) && (until === null || now <= until));
  const later = mine.filter(
    ({ act, from }) => from !== null && now <= from && !open.some((other) => other.act === act),
  );
  return { now: onePerAct(open), later: onePerAct(later) };
}

function onePerAct(acts: readonly NextAct[]): NextAct[] {
  return acts.filter(({ act }, index) => acts.findIndex((other) => other.act === act) === index);
}
