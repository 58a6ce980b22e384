import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** What is known about something asked from a service. Stale: shown, but the last refresh failed. */
export type Resource<T> =
  | { readonly state: "pending" }
  | { readonly state: "ready"; readonly data: T }
  | { readonly state: "stale"; readonly data: T; readonly failure: unknown }
  | { readonly state: "failed"; readonly failure: unknown };

export type Loader<T> = (asking: { readonly signal: AbortSignal; readonly minBlock?: number }) => Promise<T>;

export interface Loaded<T> {
  readonly resource: Resource<T>;
  readonly reload: (minBlock?: number) => Promise<void>;
}

/** Loads when `key` changes and when `reload` is called; an older answer never overwrites a newer one. */
export function useResource<T>(key: string | null, load: Loader<T>): Loaded<T> {
  const [resource, setResource] = useState<Resource<T>>({ state: "pending" });
  const loader = useRef(load);
  loader.current = load;
  const running = useRef<AbortController | null>(null);

  const run = useCallback(async (minBlock?: number) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    try {
      const data = await loader.current({ signal: mine.signal, ...(minBlock === undefined ? {} : { minBlock }) });
      if (!mine.signal.aborted) setResource({ state: "ready", data });
    } catch (failure) {
      if (mine.signal.aborted) return;
      setResource((before) =>
        "data" in before ? { state: "stale", data: before.data, failure } : { state: "failed", failure },
      );
    }
  }, []);

  useEffect(() => {
    setResource({ state: "pending" });
    if (key !== null) void run();
    return () => running.current?.abort();
  }, [key, run]);

  return { resource, reload: run };
}

export function dataOf<T>(resource: Resource<T>): T | null {
  return "data" in resource ? resource.data : null;
}
