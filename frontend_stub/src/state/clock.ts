import { useEffect, useState } from "preact/hooks";

/**
 * Deadlines are the chain's. A device's clock may be wrong and a test chain may be ahead of it, so the page's clock is
 * never behind a block it has seen.
 */
let ahead = 0;

const local = () => Math.floor(Date.now() / 1_000);

export function now(): number {
  return local() + ahead;
}

export function noteChainTime(timestamp: number): void {
  ahead = Math.max(ahead, timestamp - local());
}

/** The current time, refreshed every second while a countdown is on the screen. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return time;
}
