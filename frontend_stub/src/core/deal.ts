import { type Address, type Hex, encodeAbiParameters, keccak256 } from "viem";

/** The terms of one deal, in the order of the Solidity struct. */
export interface Deal {
  readonly market: Address;
  readonly buyer: Address;
  readonly seller: Address;
  readonly token: Address;
  readonly price: bigint;
  readonly deposit: bigint;
  readonly referrer: Address;
  readonly referralBps: number;
  readonly arbiter: Address;
  readonly arbiterBps: number;
  readonly silenceBps: number;
  readonly deliverBy: number;
  readonly inspection: number;
  readonly revisions: number;
  readonly claimPeriod: number;
  readonly contestPeriod: number;
  readonly rulingPeriod: number;
  readonly refunds: bigint;
  readonly handover: Hex;
  readonly agreement: Hex;
  readonly salt: Hex;
}

export const ZERO_HASH: Hex = `0x${"0".repeat(64)}`;
export const ZERO_ADDRESS: Address = `0x${"0".repeat(40)}`;

const OTHER_COMPONENTS = [
  { name: "token", type: "address" },
  { name: "price", type: "uint128" },
  { name: "deposit", type: "uint128" },
  { name: "referrer", type: "address" },
  { name: "referralBps", type: "uint16" },
  { name: "arbiter", type: "address" },
  { name: "arbiterBps", type: "uint16" },
  { name: "silenceBps", type: "uint16" },
  { name: "deliverBy", type: "uint40" },
  { name: "inspection", type: "uint32" },
  { name: "revisions", type: "uint8" },
  { name: "claimPeriod", type: "uint32" },
  { name: "contestPeriod", type: "uint32" },
  { name: "rulingPeriod", type: "uint32" },
  { name: "refunds", type: "uint256" },
  { name: "handover", type: "bytes32" },
  { name: "agreement", type: "bytes32" },
  { name: "salt", type: "bytes32" },
] as const;

const OTHER_TERMS = [{ type: "tuple", components: OTHER_COMPONENTS }] as const;
const DEAL_ID_PARAMETERS = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "address" },
  { type: "address" },
  { type: "bytes32" },
] as const;

/** What names a deal without all of its terms: who it is between, and the hash of the rest. */
export interface DealKey {
  readonly market: Address;
  readonly buyer: Address;
  readonly seller: Address;
  readonly termsHash: Hex;
}

export function dealKeyOf(deal: Deal): DealKey {
  const { market, buyer, seller } = deal;
  return { market, buyer, seller, termsHash: keccak256(encodeAbiParameters(OTHER_TERMS, [deal])) };
}

/** The page computes the id itself, so that it knows what it opened without asking anybody. */
export function dealIdOf(chainId: number, escrow: Address, deal: Deal): Hex {
  const { market, buyer, seller, termsHash } = dealKeyOf(deal);
  const values = [BigInt(chainId), escrow, market, buyer, seller, termsHash] as const;
  return keccak256(encodeAbiParameters(DEAL_ID_PARAMETERS, values));
}

export type Role = "Buyer" | "Seller" | "Arbiter";

export function rolesOf(deal: Pick<Deal, "buyer" | "seller" | "arbiter">, account: string | null): Role[] {
  if (!account) return [];
  const same = (other: string) => other.toLowerCase() === account.toLowerCase();
  const roles: Role[] = [];
  if (same(deal.buyer)) roles.push("Buyer");
  if (same(deal.seller)) roles.push("Seller");
  if (same(deal.arbiter) && deal.arbiter !== ZERO_ADDRESS) roles.push("Arbiter");
  return roles;
}
