import type { JSX } from "preact";
import { DealList } from "../components/deal-list.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { WalletChoices } from "../components/wallet-choices.tsx";
import { type Role, rolesOf } from "../core/deal.ts";
import { linkTo } from "../core/route.ts";
import { situationOf } from "../core/situation.ts";
import { useNow } from "../state/clock.ts";
import { type ShownDeal, loadTrades } from "../state/deals.ts";
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
  const { resource, reload } = useResource(account, (asking) => loadTrades(account, asking));
  useChanges(
    ({ kind }) => kind === "deal",
    () => void reload(),
  );
  const now = useNow();
  const deals = dataOf(resource);
  const groups = deals && grouped(deals, account, now);
  return (
    <div class="trades">
      <h1>Your trades</h1>
      {resource.state === "pending" && <Pending what="your trades" />}
      {resource.state === "failed" && (
        <Failed what="your trades" failure={resource.failure} retry={() => void reload()} />
      )}
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      {deals?.length === 0 && (
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

function Group({
  title,
  deals,
  account,
}: {
  title: string;
  deals: readonly ShownDeal[];
  account: string;
}): JSX.Element | null {
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
  readonly mine: ShownDeal[];
  readonly others: ShownDeal[];
  readonly done: ShownDeal[];
}

function grouped(deals: readonly ShownDeal[], account: string, now: number): Grouped {
  const groups: Grouped = { mine: [], others: [], done: [] };
  for (const shown of deals) {
    const { waitsFor } = situationOf(shown.deal, shown.standing, now);
    const mine = waitsFor === "Anyone" || rolesOf(shown.deal, account).includes(waitsFor as Role);
    (waitsFor === null ? groups.done : mine ? groups.mine : groups.others).push(shown);
  }
  return groups;
}
