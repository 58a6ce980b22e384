import type { Address, Hex } from "viem";
import { ApiUnreachable } from "../api/http.ts";
import { getDeal, getDeals } from "../api/reads.ts";
import { type DealResource, toDeal, toNext, toStanding } from "../api/types.ts";
import { openedDeals, standingOf } from "../chain/reads.ts";
import type { Deal } from "../core/deal.ts";
import { type NextAct, type Standing, nextActs } from "../core/next.ts";
import { fromIso } from "../core/time.ts";
import { noteChainTime } from "./clock.ts";
import { deploymentNow, market, placeNow, readerNow } from "./session.ts";
import { keptDeal } from "./vault.ts";

/** A deal as the page shows it: from the index, or from the chain alone when no index answers. */
export interface ShownDeal {
  readonly dealId: Hex;
  readonly deal: Deal;
  readonly standing: Standing;
  readonly next: readonly NextAct[];
  readonly source: "index" | "chain";
  readonly title: string | null;
  readonly listingId: Hex | null;
  readonly units: number;
  readonly openedAt: number | null;
  readonly updatedAt: number;
  readonly closedAt: number | null;
}

interface Asking {
  readonly signal: AbortSignal;
  readonly minBlock?: number;
}

export function loadDeal(dealId: Hex, asking: Asking): Promise<ShownDeal> {
  return fromIndexElseChain(
    async () => fromIndex((await getDeal(dealId, asking)).data),
    () => loadFromChain(dealId),
  );
}

/** The latest deals of an account, as either party. */
export function loadTrades(account: Address, asking: Asking): Promise<ShownDeal[]> {
  return fromIndexElseChain(
    async () => (await getDeals({ party: account, limit: 200 }, asking)).data.map(fromIndex),
    () => loadTradesFromChain(account),
  );
}

async function fromIndexElseChain<T>(fromService: () => Promise<T>, fromChain: () => Promise<T>): Promise<T> {
  const current = market.get();
  if (current.state === "ready" && !current.served) return fromChain();
  try {
    return await fromService();
  } catch (failure) {
    if (failure instanceof ApiUnreachable && readerNow()) return fromChain();
    throw failure;
  }
}

export function fromIndex(data: DealResource): ShownDeal {
  const standing = toStanding(data);
  noteChainTime(standing.since);
  return {
    dealId: data.dealId,
    deal: toDeal(data),
    standing,
    next: toNext(data),
    source: "index",
    title: data.agreement.title,
    listingId: data.listing?.listingId ?? null,
    units: data.listing?.units ?? 1,
    openedAt: fromIso(data.openedAt),
    updatedAt: fromIso(data.updatedAt),
    closedAt: data.closedAt === null ? null : fromIso(data.closedAt),
  };
}

/** The event has the terms and the escrow has the state: nothing else is needed to finish a deal. */
async function loadFromChain(dealId: Hex): Promise<ShownDeal> {
  const { reader, escrow } = chainNow();
  const known = keptDeal(placeNow(), dealId);
  const deal = known ?? (await openedDeals(reader, escrow, { dealId }))[0]?.deal;
  if (!deal) throw new Error(`There is no deal ${dealId} on this chain.`);
  return fromChainAlone(dealId, deal);
}

async function loadTradesFromChain(account: Address): Promise<ShownDeal[]> {
  const { reader, escrow } = chainNow();
  const [bought, sold] = await Promise.all([
    openedDeals(reader, escrow, { buyer: account }),
    openedDeals(reader, escrow, { seller: account }),
  ]);
  const newest = [...bought, ...sold].sort((one, other) => other.blockNumber - one.blockNumber);
  return Promise.all(newest.map(({ dealId, deal }) => fromChainAlone(dealId, deal)));
}

function chainNow() {
  const reader = readerNow();
  const escrow = deploymentNow().contracts.Escrow;
  if (!reader || !escrow)
    throw new Error("No index answers. Connect a wallet, so that this can be read from the chain itself.");
  return { reader, escrow };
}

async function fromChainAlone(dealId: Hex, deal: Deal): Promise<ShownDeal> {
  const { reader, escrow } = chainNow();
  const standing = await standingOf(reader, escrow.address, dealId);
  return {
    ...{ dealId, deal, standing, next: nextActs(deal, standing), source: "chain" },
    ...{ title: null, listingId: null, units: 1, openedAt: null, updatedAt: standing.since },
    closedAt: standing.status === "Closed" ? standing.since : null,
  };
}
