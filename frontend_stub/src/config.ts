import type { Address } from "viem";
import type { Referral } from "./core/purchase.ts";

/** Where the page finds its services: what the user set, else what the operator wrote into the page's meta tags. */
export interface Config {
  readonly api: string;
  readonly rpc: string;
  readonly referral: Referral | null;
}

const KEY = "agora.services";

export function configured(): Config {
  const chosen = chosenServices();
  const referrer = meta("referrer");
  return {
    api: (chosen.api || meta("api")).replace(/\/+$/, ""),
    rpc: chosen.rpc || meta("rpc"),
    referral: /^0x[0-9a-fA-F]{40}$/.test(referrer)
      ? { referrer: referrer as Address, bps: Number(meta("referral-bps")) || 0 }
      : null,
  };
}

export interface Services {
  readonly api: string;
  readonly rpc: string;
}

export function chosenServices(): Services {
  try {
    const { api, rpc } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Services>;
    return { api: webAddress(api), rpc: webAddress(rpc) };
  } catch {
    return { api: "", rpc: "" };
  }
}

export function chooseServices(services: Services): void {
  localStorage.setItem(KEY, JSON.stringify(services));
}

/** Only http(s) addresses are kept. */
export function webAddress(text: string | undefined): string {
  return text && /^https?:\/\/[^\s]+$/.test(text) ? text : "";
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="agora-${name}"]`)?.content ?? "";
}
