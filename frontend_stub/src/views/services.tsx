import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import { saveFile } from "../components/save-file.ts";
import { chooseServices, chosenServices, webAddress } from "../config.ts";
import { chainName } from "../core/chains.ts";
import { indexedBlock, live } from "../state/live.ts";
import { market, placeNow } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { exportKept, importKept } from "../state/vault.ts";

/** Whom the page asks, and what only this browser knows. */
export function ServicesView(): JSX.Element {
  const known = useStore(market);
  const block = useStore(indexedBlock);
  const stream = useStore(live);
  return (
    <div class="narrow">
      <h1>Services</h1>
      <p>
        The page needs a wallet and, for names, pictures and search, an index. Anybody can run one. It can hide or delay
        what happened; it cannot move your money.
      </p>
      {known.state === "ready" && (
        <dl class="facts">
          <div>
            <dt>Market on</dt>
            <dd>{chainName(known.deployment.chainId)}</dd>
          </div>
          <div>
            <dt>Index</dt>
            <dd>
              {stream === "live" ? "live" : "not live"}
              {block !== null && `, at block ${block}`}
            </dd>
          </div>
          {Object.entries(known.deployment.contracts).map(([name, { address }]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{address}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <ServiceForm />
      {known.state === "ready" && <Secrets />}
    </div>
  );
}

function ServiceForm(): JSX.Element {
  const [services, setServices] = useState(chosenServices);
  const wrong = (text: string) =>
    text && !webAddress(text) ? "An address starts with http:// or https://." : undefined;
  const save = () => {
    chooseServices(services);
    location.reload();
  };
  return (
    <section class="section">
      <h2>Ask others</h2>
      <TextField
        id="api"
        label="Index"
        hint="Empty: the one this page comes from."
        mode="url"
        value={services.api}
        problem={wrong(services.api)}
        onValue={(api) => setServices({ ...services, api })}
      />
      <TextField
        id="rpc"
        label="Node"
        hint="Empty: the one your wallet uses."
        mode="url"
        value={services.rpc}
        problem={wrong(services.rpc)}
        onValue={(rpc) => setServices({ ...services, rpc })}
      />
      <button
        type="button"
        class="button button-plain"
        disabled={!!(wrong(services.api) || wrong(services.rpc))}
        onClick={save}
      >
        Use these
      </button>
    </section>
  );
}

function Secrets(): JSX.Element {
  const [told, setTold] = useState("");
  const bring = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    try {
      setTold(`Brought in. This browser now keeps ${importKept(placeNow(), await file.text())} things.`);
    } catch (failure) {
      setTold(failure instanceof Error ? failure.message : "This file cannot be read.");
    }
  };
  return (
    <section class="section">
      <h2>What only this browser knows</h2>
      <p>Hand-over codes, sealed reviews and the terms of your deals. Save them before you clear your browser.</p>
      <p class="row">
        <button
          type="button"
          class="button button-plain"
          onClick={() => saveFile("agora-secrets.json", exportKept(placeNow()))}
        >
          Save as a file
        </button>
        <label class="button button-plain file-button">
          Bring in a file
          <input type="file" accept=".json" onChange={(event) => void bring(event.currentTarget)} />
        </label>
      </p>
      <p role="status">{told}</p>
    </section>
  );
}
