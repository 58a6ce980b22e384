/** Scales for the small plots: numbers in, view-box coordinates out. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly padding: number;
}

export type Scale = (value: number) => number;

/** A scale from zero to a little above the highest value, so that differences are not exaggerated. */
export function upward(highest: number, { height, padding }: Frame): Scale {
  const top = highest > 0 ? highest * 1.15 : 1;
  return (value) => height - padding - (value / top) * (height - 2 * padding);
}

export function across(first: number, last: number, { width, padding }: Frame): Scale {
  const span = Math.max(last - first, 1);
  return (value) => padding + ((value - first) / span) * (width - 2 * padding);
}

/** A price holds until the next one: a staircase, never a slope between two prices that nobody asked. */
export function staircase(points: readonly Point[], end: number): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const steps = rest.map(({ x, y }) => `H${round(x)}V${round(y)}`).join("");
  return `M${round(first.x)} ${round(first.y)}${steps}H${round(end)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
