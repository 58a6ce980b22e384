import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ChainSwitch } from "./components/chain-switch.tsx";
import { Dialog } from "./components/dialog.tsx";
import { Icon, type IconName, Mark } from "./components/icons.tsx";
import { Notice, Pending } from "./components/notice.tsx";
import { WalletChoices } from "./components/wallet-choices.tsx";
import { Who } from "./components/who.tsx";
import { filterFrom, filterToQuery } from "./core/filter.ts";
import { type Route, linkTo } from "./core/route.ts";
import { announcement } from "./state/announce.ts";
import { goTo, replaceRoute, useRoute } from "./state/router.ts";
import { market } from "./state/session.ts";
import { useStore } from "./state/store.ts";
import { wallet } from "./state/wallet.ts";
import { AccountView } from "./views/account.tsx";
import { ActivityView } from "./views/activity.tsx";
import { BrowseView } from "./views/browse.tsx";
import { DealView } from "./views/deal.tsx";
import { ListingView } from "./views/listing.tsx";
import { SellView } from "./views/sell.tsx";
import { ServicesView } from "./views/services.tsx";
import { TradesView } from "./views/trades.tsx";

export function App(): JSX.Element {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.view === "browse" ? "browse" : location.hash;
  useEffect(() => {
    scrollTo(0, 0);
    document.title = `${TITLES[route.view]} · Agora`;
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <Header route={route} />
      <WrongChain />
      <main id="main" ref={main} tabIndex={-1}>
        <Content route={route} />
      </main>
      <Footer />
      <p class="hidden" aria-live="polite">
        {useStore(announcement)}
      </p>
    </>
  );
}

const TITLES: Record<Route["view"], string> = {
  browse: "Market",
  listing: "Listing",
  deal: "Deal",
  trades: "Your trades",
  sell: "Sell",
  account: "Account",
  activity: "Activity",
  services: "Services",
  unknown: "Not found",
};

function Content({ route }: { route: Route }): JSX.Element {
  const known = useStore(market);
  if (route.view === "services") return <ServicesView />;
  if (known.state === "pending") return <Pending what="the market" />;
  if (known.state === "failed") {
    return (
      <Notice tone="grave" title="This market cannot be reached." whole>
        <p>{known.reason}</p>
        <p>
          Check that the service is running, or <a href={linkTo.services()}>choose another one</a>.
        </p>
      </Notice>
    );
  }
  switch (route.view) {
    case "browse":
      return <BrowseView query={route.query} />;
    case "listing":
      return <ListingView key={route.id} id={route.id} />;
    case "deal":
      return <DealView key={route.id} id={route.id} />;
    case "trades":
      return <TradesView />;
    case "sell":
      return <SellView key={route.id ?? "new"} id={route.id} />;
    case "account":
      return <AccountView key={route.address} address={route.address} />;
    case "activity":
      return <ActivityView />;
    case "unknown":
      return (
        <Notice title="There is no such page." whole>
          <p>
            The address ends in “{route.path.slice(0, 80)}”. <a href={linkTo.browse()}>Go to the market</a>.
          </p>
        </Notice>
      );
  }
}

const PLACES: readonly (readonly [string, string, IconName, Route["view"]])[] = [
  ["Market", linkTo.browse(), "grid", "browse"],
  ["Sell", linkTo.sell(), "plus", "sell"],
  ["Trades", linkTo.trades(), "trades", "trades"],
  ["Activity", linkTo.activity(), "pulse", "activity"],
];

function Header({ route }: { route: Route }): JSX.Element {
  return (
    <header class="header">
      <a class="brand" href={linkTo.browse()} aria-label="Agora, to the market">
        <Mark />
        <span>agora</span>
      </a>
      <SearchBox route={route} />
      <nav class="places" aria-label="Places">
        {PLACES.map(([name, link, icon, view]) => (
          <a key={name} href={link} {...(route.view === view ? { "aria-current": "page" as const } : {})}>
            <Icon name={icon} />
            <span>{name}</span>
          </a>
        ))}
      </nav>
      <WalletCorner />
    </header>
  );
}

const TYPING_PAUSE = 250;

function SearchBox({ route }: { route: Route }): JSX.Element {
  const filter = route.view === "browse" ? filterFrom(route.query) : null;
  const [text, setText] = useState(filter?.q ?? "");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(filter?.q ?? ""), [filter?.q]);
  const look = (q: string) =>
    linkTo.browse(filterToQuery({ ...(filter ?? filterFrom(new URLSearchParams())), q: q.trim() }));
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    if (filter) timer.current = setTimeout(() => replaceRoute(look(next)), TYPING_PAUSE);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    clearTimeout(timer.current);
    goTo(look(text));
  };
  return (
    <form class="search" role="search" aria-label="Search" onSubmit={submit}>
      <Icon name="search" />
      <input
        type="search"
        aria-label="Search the market"
        placeholder="Bowls, fonts, a walk through Lisbon…"
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
      />
    </form>
  );
}

function WalletCorner(): JSX.Element {
  const me = useStore(wallet);
  const [open, setOpen] = useState(false);
  if (me.state === "connected") {
    return (
      <div class="wallet-corner">
        <Who address={me.account} showOwn={false} />
      </div>
    );
  }
  return (
    <div class="wallet-corner">
      <button type="button" class="button button-main" onClick={() => setOpen(true)}>
        Connect
      </button>
      {open && (
        <Dialog title="Connect a wallet" onClose={() => setOpen(false)}>
          <p>The page only sees your address. Nothing is sent before you confirm it in the wallet.</p>
          <WalletChoices onConnected={() => setOpen(false)} />
        </Dialog>
      )}
    </div>
  );
}

function WrongChain(): JSX.Element | null {
  const me = useStore(wallet);
  const known = useStore(market);
  if (me.state !== "connected" || known.state !== "ready" || me.chainId === known.deployment.chainId) return null;
  return (
    <div class="banner" role="alert">
      <ChainSwitch />
    </div>
  );
}

function Footer(): JSX.Element {
  return (
    <footer class="footer">
      <p>No owner, no fee, no account. The money waits in a contract until both sides are content.</p>
      <p>
        <a href={linkTo.services()}>Services and secrets</a>
      </p>
    </footer>
  );
}
