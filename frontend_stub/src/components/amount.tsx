import type { JSX } from "preact";
import { type Token, readableAmount } from "../core/money.ts";
import { tokenAt } from "../state/session.ts";

/** Money as people read it; the exact amount in the smallest unit on hover. */
export function Amount({ amount, token }: { amount: bigint | string; token: string }): JSX.Element {
  const known = tokenAt(token);
  const exact = BigInt(amount);
  return (
    <span class="amount" title={`${exact} in the smallest unit (${known.name}, ${known.decimals} decimals)`}>
      {readableAmount(exact, known.decimals)}
      <span class="amount-symbol"> {known.symbol}</span>
    </span>
  );
}

export function amountText(amount: bigint | string, token: Token): string {
  return `${readableAmount(BigInt(amount), token.decimals)} ${token.symbol}`;
}
