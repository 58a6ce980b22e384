import { getAddress, numberToHex, type Address } from "viem";
import { type Provider, type WalletChoice, discoverWallets } from "../chain/provider.ts";
import { createStore } from "./store.ts";

/** Who the visitor is. The page works without a wallet; nothing is asked before the visitor chooses one. */
export type Wallet =
  | { readonly state: "disconnected" }
  | { readonly state: "connecting"; readonly name: string }
  | {
      readonly state: "connected";
      readonly name: string;
      readonly account: Address;
      readonly chainId: number;
      readonly provider: Provider;
    };

export const wallet = createStore<Wallet>({ state: "disconnected" });
export const choices = createStore<readonly WalletChoice[]>([]);

const REMEMBERED = "agora.wallet";

export function startWallets(): void {
  discoverWallets((choice) => {
    const others = choices.get().filter(({ id }) => id !== choice.id);
    choices.set([...others, choice]);
    if (localStorage.getItem(REMEMBERED) === choice.id) void reconnect(choice);
  });
}

export async function connect(choice: WalletChoice): Promise<void> {
  wallet.set({ state: "connecting", name: choice.name });
  try {
    const accounts = (await choice.provider.request({ method: "eth_requestAccounts" })) as string[];
    await adopt(choice, accounts);
    localStorage.setItem(REMEMBERED, choice.id);
    listen(choice);
  } catch (failure) {
    wallet.set({ state: "disconnected" });
    throw failure;
  }
}

/** Silent: asks only for accounts the visitor allowed before, so no window opens. */
async function reconnect(choice: WalletChoice): Promise<void> {
  const accounts = (await choice.provider.request({ method: "eth_accounts" }).catch(() => [])) as string[];
  if (accounts.length === 0) return;
  await adopt(choice, accounts);
  listen(choice);
}

export function disconnect(): void {
  localStorage.removeItem(REMEMBERED);
  wallet.set({ state: "disconnected" });
}

async function adopt(choice: WalletChoice, accounts: readonly string[]): Promise<void> {
  const [first] = accounts;
  if (!first) {
    wallet.set({ state: "disconnected" });
    return;
  }
  const chainId = Number(await choice.provider.request({ method: "eth_chainId" }));
  wallet.set({ state: "connected", name: choice.name, account: getAddress(first), chainId, provider: choice.provider });
}

const heard = new Set<string>();

function listen(choice: WalletChoice): void {
  if (heard.has(choice.id)) return;
  heard.add(choice.id);
  const current = () => {
    const now = wallet.get();
    return now.state === "connected" && now.provider === choice.provider ? now : null;
  };
  choice.provider.on?.("accountsChanged", (accounts: readonly string[]) => {
    if (current()) void adopt(choice, accounts);
  });
  choice.provider.on?.("chainChanged", (chainId: string) => {
    const now = current();
    if (now) wallet.set({ ...now, chainId: Number(chainId) });
  });
}

export interface ChainToAdd {
  readonly chainId: number;
  readonly name: string;
  readonly rpcUrl: string;
}

const UNKNOWN_CHAIN = 4902;

/** Switches the wallet to the market's chain. After adding a chain, wallets do not always switch: ask again. */
export async function switchChain({ chainId, name, rpcUrl }: ChainToAdd): Promise<void> {
  const connected = wallet.get();
  if (connected.state !== "connected") return;
  const { provider } = connected;
  const wanted = { chainId: numberToHex(chainId) };
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [wanted] });
  } catch (failure) {
    if (!isUnknownChain(failure) || !rpcUrl) throw failure;
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    const chain = { ...wanted, chainName: name, rpcUrls: [rpcUrl], nativeCurrency };
    await provider.request({ method: "wallet_addEthereumChain", params: [chain] });
    await provider.request({ method: "wallet_switchEthereumChain", params: [wanted] });
  }
  const now = Number(await provider.request({ method: "eth_chainId" }));
  wallet.set({ ...connected, chainId: now });
}

function isUnknownChain(failure: unknown): boolean {
  const { code, data } = failure as { code?: number; data?: { originalError?: { code?: number } } };
  return code === UNKNOWN_CHAIN || data?.originalError?.code === UNKNOWN_CHAIN;
}
