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

const DEAL_COMPONENTS = [
  { name: "market", type: "address" },
  { name: "buyer", type: "address" },
  { name: "seller", type: "address" },
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

const DEAL_ID_PARAMETERS = [
  { type: "uint256" },
  { type: "address" },
  { type: "tuple", components: DEAL_COMPONENTS },
] as const;

/** The page computes the id itself, so that it knows what it opened without asking anybody. */
export function dealIdOf(chainId: number, escrow: Address, deal: Deal): Hex {
  return keccak256(encodeAbiParameters(DEAL_ID_PARAMETERS, [BigInt(chainId), escrow, deal]));
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
