import type { JSX } from "preact";
import { duration, longDate, relative } from "../core/time.ts";
import { useNow } from "../state/clock.ts";

/** A deadline as a countdown and as a date. */
export function Countdown({ at }: { at: number }): JSX.Element {
  const now = useNow();
  return (
    <span class="countdown">
      <strong>{at > now ? `${duration(at - now)} left` : relative(at, now)}</strong>, until{" "}
      <time dateTime={new Date(at * 1_000).toISOString()}>{longDate(at)}</time>
    </span>
  );
}
