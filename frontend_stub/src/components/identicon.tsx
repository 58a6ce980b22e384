import type { JSX } from "preact";

const GRID = 5;
const HALF = 3;

/** A picture of an address, so that eyes notice when another one pretends to be it. Made of its digits, nothing else. */
export function Identicon({ address, size = 24 }: { address: string; size?: number }): JSX.Element {
  const digits = [...address.slice(2).toLowerCase()].map((digit) => Number.parseInt(digit, 16));
  const hue = ((digits[0] ?? 0) * 16 + (digits[1] ?? 0)) * 1.41;
  const cells: JSX.Element[] = [];
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < HALF; column++) {
      // Two digits of the address decide one cell, so that all of it shows.
      const index = 2 + (row * HALF + column) * 2;
      if (((digits[index] ?? 0) + (digits[index + 1] ?? 0)) % 2 === 0) continue;
      cells.push(<rect x={column} y={row} width="1" height="1" />);
      if (column < HALF - 1) cells.push(<rect x={GRID - 1 - column} y={row} width="1" height="1" />);
    }
  }
  return (
    <svg class="identicon" width={size} height={size} viewBox={`-1 -1 ${GRID + 2} ${GRID + 2}`} aria-hidden="true">
      <rect x="-1" y="-1" width={GRID + 2} height={GRID + 2} fill={`hsl(${hue} 35% 88%)`} />
      <g fill={`hsl(${hue} 55% 34%)`} shape-rendering="crispEdges">
        {cells}
      </g>
    </svg>
  );
}
