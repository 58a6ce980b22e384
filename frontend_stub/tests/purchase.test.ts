import { decodeAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { ZERO_ADDRESS, ZERO_HASH } from "../src/core/deal.ts";
import {
  type PurchaseRequest,
  buildPurchase,
  handoverCode,
  handoverHash,
  normalizedCode,
} from "../src/core/purchase.ts";
import { unpackRefunds } from "../src/core/refunds.ts";
import { commitmentOf } from "../src/core/review.ts";

const SOMEBODY = "0x1111111111111111111111111111111111111111";
const REQUEST: PurchaseRequest = {
  ...{ chainId: 1337, escrow: SOMEBODY, market: SOMEBODY, seller: SOMEBODY, sku: `0x${"01".repeat(32)}`, units: 3 },
  ...{ buyer: SOMEBODY, now: 1_000_000, salt: ZERO_HASH, handoverCode: null, referral: null },
  terms: {
    ...{
      token: ZERO_ADDRESS,
      price: 7n,
      deposit: 2n,
      referralBps: 100,
      arbiter: SOMEBODY,
      arbiterBps: 5,
      silenceBps: 6,
    },
    ...{ deliverPeriod: 500, cancelPeriod: 600, inspection: 8, revisions: 9, claimPeriod: 10, contestPeriod: 11 },
    ...{ rulingPeriod: 12, expiresAt: 2_000_000, document: `0x${"02".repeat(32)}` },
  },
};

describe("a purchase", () => {
  it("multiplies price and deposit, and copies every other term", () => {
    const { deal, total } = buildPurchase(REQUEST);
    const { inspection, revisions, claimPeriod, contestPeriod, rulingPeriod, silenceBps, arbiterBps } = REQUEST.terms;
    expect(deal).toMatchObject({ price: 21n, deposit: 6n, agreement: REQUEST.terms.document });
    expect(deal).toMatchObject({
      inspection,
      revisions,
      claimPeriod,
      contestPeriod,
      rulingPeriod,
      silenceBps,
      arbiterBps,
    });
    expect(total).toBe(27n);
  });

  it("leaves the seller at least the promised time, and asks for no later cancellation than granted", () => {
    const { deal } = buildPurchase(REQUEST);
    expect(deal.deliverBy).toBeGreaterThanOrEqual(REQUEST.now + 500);
    const [step, ...rest] = unpackRefunds(deal.refunds);
    expect(rest).toEqual([]);
    expect(step?.buyerBps).toBe(10_000);
    expect(step?.until).toBeLessThanOrEqual(REQUEST.now + 600);
  });

  it("asks for no cancellation where none is granted", () => {
    expect(buildPurchase({ ...REQUEST, terms: { ...REQUEST.terms, cancelPeriod: 0 } }).deal.refunds).toBe(0n);
  });

  it("pays a referral only where there is a referrer, and never more than granted", () => {
    expect(buildPurchase(REQUEST).deal).toMatchObject({ referrer: ZERO_ADDRESS, referralBps: 0 });
    const referred = buildPurchase({ ...REQUEST, referral: { referrer: SOMEBODY, bps: 400 } });
    expect(referred.deal).toMatchObject({ referrer: SOMEBODY, referralBps: 100 });
  });

  it("tells the market which listing and how many", () => {
    const types = ["bytes32", "uint32", "uint16", "uint32", "uint32", "uint40"].map((type) => ({ type }));
    const values = decodeAbiParameters(types, buildPurchase(REQUEST).authorization);
    expect(values).toEqual([REQUEST.sku, 3, 100, 500, 600, 2_000_000]);
  });

  it("differs by its salt", () => {
    const other = buildPurchase({ ...REQUEST, salt: `0x${"03".repeat(32)}` });
    expect(other.dealId).not.toBe(buildPurchase(REQUEST).dealId);
  });
});

describe("a hand-over code", () => {
  const code = handoverCode(Uint8Array.from({ length: 20 }, (_, index) => index * 13));

  it("has a hundred bits in letters nobody confuses", () => {
    expect(code).toMatch(/^([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/);
    expect(() => handoverCode(new Uint8Array(4))).toThrow(RangeError);
  });

  it("is understood however it is typed", () => {
    expect(normalizedCode(` ${code.toLowerCase().replaceAll("-", " ")}`)).toBe(code);
    expect(buildPurchase({ ...REQUEST, handoverCode: code }).deal.handover).toBe(handoverHash(code));
  });
});

it("a review's commitment is the contract's", () => {
  const review = {
    dealId: ZERO_HASH,
    author: SOMEBODY,
    score: 5,
    document: null,
    digest: ZERO_HASH,
    secret: ZERO_HASH,
  } as const;
  expect(commitmentOf(review)).not.toBe(commitmentOf({ ...review, score: 4 }));
  expect(commitmentOf(review)).toMatch(/^0x[0-9a-f]{64}$/);
});
