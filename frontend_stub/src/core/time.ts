/** Times are Unix seconds, durations are seconds. */

const UNITS: readonly (readonly [number, string])[] = [
  [365 * 86_400, "year"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** "3 days", "1 hour 30 minutes": the largest unit and, when it adds something, the next. */
export function duration(seconds: number): string {
  if (seconds <= 0) return "no time";
  const first = UNITS.findIndex(([size]) => seconds >= size);
  const [size, name] = UNITS[first] as readonly [number, string];
  const count = Math.floor(seconds / size);
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  const head = plural(count, name);
  return rest > 0 && next && count < 10 ? `${head} ${plural(rest, next[1])}` : head;
}

export function plural(count: number | bigint, name: string): string {
  return `${count} ${name}${BigInt(count) === 1n ? "" : "s"}`;
}

export function fromIso(text: string): number {
  return Math.floor(Date.parse(text) / 1_000);
}

export function longDate(seconds: number): string {
  const format = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
  return format.format(new Date(seconds * 1_000));
}

export function shortDate(seconds: number): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(new Date(seconds * 1_000));
}

/** "in 2 days 3 hours" or "4 minutes ago". */
export function relative(seconds: number, now: number): string {
  const distance = seconds - now;
  if (Math.abs(distance) < 5) return "now";
  return distance > 0 ? `in ${duration(distance)}` : `${duration(-distance)} ago`;
}
