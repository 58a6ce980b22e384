/** EIP-1193 and EIP-6963: the wallets of this browser. What they say about themselves is only text and an image. */

export interface Provider {
  request(call: { method: string; params?: unknown }): Promise<unknown>;
  on?(event: string, listener: (value: never) => void): void;
  removeListener?(event: string, listener: (value: never) => void): void;
}

export interface WalletChoice {
  readonly id: string;
  readonly name: string;
  readonly icon: string | null;
  readonly provider: Provider;
}

interface Announcement extends Event {
  readonly detail: {
    readonly info: { readonly rdns: string; readonly name: string; readonly icon: string };
    readonly provider: Provider;
  };
}

const LEGACY_WAIT = 250;
export const LEGACY_ID = "window.ethereum";

export function discoverWallets(onFound: (choice: WalletChoice) => void): void {
  let announced = false;
  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = (event as Announcement).detail;
    announced = true;
    onFound({ id: String(info.rdns), name: String(info.name).slice(0, 40), icon: dataImage(info.icon), provider });
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  setTimeout(() => {
    const legacy = (window as { ethereum?: Provider }).ethereum;
    if (!announced && legacy) onFound({ id: LEGACY_ID, name: "Browser wallet", icon: null, provider: legacy });
  }, LEGACY_WAIT);
}

function dataImage(icon: unknown): string | null {
  return typeof icon === "string" && icon.startsWith("data:image/") ? icon : null;
}
