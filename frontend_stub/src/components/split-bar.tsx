import type { JSX } from "preact";
import type { Payout } from "../core/split.ts";
import { Amount } from "./amount.tsx";

const PARTS = [
  ["seller", "Seller"],
  ["buyer", "Buyer"],
  ["arbiter", "Arbiter"],
  ["referrer", "Referral"],
] as const;

/** Where the money goes, in proportion and to the smallest unit. */
export function SplitBar({ payout, token }: { payout: Payout; token: string }): JSX.Element {
  const shown = PARTS.filter(([key]) => payout[key] > 0n);
  const total = shown.reduce((sum, [key]) => sum + payout[key], 0n);
  const width = (amount: bigint) => (total > 0n ? Number((amount * 1_000n) / total) / 10 : 0);
  return (
    <div class="split">
      <div class="split-bar" aria-hidden="true">
        {shown.map(([key]) => (
          <span key={key} class={`split-part split-${key}`} style={{ width: `${width(payout[key])}%` }} />
        ))}
      </div>
      <dl class="split-legend">
        {shown.map(([key, label]) => (
          <div key={key}>
            <dt>
              <span class={`split-dot split-${key}`} aria-hidden="true" />
              {label}
            </dt>
            <dd>
              <Amount amount={payout[key]} token={token} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
