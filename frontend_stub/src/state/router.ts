import { useEffect, useState } from "preact/hooks";
import { type Route, parseRoute } from "../core/route.ts";

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}

export function goTo(link: string): void {
  location.hash = link;
}

/** Changes the address without a new entry in the history: for filters that change with every key. */
export function replaceRoute(link: string): void {
  history.replaceState(null, "", link);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
