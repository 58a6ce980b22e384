import type { JSX } from "preact";
import { getDeals } from "../api/reads.ts";
import type { DealResource } from "../api/types.ts";
import { DealList } from "../components/deal-list.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { WalletChoices } from "../components/wallet-choices.tsx";
import { type Role, rolesOf } from "../core/deal.ts";
import { linkTo } from "../core/route.ts";
import { situationOf } from "../core/situation.ts";
import { useNow } from "../state/clock.ts";
import { fromIndex } from "../state/deals.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";

/** One's own deals, those that wait for oneself first. */
export function TradesView(): JSX.Element {
  const me = useStore(wallet);
  if (me.state !== "connected") {
    return (
      <div class="narrow">
        <h1>Your trades</h1>
        <p>Connect a wallet to see what you bought and sold.</p>
        <WalletChoices />
      </div>
    );
  }
  return <TradesOf account={me.account} />;
}

function TradesOf({ account }: { account: `0x${string}` }): JSX.Element {
  const { resource, reload } = useResource(account, ({ signal, minBlock }) => getDeals({ party: account }, { signal, minBlock }));
  useChanges(({ kind }) => kind === "deal", () => void reload());
  const now = useNow();
  const page = dataOf(resource);
  const groups = page ? grouped(page.data, account, now) : null;
  return (
    <div class="trades">
      <h1>Your trades</h1>
      {resource.state === "pending" && <Pending what="your trades" />}
      {resource.state === "failed" && <Failed what="your trades" failure={resource.failure} retry={() => void reload()} />}
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      {page?.data.length === 0 && (
        <Notice title="You have not traded yet.">
          <p>
            <a href={linkTo.browse()}>Look around</a> or <a href={linkTo.sell()}>offer something</a>.
          </p>
        </Notice>
      )}
      {groups && (
        <>
          <Group title="Your turn" deals={groups.mine} account={account} />
          <Group title="Waiting for others" deals={groups.others} account={account} />
          <Group title="Done" deals={groups.done} account={account} />
        </>
      )}
    </div>
  );
}

function Group({ title, deals, account }: { title: string; deals: readonly DealResource[]; account: string }): JSX.Element | null {
  if (deals.length === 0) return null;
  return (
    <section class="section">
      <h2>
        {title} <span class="faint">{deals.length}</span>
      </h2>
      <DealList deals={deals} account={account} />
    </section>
  );
}

interface Grouped {
  readonly mine: DealResource[];
  readonly others: DealResource[];
  readonly done: DealResource[];
}

function grouped(deals: readonly DealResource[], account: string, now: number): Grouped {
  const groups: Grouped = { mine: [], others: [], done: [] };
  for (const resource of deals) {
    const { deal, standing } = fromIndex(resource);
    const { waitsFor } = situationOf(deal, standing, now);
    const mine = waitsFor === "Anyone" || rolesOf(deal, account).includes(waitsFor as Role);
    (waitsFor === null ? groups.done : mine ? groups.mine : groups.others).push(resource);
  }
  return groups;
}
