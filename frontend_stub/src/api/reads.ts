import type { Hex } from "viem";
import type {
  AccountResource,
  DealResource,
  DeploymentResource,
  HistoryEntry,
  ListingResource,
  One,
  Page,
  ReviewResource,
} from "./types.ts";
import { type Asking, type Parameters, getJson } from "./http.ts";

const PAGE = 24;

export async function getDeployment(): Promise<DeploymentResource> {
  const answer = await getJson<DeploymentResource | { data: DeploymentResource }>("/v1/deployment");
  return "data" in answer ? answer.data : answer;
}

export function getListings(filter: Parameters, asking?: Asking): Promise<Page<ListingResource>> {
  return getJson("/v1/listings", { limit: PAGE, ...filter }, asking);
}

export function getListing(id: string, asking?: Asking): Promise<One<ListingResource>> {
  return getJson(`/v1/listings/${id}`, {}, asking);
}

export function getListingHistory(id: string, asking?: Asking): Promise<Page<HistoryEntry>> {
  return getJson(`/v1/listings/${id}/history`, { limit: 200 }, asking);
}

export function getDeals(filter: Parameters, asking?: Asking): Promise<Page<DealResource>> {
  return getJson("/v1/deals", { limit: 50, ...filter }, asking);
}

export function getDeal(id: string, asking?: Asking): Promise<One<DealResource>> {
  return getJson(`/v1/deals/${id}`, {}, asking);
}

export function getDealHistory(id: string, asking?: Asking): Promise<Page<HistoryEntry>> {
  return getJson(`/v1/deals/${id}/history`, { limit: 200 }, asking);
}

export function getAccount(address: string, asking?: Asking): Promise<One<AccountResource>> {
  return getJson(`/v1/accounts/${address}`, {}, asking);
}

export function getReviews(
  address: string,
  role: "subject" | "author",
  asking?: Asking,
): Promise<Page<ReviewResource>> {
  return getJson(`/v1/accounts/${address}/reviews`, { role, limit: 200 }, asking);
}

export async function reviewOf(dealId: Hex, author: string, asking?: Asking): Promise<ReviewResource | null> {
  const { data } = await getReviews(author, "author", asking);
  return data.find((review) => review.dealId === dealId) ?? null;
}
