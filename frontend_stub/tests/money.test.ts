import { describe, expect, it } from "vitest";
import { exactAmount, parseAmount, percent, readableAmount, shareOf } from "../src/core/money.ts";

describe("amounts", () => {
  it("are exact in every digit", () => {
    expect(exactAmount(10n ** 18n, 18)).toBe("1");
    expect(exactAmount(1n, 18)).toBe("0.000000000000000001");
    expect(exactAmount(1_500_000n, 6)).toBe("1.5");
    expect(exactAmount(42n, 0)).toBe("42");
    expect(exactAmount(2n ** 128n - 1n, 18)).toBe("340282366920938463463.374607431768211455");
  });

  it("say when they were cut for reading", () => {
    expect(readableAmount(1_234_567_891_234n, 6)).toBe("1,234,567.891234");
    expect(readableAmount(10n ** 16n + 7n, 18)).toBe("≈0.01");
    expect(readableAmount(1n, 18)).toBe("<0.000001");
    expect(readableAmount(0n, 18)).toBe("0");
  });

  it("are read back to the smallest unit", () => {
    for (const amount of [0n, 1n, 7n, 10n ** 6n, 123_456_789n, 2n ** 127n]) {
      expect(parseAmount(exactAmount(amount, 6), 6)).toEqual({ amount });
    }
    expect(parseAmount(" 0,5 ", 6)).toEqual({ amount: 500_000n });
    expect(parseAmount(".5", 1)).toEqual({ amount: 5n });
  });

  it.each(["", "1e5", "1.2.3", "-1", "0x10", "1.1234567", "340282366920938463463374607431769"])("refuse %j", (text) => {
    expect(parseAmount(text, 6)).toHaveProperty("problem");
  });

  it("are shared rounding down, as the contracts do", () => {
    expect(shareOf(10n, 3_333)).toBe(3n);
    expect(shareOf(2n ** 128n - 1n, 10_000)).toBe(2n ** 128n - 1n);
    expect(percent(250)).toBe("2.5 %");
  });
});
