/** Hash routes work from a server, from IPFS and from a disk alike. */

export type Route =
  | { readonly view: "browse"; readonly query: URLSearchParams }
  | { readonly view: "listing"; readonly id: string }
  | { readonly view: "deal"; readonly id: string }
  | { readonly view: "trades" }
  | { readonly view: "sell"; readonly id: string | null }
  | { readonly view: "account"; readonly address: string }
  | { readonly view: "activity" }
  | { readonly view: "services" }
  | { readonly view: "unknown"; readonly path: string };

const HASH = /^0x[0-9a-fA-F]{64}$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [view = "", id = ""] = path.split("/", 2);
  if (view === "") return { view: "browse", query: new URLSearchParams(query) };
  if ((view === "listing" || view === "deal") && HASH.test(id)) return { view, id: id.toLowerCase() };
  if (view === "account" && ADDRESS.test(id)) return { view, address: id };
  if (view === "sell" && (id === "" || HASH.test(id))) return { view, id: id ? id.toLowerCase() : null };
  if (view === "trades" || view === "activity" || view === "services") return { view };
  return { view: "unknown", path };
}

export const linkTo = {
  browse: (query?: Record<string, string>) => {
    const text = query ? new URLSearchParams(query).toString() : "";
    return text ? `#/?${text}` : "#/";
  },
  listing: (id: string) => `#/listing/${id}`,
  deal: (id: string) => `#/deal/${id}`,
  account: (address: string) => `#/account/${address}`,
  sell: (id?: string) => (id ? `#/sell/${id}` : "#/sell"),
  trades: () => "#/trades",
  activity: () => "#/activity",
  services: () => "#/services",
};
