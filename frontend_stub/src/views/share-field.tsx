import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Field, TextField } from "../components/field.tsx";
import { WHOLE_BPS, exactAmount, parseAmount, percent, shareOf } from "../core/money.ts";
import { bpsOf } from "../core/split.ts";
import { tokenAt } from "../state/session.ts";

/** The seller's share by slider or by amount. A contract knows hundredths of a percent, so amounts snap to those. */
export function ShareField({
  inQuestion,
  token,
  sellerBps,
  onShare,
}: {
  inQuestion: bigint;
  token: string;
  sellerBps: number;
  onShare: (sellerBps: number) => void;
}): JSX.Element {
  const known = tokenAt(token);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const slide = (text: string) => {
    setTyped(null);
    setProblem(undefined);
    onShare(Number(text));
  };
  const type = (text: string) => {
    setTyped(text);
    const parsed = parseAmount(text, known.decimals);
    const bps = "amount" in parsed ? bpsOf(parsed.amount, inQuestion) : null;
    setProblem("problem" in parsed ? parsed.problem : bps === null ? "This is more than is in question." : undefined);
    if (bps !== null) onShare(bps);
  };
  return (
    <>
      <Field id="share" label={`The seller gets ${percent(sellerBps)}, the buyer ${percent(WHOLE_BPS - sellerBps)}`}>
        <input
          id="share"
          type="range"
          min={0}
          max={WHOLE_BPS}
          step={50}
          value={sellerBps}
          onInput={(event) => slide(event.currentTarget.value)}
        />
      </Field>
      <TextField
        id="share-amount"
        label="The seller’s part as an amount"
        suffix={known.symbol}
        mode="decimal"
        value={typed ?? exactAmount(shareOf(inQuestion, sellerBps), known.decimals)}
        problem={problem}
        onValue={type}
      />
    </>
  );
}
