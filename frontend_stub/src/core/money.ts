/** Amounts are bigints in the token's smallest unit everywhere; only this module divides. */

export interface Token {
  readonly address: `0x${string}`;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
}

export const NATIVE_ADDRESS = "0x0000000000000000000000000000000000000000";
export const WHOLE_BPS = 10_000;

const SHOWN_DIGITS = 6;

/** All digits of the amount, without trailing zeros: 1500000 at 6 decimals is "1.5". */
export function exactAmount(amount: bigint, decimals: number): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${sign}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** For reading: thousands grouped, at most six decimals. A cut amount is marked, so that nobody takes it as exact. */
export function readableAmount(amount: bigint, decimals: number): string {
  const [whole = "0", fraction = ""] = exactAmount(amount, decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  if (fraction.length <= SHOWN_DIGITS) return fraction ? `${grouped}.${fraction}` : grouped;
  const cut = fraction.slice(0, SHOWN_DIGITS).replace(/0+$/, "");
  if (whole === "0" && !cut) return `<0.${"1".padStart(SHOWN_DIGITS, "0")}`;
  return `≈${grouped}${cut ? `.${cut}` : ""}`;
}

export type ParsedAmount = { readonly amount: bigint } | { readonly problem: string };

export function parseAmount(text: string, decimals: number): ParsedAmount {
  const clean = text
    .trim()
    .replace(/[\s_']/g, "")
    .replace(",", ".");
  if (!clean) return { problem: "Enter an amount." };
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(clean)) return { problem: "Use digits and at most one point." };
  const [whole = "", fraction = ""] = clean.split(".");
  if (fraction.length > decimals) return { problem: `At most ${decimals} decimals.` };
  const amount = BigInt((whole || "0") + fraction.padEnd(decimals, "0"));
  if (amount >= 1n << 128n) return { problem: "This is more than a deal can hold." };
  return { amount };
}

/** Rounded down, as the contracts do. */
export function shareOf(amount: bigint, bps: number): bigint {
  return (amount * BigInt(bps)) / BigInt(WHOLE_BPS);
}

export function percent(bps: number): string {
  return `${exactAmount(BigInt(bps), 2)} %`;
}
