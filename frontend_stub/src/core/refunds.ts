import { WHOLE_BPS } from "./money.ts";

/** A step of the buyer's cancellation schedule: until then, this share of the price comes back. */
export interface RefundStep {
  readonly until: number;
  readonly buyerBps: number;
}

const STEP_BITS = 56n;
const UNTIL_BITS = 40n;
const MOST_STEPS = 4;
/** What happens once the last step has passed. In the order of the Solidity enum. */
const ENDINGS = ["ByHand", "ByClock", "ByCode"] as const;

export type Ending = (typeof ENDINGS)[number];

export function unpackRefunds(packed: bigint): RefundStep[] {
  const steps: RefundStep[] = [];
  for (let index = 0; index < MOST_STEPS; index++) {
    const step = (packed >> (STEP_BITS * BigInt(index))) & ((1n << STEP_BITS) - 1n);
    if (step === 0n) break;
    steps.push({ until: Number(step & ((1n << UNTIL_BITS) - 1n)), buyerBps: Number(step >> UNTIL_BITS) });
  }
  return steps;
}

export function lastStepOf(packed: bigint): RefundStep | undefined {
  return unpackRefunds(packed).at(-1);
}

export function endingOf(packed: bigint): Ending {
  return ENDINGS[Number(packed >> (STEP_BITS * BigInt(MOST_STEPS)))] ?? "ByHand";
}

export function packRefunds(steps: readonly RefundStep[]): bigint {
  return steps.reduce(
    (packed, { until, buyerBps }, index) =>
      packed | (((BigInt(buyerBps) << UNTIL_BITS) | BigInt(until)) << (STEP_BITS * BigInt(index))),
    0n,
  );
}

export function fullRefundUntil(until: number): bigint {
  return packRefunds([{ until, buyerBps: WHOLE_BPS }]);
}

/** The step a cancellation at this moment falls under, or null when it is too late or there is no schedule. */
export function refundStepAt(packed: bigint, now: number): RefundStep | null {
  return unpackRefunds(packed).find((step) => now <= step.until) ?? null;
}
