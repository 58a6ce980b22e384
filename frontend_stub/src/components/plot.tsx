import type { JSX } from "preact";
import { type Frame, type Point, across, staircase, upward } from "../core/plot.ts";

const FRAME: Frame = { width: 640, height: 190, padding: 18 };

export interface Mark {
  readonly at: number;
  readonly value: number;
  readonly label: string;
}

/** Prices over time as a staircase, sales as dots on it. The same numbers stand beside it as a list. */
export function PricePlot({
  prices,
  sales,
  end,
  title,
  ends,
}: {
  readonly prices: readonly Mark[];
  readonly sales: readonly Mark[];
  readonly end: number;
  readonly title: string;
  readonly ends: readonly [string, string];
}): JSX.Element {
  const x = across(prices[0]?.at ?? 0, end, FRAME);
  const y = upward(Math.max(...prices.map(({ value }) => value)), FRAME);
  const placed: Point[] = prices.map(({ at, value }) => ({ x: x(at), y: y(value) }));
  const path = staircase(placed, x(end));
  const floor = FRAME.height - FRAME.padding;
  const under = FRAME.height - 2;
  const labels = [
    { x: FRAME.padding, y: under, text: ends[0], end: false },
    { x: FRAME.width - FRAME.padding, y: under, text: ends[1], end: true },
    ...placed.map((point, index) => ({ x: point.x, y: point.y - 8, text: prices[index]?.label ?? "", end: false })),
  ];
  return (
    <svg class="plot" viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={title}>
      <path class="plot-axis" d={`M0 ${floor}H${FRAME.width}`} />
      {path && <path class="plot-area" d={`${path}V${floor}H${placed[0]?.x ?? 0}Z`} />}
      <path class="plot-line" d={path} />
      {labels.map(({ x: left, y: top, text, end: right }) => (
        <text key={text} class="plot-label" x={left} y={top} text-anchor={right ? "end" : "start"}>
          {text}
        </text>
      ))}
      {sales.map(({ at, value, label }) => (
        <circle key={label + at} class="plot-dot" cx={x(at)} cy={y(value)} r="5">
          <title>{label}</title>
        </circle>
      ))}
    </svg>
  );
}

/** How often each score was given. */
export function ScorePlot({ counts }: { counts: readonly number[] }): JSX.Element {
  const most = Math.max(...counts, 1);
  return (
    <dl class="scores">
      {counts
        .map((count, index) => (
          <div key={index} class="scores-row">
            <dt>{index + 1}</dt>
            <dd>
              <span class="scores-bar" style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
              <span class="scores-count">{count}</span>
            </dd>
          </div>
        ))
        .reverse()}
    </dl>
  );
}
