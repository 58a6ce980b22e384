import type { JSX } from "preact";
import type { Hex } from "viem";
import { getDealHistory } from "../api/reads.ts";
import { Countdown } from "../components/countdown.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { type Role, rolesOf } from "../core/deal.ts";
import { linkTo } from "../core/route.ts";
import { STATUS_WORDS, situationOf } from "../core/situation.ts";
import { useNow } from "../state/clock.ts";
import { type ShownDeal, loadDeal } from "../state/deals.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { placeNow } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { kept } from "../state/vault.ts";
import { wallet } from "../state/wallet.ts";
import { CodeBox } from "./code-box.tsx";
import { DealActs } from "./deal-acts.tsx";
import { DealFacts } from "./deal-facts.tsx";
import { RecordPanel } from "./record-panel.tsx";
import { ReviewPanel } from "./review-panel.tsx";
import { Timeline } from "./timeline.tsx";

export function DealView({ id }: { id: string }): JSX.Element {
  const dealId = id as Hex;
  const { resource, reload } = useResource(id, (asking) => loadDeal(dealId, asking));
  const history = useResource(id, ({ signal, minBlock }) => getDealHistory(id, { signal, minBlock }));
  const refresh = async (minBlock?: number) => {
    await Promise.all([reload(minBlock), history.reload(minBlock)]);
  };
  useChanges(
    (change) => change.id.toLowerCase().startsWith(id),
    () => void refresh(),
  );
  const shown = dataOf(resource);
  if (resource.state === "pending") return <Pending what="the deal" />;
  if (!shown)
    return (
      <Failed
        whole
        what="this deal"
        failure={"failure" in resource ? resource.failure : null}
        retry={() => void refresh()}
      />
    );
  return (
    <article class="deal">
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void refresh()} />}
      {shown.source === "chain" && (
        <Notice tone="warn" title="No index answers, so this deal is read from the chain itself.">
          <p>Everything you may do here still works. Names, pictures and the timeline are missing.</p>
        </Notice>
      )}
      <DealHead shown={shown} />
      <div class="deal-columns">
        <div class="deal-main">
          <Situation shown={shown} onDone={refresh} />
          <KeptCode shown={shown} />
          <ReviewPanel shown={shown} onDone={refresh} />
          <RecordPanel shown={shown} history={dataOf(history.resource)} onDone={refresh} />
          <Timeline history={history.resource} />
        </div>
        <DealFacts shown={shown} />
      </div>
    </article>
  );
}

function DealHead({ shown }: { shown: ShownDeal }): JSX.Element {
  const { title, listingId, units, dealId } = shown;
  const text = title ? <bdi>{title}</bdi> : `Deal ${dealId.slice(0, 10)}…`;
  return (
    <header class="deal-head">
      <p class="crumbs">
        <a href={linkTo.trades()}>Trades</a>
      </p>
      <h1>
        {listingId ? <a href={linkTo.listing(listingId)}>{text}</a> : text}
        {units > 1 && <span class="faint"> × {units}</span>}
      </h1>
      <Progress shown={shown} />
    </header>
  );
}

const TRACK = ["Funded", "Fulfilled", "Closed"];

function Progress({ shown }: { shown: ShownDeal }): JSX.Element {
  const { status } = shown.standing;
  const place = status === "Completed" ? 1.5 : status === "Disputed" ? 1 : TRACK.indexOf(status);
  return (
    <ol class={status === "Disputed" ? "track track-disputed" : "track"}>
      {TRACK.map((name, index) => (
        <li
          key={name}
          class={index <= place ? "track-done" : ""}
          {...(name === status ? { "aria-current": "step" as const } : {})}
        >
          {name === "Fulfilled" && status === "Disputed" ? STATUS_WORDS.Disputed : STATUS_WORDS[name]}
        </li>
      ))}
    </ol>
  );
}

function Situation({ shown, onDone }: { shown: ShownDeal; onDone: (block: number) => Promise<void> }): JSX.Element {
  const now = useNow();
  const me = useStore(wallet);
  const roles = rolesOf(shown.deal, me.state === "connected" ? me.account : null);
  const { headline, detail, waitsFor, until } = situationOf(shown.deal, shown.standing, now);
  const mine = waitsFor !== null && (waitsFor === "Anyone" || roles.includes(waitsFor));
  return (
    <section class={mine ? "situation situation-mine" : "situation"} aria-label="What happens next">
      <p class="situation-role">{roleSentence(roles, waitsFor)}</p>
      <h2>{headline}</h2>
      <p>{detail}</p>
      {until !== null && (
        <p>
          <Countdown at={until} />
        </p>
      )}
      <DealActs shown={shown} roles={roles} now={now} told={until} onDone={onDone} />
    </section>
  );
}

function roleSentence(roles: readonly Role[], waitsFor: Role | "Anyone" | null): string {
  const who = roles.length > 0 ? `You are the ${roles.join(" and ").toLowerCase()}.` : "You are looking on.";
  if (waitsFor === null) return who;
  if (waitsFor === "Anyone") return `${who} Anybody may act now.`;
  return roles.includes(waitsFor) ? `${who} It is your turn.` : `${who} It is the ${waitsFor.toLowerCase()}’s turn.`;
}

function KeptCode({ shown }: { shown: ShownDeal }): JSX.Element | null {
  const code = kept(placeNow()).codes[shown.dealId];
  const open = shown.standing.status === "Funded" || shown.standing.status === "Fulfilled";
  return code && open ? <CodeBox code={code} name={shown.title ?? "your deal"} /> : null;
}
