import { render } from "preact";
import { App } from "./app.tsx";
import { startLive } from "./state/live.ts";
import { loadMarket, market, syncClock } from "./state/session.ts";
import { startWallets, wallet } from "./state/wallet.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/browse.css";
import "./styles/listing.css";
import "./styles/deal.css";
import "./styles/forms.css";
import "./styles/job.css";
import "./styles/sell.css";

startWallets();
void loadMarket().then(() => {
  const known = market.get();
  if (known.state === "ready" && known.served) startLive();
});
// A wallet on the right chain tells the chain's time; without one the device's clock has to do.
wallet.subscribe(() => void syncClock().catch(() => undefined));

const page = document.getElementById("page");
if (page) render(<App />, page);
