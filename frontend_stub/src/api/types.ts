import type { Address, Hex } from "viem";
import type { Deal } from "../core/deal.ts";
import type { ClaimStage, NextAct, Party, Standing, Status } from "../core/next.ts";
import type { MessageKey } from "../core/papers.ts";
import type { Terms } from "../core/purchase.ts";
import { fromIso } from "../core/time.ts";

export interface AsOf {
  readonly number: number;
  readonly hash: Hex;
  readonly finalized: number;
}
export interface One<T> {
  readonly data: T;
  readonly asOf: AsOf;
}
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
  readonly asOf: AsOf;
  readonly facets?: { readonly category?: readonly Facet[] };
  readonly correctedQuery?: string | null;
}
export interface Facet {
  readonly value: string;
  readonly count: number;
}

export type DocumentState = "pending" | "verified" | "unavailable" | "invalid";
export interface DocumentOf<T> {
  readonly digest: Hex;
  readonly cid: string;
  readonly state: DocumentState;
  readonly reason: string | null;
  readonly content: T | null;
}

export interface Picture {
  readonly cid: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}
export type ListingKind = "physical" | "digital" | "service";
export interface ListingDocument {
  readonly schema: "agora/listing";
  readonly version: 1;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly kind: ListingKind;
  readonly tags?: readonly string[];
  readonly pictures?: readonly Picture[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly shipsTo?: readonly string[];
  readonly returns?: string;
  readonly language: string;
  readonly createdAt: string;
}
export interface ProfileDocument {
  readonly schema: "agora/profile";
  readonly version: 1;
  readonly name: string;
  readonly about?: string;
  readonly picture?: string;
  readonly languages?: readonly string[];
  readonly skills?: readonly string[];
  readonly links?: readonly string[];
  readonly keys?: readonly MessageKey[];
}
export interface ReviewDocument {
  readonly text: string;
  readonly language: string;
  readonly createdAt: string;
}
export interface EvidenceDocument {
  readonly schema: "agora/evidence";
  readonly text: string;
  readonly files?: readonly { readonly cid: string; readonly name: string; readonly size: number }[];
  readonly createdAt: string;
}

export interface TermsResource extends Omit<Terms, "price" | "deposit"> {
  readonly price: string;
  readonly deposit: string;
}
export interface ListingResource {
  readonly chainId: number;
  readonly market: Address;
  readonly listingId: Hex;
  readonly seller: Address;
  readonly sku: Hex;
  readonly status: "active" | "soldOut" | "withdrawn";
  readonly revision: number;
  readonly stock: number;
  readonly unitsSold: number;
  readonly terms: TermsResource;
  readonly document: DocumentOf<ListingDocument>;
  readonly publishedAt: string;
  readonly updatedAt: string;
}

export interface DealResource {
  readonly chainId: number;
  readonly escrow: Address;
  readonly dealId: Hex;
  readonly payer: Address;
  readonly deal: Omit<Deal, "price" | "deposit" | "refunds"> & {
    readonly price: string;
    readonly deposit: string;
    readonly refunds: string;
  };
  readonly status: Status;
  readonly outcome: string;
  readonly claim: { readonly stage: ClaimStage; readonly claimant: Party; readonly sellerBps: number } | null;
  readonly proposal: { readonly proposer: Party; readonly sellerBps: number } | null;
  readonly depositOnly: boolean;
  readonly revisionsUsed: number;
  readonly since: string;
  readonly discount: string;
  readonly payee: Address;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly listing: { readonly market: Address; readonly listingId: Hex; readonly units: number } | null;
  readonly agreement: {
    readonly digest: Hex;
    readonly cid: string;
    readonly state: DocumentState;
    readonly title: string | null;
  };
  readonly paid: {
    readonly seller: string;
    readonly buyer: string;
    readonly referrer: string;
    readonly arbiter: string;
  };
  readonly next: readonly {
    readonly act: string;
    readonly by: NextAct["by"];
    readonly from: string | null;
    readonly until: string | null;
  }[];
}

export interface HistoryEntry {
  readonly blockNumber: number;
  readonly logIndex: number;
  readonly transactionHash: Hex;
  readonly at: string;
  readonly contract: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface RecordResource {
  readonly salesOpen: number;
  readonly salesClosed: number;
  readonly purchasesOpen: number;
  readonly purchasesClosed: number;
  readonly refunds: number;
  readonly missedDeadlines: number;
  readonly disputesLost: number;
  readonly depositsForfeited: number;
  readonly reviews: number;
  readonly scoreSum: number;
  readonly scoreMean: number | string | null;
}
export interface AccountResource {
  readonly chainId: number;
  readonly address: Address;
  readonly profile: DocumentOf<ProfileDocument> | null;
  readonly record: RecordResource;
  /** `holder` is the contract at which it waits. */
  readonly credits: readonly { readonly holder: Address; readonly token: Address; readonly amount: string }[];
  readonly firstAt: string | null;
}
export interface ReviewResource {
  readonly chainId: number;
  readonly dealId: Hex;
  readonly author: Address;
  readonly subject: Address;
  readonly state: "committed" | "revealed";
  readonly score: number | null;
  readonly document: DocumentOf<ReviewDocument> | null;
  readonly committedAt: string;
  readonly revealedAt: string | null;
}

export interface ContractEntry {
  readonly address: Address;
  readonly block: number;
}
export interface DeploymentResource {
  readonly chainId: number;
  readonly startBlock: number;
  readonly contracts: Readonly<Record<string, ContractEntry>>;
  readonly tokens: readonly {
    readonly address: Address;
    readonly name: string;
    readonly symbol: string;
    readonly decimals: number;
  }[];
  readonly rpcUrls?: readonly string[];
}

export interface Change {
  readonly sequence: number;
  readonly kind: string;
  readonly id: string;
  readonly block: { readonly number: number; readonly hash: Hex };
}

export interface Stored {
  readonly cid: string;
  readonly size: number;
}
export interface StoredDocument extends Stored {
  readonly digest: Hex;
}
export interface StoredPicture extends Stored {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

export function toTerms(terms: TermsResource): Terms {
  return { ...terms, price: BigInt(terms.price), deposit: BigInt(terms.deposit) };
}

export function toDeal({ deal }: DealResource): Deal {
  return { ...deal, price: BigInt(deal.price), deposit: BigInt(deal.deposit), refunds: BigInt(deal.refunds) };
}

export function toStanding(resource: DealResource): Standing {
  return {
    status: resource.status,
    outcome: resource.outcome,
    claim: resource.claim?.stage ?? "None",
    claimant: resource.claim?.claimant ?? "None",
    claimBps: resource.claim?.sellerBps ?? 0,
    proposer: resource.proposal?.proposer ?? "None",
    proposedBps: resource.proposal?.sellerBps ?? 0,
    depositOnly: resource.depositOnly,
    revisionsUsed: resource.revisionsUsed,
    since: fromIso(resource.since),
    discount: BigInt(resource.discount),
    isAssigned: resource.payee !== resource.deal.seller,
  };
}

export function toNext({ next }: DealResource): NextAct[] {
  const seconds = (time: string | null) => (time === null ? null : fromIso(time));
  return next.map(({ act, by, from, until }) => ({ act, by, from: seconds(from), until: seconds(until) }));
}
