import type { Hex } from "viem";
import { ApiUnreachable } from "../api/http.ts";
import { getDeal } from "../api/reads.ts";
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
  readonly closedAt: number | null;
}

interface Asking {
  readonly signal: AbortSignal;
  readonly minBlock?: number;
}

export async function loadDeal(dealId: Hex, asking: Asking): Promise<ShownDeal> {
  const current = market.get();
  if (current.state === "ready" && !current.served) return loadFromChain(dealId);
  try {
    const { data } = await getDeal(dealId, asking);
    return fromIndex(data);
  } catch (failure) {
    if (failure instanceof ApiUnreachable && readerNow()) return loadFromChain(dealId);
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
    closedAt: data.closedAt === null ? null : fromIso(data.closedAt),
  };
}

/** The event has the terms and the escrow has the state: nothing else is needed to finish a deal. */
async function loadFromChain(dealId: Hex): Promise<ShownDeal> {
  const reader = readerNow();
  const entry = deploymentNow().contracts.Escrow;
  if (!reader || !entry) throw new Error("No index answers. Connect a wallet, so that this deal can be read from the chain itself.");
  const standing = await standingOf(reader, entry.address, dealId);
  const known = keptDeal(placeNow(), dealId);
  const deal = known ?? (await openedDeals(reader, entry, { dealId }))[0]?.deal;
  if (!deal) throw new Error(`There is no deal ${dealId} on this chain.`);
  return {
    ...{ dealId, deal, standing, next: nextActs(deal, standing), source: "chain" },
    ...{ title: null, listingId: null, units: 1, openedAt: null },
    closedAt: standing.status === "Closed" ? standing.since : null,
  };
}
