import type { JSX } from "preact";
import type { DealResource } from "../api/types.ts";
import { rolesOf } from "../core/deal.ts";
import { linkTo } from "../core/route.ts";
import { situationOf } from "../core/situation.ts";
import { fromIso, relative } from "../core/time.ts";
import { useNow } from "../state/clock.ts";
import { fromIndex } from "../state/deals.ts";
import { Amount } from "./amount.tsx";

export function DealList({ deals, account }: { deals: readonly DealResource[]; account: string }): JSX.Element {
  const now = useNow();
  return (
    <ul class="deal-list">
      {deals.map((resource) => {
        const { deal, standing, title, dealId } = fromIndex(resource);
        const { headline, until } = situationOf(deal, standing, now);
        const role = rolesOf(deal, account)[0];
        return (
          <li key={dealId}>
            <a class="deal-row" href={linkTo.deal(dealId)}>
              <span class="deal-row-title">
                {title ? <bdi>{title}</bdi> : `Deal ${dealId.slice(0, 10)}…`}
                {role && <span class="chip">{role === "Buyer" ? "bought" : role === "Seller" ? "sold" : "arbiter"}</span>}
              </span>
              <span class="deal-row-state">
                {headline}
                <span class="faint"> · {until !== null ? relative(until, now) : relative(fromIso(resource.updatedAt), now)}</span>
              </span>
              <span class="deal-row-price">
                <Amount amount={deal.price} token={deal.token} />
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
