import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pictureUrl } from "../api/content.ts";
import { getAccount, getDeals, getListings } from "../api/reads.ts";
import type { AccountResource } from "../api/types.ts";
import { Identicon } from "../components/identicon.tsx";
import { ListingCard } from "../components/listing-card.tsx";
import { DealList } from "../components/deal-list.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { Score } from "../components/score.tsx";
import { nameWarning, sameAddress } from "../core/names.ts";
import { linkTo } from "../core/route.ts";
import { fromIso, plural, shortDate } from "../core/time.ts";
import { fromIndex } from "../state/deals.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { useStore } from "../state/store.ts";
import { disconnect, wallet } from "../state/wallet.ts";
import { Credits } from "./credits.tsx";
import { ProfileDialog } from "./profile.tsx";
import { Reviews } from "./reviews.tsx";

export function AccountView({ address }: { address: string }): JSX.Element {
  const { resource, reload } = useResource(address.toLowerCase(), ({ signal, minBlock }) =>
    getAccount(address, { signal, minBlock }),
  );
  useChanges(
    (change) => change.kind === "account" && sameAddress(change.id, address),
    () => void reload(),
  );
  const account = dataOf(resource)?.data;
  const me = useStore(wallet);
  const own = me.state === "connected" && sameAddress(me.account, address);
  if (resource.state === "pending") return <Pending what="the account" />;
  if (!account)
    return (
      <Failed
        whole
        what="this account"
        failure={"failure" in resource ? resource.failure : null}
        retry={() => void reload()}
      />
    );
  return (
    <div class="account">
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      <AccountHead account={account} own={own} onDone={(block) => void reload(block)} />
      {own && account.credits.length > 0 && (
        <Credits credits={account.credits} onDone={(block) => void reload(block)} />
      )}
      <Record account={account} />
      <section class="section">
        <h2>Reviews</h2>
        <Reviews address={address} />
      </section>
      <OnSale address={address} />
      <Deals address={address} />
    </div>
  );
}

function AccountHead({
  account,
  own,
  onDone,
}: {
  account: AccountResource;
  own: boolean;
  onDone: (block: number) => void;
}): JSX.Element {
  const [editing, setEditing] = useState(false);
  const profile = account.profile?.content ?? null;
  const picture = pictureUrl(profile?.picture);
  const warning = profile && nameWarning(profile.name);
  return (
    <header class="account-head">
      {picture ? (
        <img class="account-picture" src={picture} alt="" width="96" height="96" />
      ) : (
        <Identicon address={account.address} size={96} />
      )}
      <div>
        <h1>{profile ? <bdi>{profile.name}</bdi> : "Account without a profile"}</h1>
        <p class="address-long">
          <Identicon address={account.address} size={18} /> <code>{account.address}</code>
        </p>
        {warning && <Notice tone="warn" title={warning} />}
        {profile?.about && <p class="prose">{profile.about}</p>}
        {profile && (profile.skills ?? []).length > 0 && (
          <p class="row">
            {(profile.skills ?? []).map((skill) => (
              <span class="chip" key={skill}>
                {skill}
              </span>
            ))}
          </p>
        )}
        {profile && (profile.links ?? []).length > 0 && (
          <ul class="plain-list">
            {(profile.links ?? []).filter(isWebLink).map((link) => (
              <li key={link}>
                <a href={link} rel="noopener noreferrer nofollow ugc">
                  {link.replace(/^https:\/\//, "")}
                </a>
              </li>
            ))}
          </ul>
        )}
        {own && (
          <p class="row">
            <button type="button" class="button button-plain" onClick={() => setEditing(true)}>
              {profile ? "Edit your profile" : "Introduce yourself"}
            </button>
            <button type="button" class="button button-plain" onClick={disconnect}>
              Disconnect
            </button>
          </p>
        )}
      </div>
      {editing && <ProfileDialog profile={profile} onClose={() => setEditing(false)} onDone={onDone} />}
    </header>
  );
}

function isWebLink(link: string): boolean {
  return /^https:\/\/[^\s"<>\\]+$/.test(link);
}

function Record({ account: { record, firstAt } }: { account: AccountResource }): JSX.Element {
  if (firstAt === null) return <Notice title="This account has not done anything here yet." />;
  const facts: readonly (readonly [string, number])[] = [
    ["sales closed", record.salesClosed],
    ["purchases closed", record.purchasesClosed],
    ["open now", record.salesOpen + record.purchasesOpen],
    ["refunds given", record.refunds],
    ["deadlines missed", record.missedDeadlines],
    ["disputes lost", record.disputesLost],
    ["deposits forfeited", record.depositsForfeited],
  ];
  return (
    <section class="section">
      <h2>Record</h2>
      <p class="faint">Facts from the contracts since {shortDate(fromIso(firstAt))}, not opinions.</p>
      <dl class="record">
        {record.scoreMean !== null && (
          <div>
            <dd>
              {Number(record.scoreMean).toFixed(1)} <Score value={Number(record.scoreMean)} />
            </dd>
            <dt>{plural(record.reviews, "review")}</dt>
          </div>
        )}
        {facts.map(([name, count]) => (
          <div key={name}>
            <dd>{count}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
    </section>
  );
}

function OnSale({ address }: { address: string }): JSX.Element | null {
  const { resource, reload } = useResource(address, ({ signal }) =>
    getListings({ seller: address, limit: 48 }, { signal }),
  );
  useChanges(
    ({ kind }) => kind === "listing",
    () => void reload(),
  );
  const page = dataOf(resource);
  if (resource.state === "failed") return <Failed what="the listings" failure={resource.failure} />;
  if (!page || page.data.length === 0) return null;
  return (
    <section class="section">
      <h2>On sale</h2>
      <ul class="shelf">
        {page.data.map((listing) => (
          <ListingCard key={listing.listingId} listing={listing} />
        ))}
      </ul>
    </section>
  );
}

function Deals({ address }: { address: string }): JSX.Element | null {
  const { resource } = useResource(address, ({ signal }) => getDeals({ party: address, limit: 20 }, { signal }));
  const page = dataOf(resource);
  if (resource.state === "failed") return <Failed what="the deals" failure={resource.failure} />;
  if (!page || page.data.length === 0) return null;
  return (
    <section class="section">
      <h2>Latest deals</h2>
      <DealList deals={page.data.map(fromIndex)} account={address} />
      {page.nextCursor && (
        <p class="faint">
          Only the latest are shown. Your own are under <a href={linkTo.trades()}>Trades</a>.
        </p>
      )}
    </section>
  );
}
