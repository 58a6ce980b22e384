import type { JSX } from "preact";
import { nameWarning, sameAddress, shortAddress } from "../core/names.ts";
import { linkTo } from "../core/route.ts";
import { useProfile } from "../state/profiles.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";
import { Icon } from "./icons.tsx";
import { Identicon } from "./identicon.tsx";

/** An account: names are chosen by their bearers, so the address always stands beside them. */
export function Who({ address, showOwn = true }: { address: string; showOwn?: boolean }): JSX.Element {
  const profile = useProfile(address);
  const me = useStore(wallet);
  const own = showOwn && me.state === "connected" && sameAddress(me.account, address);
  return (
    <a class="who" href={linkTo.account(address)}>
      <Identicon address={address} />
      <span class="who-text">
        {profile && <Name name={profile.name} />}
        <span class="address" title={address}>
          {shortAddress(address)}
        </span>
        {own && <span class="chip chip-own">you</span>}
      </span>
    </a>
  );
}

export function Name({ name }: { name: string }): JSX.Element {
  const warning = nameWarning(name);
  return (
    <>
      <bdi class="name">{name}</bdi>
      {warning && (
        <span class="name-warning" title={warning}>
          <Icon name="warning" size={14} />
          <span class="hidden">{warning}</span>
        </span>
      )}
    </>
  );
}
