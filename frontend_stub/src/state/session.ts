import type { Address } from "viem";
import { getDeployment } from "../api/reads.ts";
import type { DeploymentResource } from "../api/types.ts";
import { type ContractName, UntrustedDeployment, builtInDeployment, checkDeployment } from "../chain/contracts.ts";
import { type Reader, chainTime, publicReader, readerOf } from "../chain/reads.ts";
import { configured } from "../config.ts";
import { NATIVE_ADDRESS, type Token } from "../core/money.ts";
import { noteChainTime } from "./clock.ts";
import { createStore } from "./store.ts";
import { wallet } from "./wallet.ts";

/** Which market this is: its chain, contracts and tokens. */
export type Market =
  | { readonly state: "pending" }
  | { readonly state: "ready"; readonly deployment: DeploymentResource; readonly served: boolean }
  | { readonly state: "failed"; readonly reason: string };

export const market = createStore<Market>({ state: "pending" });

export async function loadMarket(): Promise<void> {
  try {
    const deployment = checkDeployment(await getDeployment());
    remember(deployment);
    market.set({ state: "ready", deployment, served: true });
  } catch (failure) {
    const deployment = remembered() ?? builtInDeployment();
    if (failure instanceof UntrustedDeployment || !deployment) {
      market.set({ state: "failed", reason: failure instanceof Error ? failure.message : String(failure) });
    } else {
      market.set({ state: "ready", deployment, served: false });
    }
  }
}

const REMEMBERED = "agora.deployment";

/** Who has been here once can finish his deals when the service is gone for good. */
function remember({ chainId, startBlock, contracts, tokens, rpcUrls }: DeploymentResource): void {
  const places = Object.entries(contracts).map(([name, { address, block }]) => [name, { address, block }]);
  const kept = { chainId, startBlock, contracts: Object.fromEntries(places), tokens, rpcUrls };
  localStorage.setItem(REMEMBERED, JSON.stringify(kept));
}

function remembered(): DeploymentResource | null {
  const text = localStorage.getItem(REMEMBERED);
  return text ? (JSON.parse(text) as DeploymentResource) : null;
}

export function deploymentNow(): DeploymentResource {
  const current = market.get();
  if (current.state !== "ready") throw new Error("The market is not known yet. Reload the page.");
  return current.deployment;
}

export function addressOf(name: ContractName): Address {
  const entry = deploymentNow().contracts[name];
  if (!entry) throw new Error(`This market has no ${name} contract.`);
  return entry.address;
}

/** Null for an address that is no contract of this market, whoever names it. */
export function contractAt(address: string): string | null {
  const found = Object.entries(deploymentNow().contracts).find(
    ([, entry]) => entry.address.toLowerCase() === address.toLowerCase(),
  );
  return found ? found[0] : null;
}

export function placeNow(): { readonly chainId: number; readonly escrow: Address } {
  return { chainId: deploymentNow().chainId, escrow: addressOf("Escrow") };
}

const NATIVE: Token = { address: NATIVE_ADDRESS, symbol: "ETH", name: "Ether", decimals: 18 };

export function tokensOf({ tokens }: DeploymentResource): readonly Token[] {
  return [NATIVE, ...tokens];
}

/** A token nobody introduced is shown in its smallest unit, so that no made-up decimals make it look cheap. */
export function tokenAt(address: string): Token {
  const current = market.get();
  const known = current.state === "ready" ? tokensOf(current.deployment) : [NATIVE];
  const found = known.find((token) => token.address.toLowerCase() === address.toLowerCase());
  return (
    found ?? {
      address: address as Address,
      symbol: `units of ${address.slice(0, 8)}…`,
      name: "Unknown token",
      decimals: 0,
    }
  );
}

/** Reads go through the wallet while it is on this chain, else through a public node, else nowhere. */
export function readerNow(): Reader | null {
  const { chainId, rpcUrls } = deploymentNow();
  const connected = wallet.get();
  if (connected.state === "connected" && connected.chainId === chainId) return readerOf(connected.provider);
  const url = configured().rpc || rpcUrls?.[0];
  return url ? publicReader(url) : null;
}

export async function syncClock(): Promise<void> {
  const reader = market.get().state === "ready" ? readerNow() : null;
  if (reader) noteChainTime(await chainTime(reader));
}
