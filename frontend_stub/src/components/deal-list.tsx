import type { JSX } from "preact";
import { rolesOf } from "../core/deal.ts";
import { linkTo } from "../core/route.ts";
import { situationOf } from "../core/situation.ts";
import { relative } from "../core/time.ts";
import { useNow } from "../state/clock.ts";
import type { ShownDeal } from "../state/deals.ts";
import { Amount } from "./amount.tsx";

export function DealList({ deals, account }: { deals: readonly ShownDeal[]; account: string }): JSX.Element {
  const now = useNow();
  return (
    <ul class="deal-list">
      {deals.map(({ deal, standing, title, dealId, updatedAt }) => {
        const { headline, until } = situationOf(deal, standing, now);
        const role = rolesOf(deal, account)[0];
        return (
          <li key={dealId}>
            <a class="deal-row" href={linkTo.deal(dealId)}>
              <span class="deal-row-title">
                {title ? <bdi>{title}</bdi> : `Deal ${dealId.slice(0, 10)}…`}
                {role && (
                  <span class="chip">{role === "Buyer" ? "bought" : role === "Seller" ? "sold" : "arbiter"}</span>
                )}
              </span>
              <span class="deal-row-state">
                {headline}
                <span class="faint"> · {until !== null ? relative(until, now) : relative(updatedAt, now)}</span>
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
