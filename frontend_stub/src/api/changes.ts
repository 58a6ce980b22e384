import { serviceUrl } from "./http.ts";
import type { Change } from "./types.ts";

const KINDS = ["listing", "deal", "account", "review", "document", "block", "reorg", "reset"];

export interface ChangeStream {
  close(): void;
}

/** Live changes. The browser reconnects by itself and resumes after the last event it saw. */
export function followChanges(onChange: (change: Change) => void, onState: (live: boolean) => void): ChangeStream {
  const source = new EventSource(serviceUrl("/v1/changes"));
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => onChange(JSON.parse((event as MessageEvent<string>).data) as Change));
  }
  source.addEventListener("open", () => onState(true));
  source.addEventListener("error", () => onState(false));
  return source;
}
