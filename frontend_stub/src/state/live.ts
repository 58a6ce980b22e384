import { useEffect, useRef } from "preact/hooks";
import { type ChangeStream, followChanges } from "../api/changes.ts";
import type { Change } from "../api/types.ts";
import { createStore } from "./store.ts";

/** One stream for the whole page, open while any view listens. */
const listeners = new Set<(change: Change) => void>();
let stream: ChangeStream | null = null;

export const live = createStore<"off" | "live" | "broken">("off");
export const indexedBlock = createStore<number | null>(null);

function receive(change: Change): void {
  indexedBlock.set(change.block.number);
  for (const listener of [...listeners]) listener(change);
}

export function startLive(): void {
  stream ??= followChanges(receive, (isLive) => live.set(isLive ? "live" : "broken"));
}

/** After these, anything may be different. */
const UPSETS = new Set(["reorg", "reset"]);

/** Many rows may change in one block; a view refreshes once for all of them. */
const GATHER = 150;

export function useChanges(concerns: (change: Change) => boolean, refresh: () => void): void {
  const latest = useRef({ concerns, refresh });
  latest.current = { concerns, refresh };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listener = (change: Change) => {
      if (!UPSETS.has(change.kind) && !latest.current.concerns(change)) return;
      clearTimeout(timer);
      timer = setTimeout(() => latest.current.refresh(), GATHER);
    };
    listeners.add(listener);
    return () => {
      clearTimeout(timer);
      listeners.delete(listener);
    };
  }, []);
}
