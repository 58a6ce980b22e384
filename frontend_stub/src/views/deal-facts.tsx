import type { ComponentChildren, JSX } from "preact";
import { getDocument } from "../api/content.ts";
import type { ListingDocument } from "../api/types.ts";
import { Amount } from "../components/amount.tsx";
import { Picture } from "../components/picture.tsx";
import { Who } from "../components/who.tsx";
import { ZERO_ADDRESS, ZERO_HASH } from "../core/deal.ts";
import { cidOf } from "../core/documents.ts";
import { percent } from "../core/money.ts";
import { deadlineOf } from "../core/next.ts";
import { unpackRefunds } from "../core/refunds.ts";
import { duration, longDate } from "../core/time.ts";
import type { ShownDeal } from "../state/deals.ts";
import { dataOf, useResource } from "../state/resource.ts";

/** The frozen terms: who, how much, until when. */
export function DealFacts({ shown }: { shown: ShownDeal }): JSX.Element {
  const { deal, standing, dealId, openedAt } = shown;
  return (
    <aside class="deal-facts" aria-label="Terms of the deal">
      <AgreementPicture shown={shown} />
      <p class="deal-price">
        <Amount amount={deal.price} token={deal.token} />
      </p>
      <dl class="facts">
        {deal.deposit > 0n && (
          <Fact name="Deposit">
            <Amount amount={deal.deposit} token={deal.token} />
          </Fact>
        )}
        <Fact name="Buyer">
          <Who address={deal.buyer} />
        </Fact>
        <Fact name="Seller">
          <Who address={deal.seller} />
        </Fact>
        <Fact name="Arbiter">{deal.arbiter === ZERO_ADDRESS ? "nobody" : <Who address={deal.arbiter} />}</Fact>
        {deal.arbiterBps > 0 && <Fact name="Arbiter’s fee">{percent(deal.arbiterBps)} of what is in dispute</Fact>}
        {deal.referralBps > 0 && (
          <Fact name="Referral">
            {percent(deal.referralBps)} to <Who address={deal.referrer} />
          </Fact>
        )}
        {openedAt !== null && <Fact name="Opened">{longDate(openedAt)}</Fact>}
        <Fact name="Deliver by">{longDate(deadlineOf(deal, standing))}</Fact>
        <Fact name="Inspection">{duration(deal.inspection)}</Fact>
        {deal.revisions > 0 && (
          <Fact name="Send back">
            {standing.revisionsUsed} of {deal.revisions} used
          </Fact>
        )}
        {unpackRefunds(deal.refunds).map(({ until, buyerBps }) => (
          <Fact key={until} name="Cancel">
            {percent(buyerBps)} back until {longDate(until)}
          </Fact>
        ))}
        <Fact name="Hand-over code">{deal.handover === ZERO_HASH ? "none" : "agreed"}</Fact>
        <Fact name="If nobody rules">{percent(deal.silenceBps)} to the seller</Fact>
        <Fact name="Agreement">
          <code title={cidOf(deal.agreement)}>{cidOf(deal.agreement).slice(0, 14)}…</code>
        </Fact>
        <Fact name="Deal">
          <code title={dealId}>{dealId.slice(0, 14)}…</code>
        </Fact>
      </dl>
    </aside>
  );
}

/** From the agreement itself, which cannot change after the money moved. */
function AgreementPicture({ shown }: { shown: ShownDeal }): JSX.Element | null {
  const { resource } = useResource(shown.deal.agreement, () => getDocument(shown.deal.agreement));
  const agreement = dataOf(resource) as unknown as ListingDocument | null;
  const picture = agreement?.pictures?.[0];
  return picture ? (
    <div class="agreement-picture">
      <Picture picture={picture} />
    </div>
  ) : null;
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
