import { describe, expect, it } from "vitest";
import { actKind, payoutOf } from "../src/core/acts.ts";
import { type Deal, ZERO_ADDRESS, ZERO_HASH, rolesOf } from "../src/core/deal.ts";
import { type Standing, deadlineOf, nextActs, permitted } from "../src/core/next.ts";
import { fullRefundUntil, packRefunds, refundStepAt, unpackRefunds } from "../src/core/refunds.ts";
import { situationOf } from "../src/core/situation.ts";
import { bpsOf } from "../src/core/split.ts";
import table from "../../contracts/acts.json";

const BUYER = "0x1111111111111111111111111111111111111111";
const SELLER = "0x2222222222222222222222222222222222222222";
const ARBITER = "0x3333333333333333333333333333333333333333";
const NOW = 1_800_000_000;

const DEAL: Deal = {
  ...{ market: ARBITER, buyer: BUYER, seller: SELLER, token: ZERO_ADDRESS, price: 1_001n, deposit: 100n },
  ...{ referrer: ARBITER, referralBps: 200, arbiter: ARBITER, arbiterBps: 500, silenceBps: 4_000 },
  ...{ deliverBy: NOW + 1_000, inspection: 500, revisions: 1, claimPeriod: 300, contestPeriod: 200, rulingPeriod: 400 },
  ...{ refunds: fullRefundUntil(NOW + 100), handover: ZERO_HASH, agreement: ZERO_HASH, salt: ZERO_HASH },
};

const standing = (more: Partial<Standing>): Standing => ({
  ...{
    status: "Funded",
    outcome: "None",
    claim: "None",
    claimant: "None",
    claimBps: 0,
    proposer: "None",
    proposedBps: 0,
  },
  ...{ depositOnly: false, revisionsUsed: 0, since: NOW, discount: 0n, isAssigned: false },
  ...more,
});

const mayDo = (
  more: Partial<Standing>,
  roles: readonly ("Buyer" | "Seller" | "Arbiter")[],
  now: number,
  terms: Partial<Deal> = {},
) => permitted(nextActs({ ...DEAL, ...terms }, standing(more)), roles, now).now.map(({ act }) => act);

const BY_CLOCK = { refunds: DEAL.refunds | (1n << 224n), revisions: 0 };
const BY_CODE = { refunds: DEAL.refunds | (2n << 224n), revisions: 0 };

describe("who may do what", () => {
  it("knows a label and a sentence for every act of the table", () => {
    for (const { act } of table.acts) expect(actKind(act).consequence, act).not.toBe("");
  });

  it("lets the seller fulfil until the deadline, and the buyer reclaim from then on", () => {
    expect(mayDo({}, ["Seller"], NOW + 1_000)).toContain("fulfil");
    expect(mayDo({}, ["Seller"], NOW + 1_001)).not.toContain("fulfil");
    expect(mayDo({}, ["Buyer"], NOW + 1_000)).not.toContain("reclaim");
    expect(mayDo({}, ["Buyer"], NOW + 1_001)).toContain("reclaim");
  });

  it("lets the buyer cancel in time, and not once the work was sent back", () => {
    expect(mayDo({}, ["Buyer"], NOW + 100)).toContain("cancel");
    expect(mayDo({}, ["Buyer"], NOW + 101)).not.toContain("cancel");
    expect(mayDo({ revisionsUsed: 1 }, ["Buyer"], NOW)).not.toContain("cancel");
  });

  it("lets only the opponent answer a claim, and nobody after a ruling", () => {
    const made = { status: "Disputed", claim: "Made", claimant: "Buyer" } as const;
    expect(mayDo(made, ["Seller"], NOW)).toEqual(expect.arrayContaining(["concede", "contest"]));
    expect(mayDo(made, ["Buyer"], NOW)).not.toContain("concede");
    expect(mayDo({ ...made, claim: "Contested" }, ["Arbiter"], NOW)).toContain("rule");
    expect(mayDo({ ...made, claim: "Ruled" }, ["Seller", "Buyer"], NOW).sort()).toEqual(["execute", "submitEvidence"]);
  });

  it("offers the other side's proposal, never one's own", () => {
    expect(mayDo({ proposer: "Buyer" }, ["Seller"], NOW)).toContain("acceptSettlement");
    expect(mayDo({ proposer: "Buyer" }, ["Buyer"], NOW)).not.toContain("acceptSettlement");
  });

  it("offers strangers only what anybody may do", () => {
    expect(mayDo({}, [], NOW)).toEqual([]);
    expect(mayDo({ status: "Fulfilled" }, [], NOW + 501)).toEqual(["finalize"]);
  });

  it("lets time alone fulfil a deal that ends by the clock", () => {
    expect(mayDo({}, ["Seller"], NOW, BY_CLOCK)).not.toContain("fulfil");
    expect(mayDo({}, ["Buyer"], NOW + 1_001, BY_CLOCK)).not.toContain("reclaim");
    expect(mayDo({}, [], NOW + 600, BY_CLOCK)).not.toContain("finalize");
    expect(mayDo({}, [], NOW + 601, BY_CLOCK)).toContain("finalize");
    expect(mayDo({}, ["Buyer"], NOW + 600, BY_CLOCK)).toContain("dispute");
    expect(mayDo({}, ["Buyer"], NOW + 601, BY_CLOCK)).not.toContain("dispute");
  });

  it("begins a deal by its code, or charges who did not come", () => {
    expect(mayDo({}, [], NOW + 1_000, BY_CODE)).toEqual(["begin"]);
    expect(mayDo({}, ["Seller"], NOW + 100, BY_CODE)).not.toContain("chargeNoShow");
    expect(mayDo({}, ["Seller"], NOW + 101, BY_CODE)).toContain("chargeNoShow");
    expect(mayDo({}, ["Seller"], NOW + 1_001, BY_CODE)).not.toContain("chargeNoShow");
    expect(mayDo({}, ["Seller"], NOW, BY_CODE)).not.toContain("fulfil");
  });

  it("lets nobody give away what is assigned, until the seller is late", () => {
    const assigned = { isAssigned: true };
    for (const act of ["refund", "discount", "assign", "dispute", "proposeSettlement"]) {
      expect(mayDo({}, ["Seller"], NOW)).toContain(act);
      expect(mayDo(assigned, ["Seller"], NOW)).not.toContain(act);
    }
    expect(mayDo(assigned, ["Seller"], NOW + 1_001)).toContain("refund");
    expect(mayDo({ ...assigned, status: "Completed", depositOnly: true }, ["Seller"], NOW)).toContain("proposeSettlement");
  });

  it("tells what becomes possible later", () => {
    const { later } = permitted(nextActs(DEAL, standing({})), ["Buyer"], NOW);
    expect(later).toEqual([{ act: "reclaim", by: "Buyer", from: NOW + 1_000, until: null }]);
  });

  it("gives work that was sent back at least the inspection time", () => {
    expect(deadlineOf(DEAL, { revisionsUsed: 1, since: NOW + 900 })).toBe(NOW + 1_400);
    expect(deadlineOf(DEAL, { revisionsUsed: 1, since: NOW })).toBe(NOW + 1_000);
  });

  it("knows roles whatever the case of the address, and no arbiter is nobody", () => {
    expect(rolesOf(DEAL, BUYER.toUpperCase().replace("0X", "0x"))).toEqual(["Buyer"]);
    expect(rolesOf({ ...DEAL, arbiter: ZERO_ADDRESS }, ZERO_ADDRESS)).toEqual([]);
  });
});

describe("where the money goes", () => {
  const cases: readonly [string, Partial<Standing>, number?][] = [
    ["release", {}],
    ["refund", {}],
    ["cancel", {}],
    ["reclaim", {}],
    ["acceptSettlement", { proposer: "Buyer", proposedBps: 3_333 }],
    ["acceptSettlement", { status: "Completed", proposer: "Buyer", proposedBps: 3_333 }],
    ["concede", { status: "Disputed", claim: "Made", claimBps: 7_777 }],
    ["execute", { status: "Disputed", claim: "Ruled", claimBps: 1_234 }],
    ["execute", { status: "Disputed", claim: "Contested", claimBps: 1_234 }],
    ["rule", { status: "Disputed", claim: "Contested" }, 6_789],
    ["claimDeposit", { status: "Completed" }, 5_001],
    ["returnDeposit", { status: "Completed" }],
  ];

  it.each(cases)("%s pays every unit to somebody", (act, more, bps = 0) => {
    const payout = payoutOf(act, DEAL, standing(more), NOW, bps);
    const { seller, buyer, referrer, arbiter } = payout ?? { seller: 0n, buyer: 0n, referrer: 0n, arbiter: 0n };
    const depositOnly = more.status === "Completed" || act === "returnDeposit";
    // Paying the seller leaves the deposit in escrow; whatever else settles the price gives it back.
    const held = depositOnly ? DEAL.deposit : act === "release" ? DEAL.price : DEAL.price + DEAL.deposit;
    expect(seller + buyer + referrer + arbiter).toBe(held);
  });

  it("takes the referral from what the seller gets, and the arbiter's fee before the split", () => {
    expect(payoutOf("release", DEAL, standing({}), NOW)).toEqual({
      seller: 981n,
      buyer: 0n,
      referrer: 20n,
      arbiter: 0n,
    });
    expect(payoutOf("rule", DEAL, standing({}), NOW, 5_000)).toEqual({
      seller: 466n,
      buyer: 576n,
      referrer: 9n,
      arbiter: 50n,
    });
  });

  it("gives the buyer the discount whatever happens, and divides the rest", () => {
    const discounted = standing({ discount: 501n });
    expect(payoutOf("release", DEAL, discounted, NOW)).toEqual({
      ...{ seller: 490n, buyer: 501n, referrer: 10n, arbiter: 0n },
    });
    expect(payoutOf("refund", DEAL, discounted, NOW)?.buyer).toBe(1_101n);
    expect(payoutOf("returnDeposit", DEAL, { ...discounted, status: "Completed", depositOnly: true }, NOW)?.buyer).toBe(
      100n,
    );
  });

  it("pays the agreed share when the arbiter stays silent", () => {
    const silent = standing({ status: "Disputed", claim: "Contested", claimBps: 9_999 });
    expect(payoutOf("execute", { ...DEAL, referralBps: 0 }, silent, NOW)?.seller).toBe(400n);
  });

  it("turns amounts into shares a contract can express", () => {
    expect(bpsOf(2_500n, 10_000n)).toBe(2_500);
    expect(bpsOf(10_001n, 10_000n)).toBeNull();
    expect(bpsOf(0n, 0n)).toBeNull();
  });
});

describe("the refund schedule", () => {
  it("is packed and unpacked alike", () => {
    const steps = [
      { until: 100, buyerBps: 10_000 },
      { until: 200, buyerBps: 5_000 },
      { until: 2 ** 40 - 1, buyerBps: 1 },
    ];
    expect(unpackRefunds(packRefunds(steps))).toEqual(steps);
    expect(unpackRefunds(0n)).toEqual([]);
  });

  it("gives the first step whose time has not passed", () => {
    const packed = packRefunds([
      { until: 100, buyerBps: 10_000 },
      { until: 200, buyerBps: 5_000 },
    ]);
    expect(refundStepAt(packed, 100)?.buyerBps).toBe(10_000);
    expect(refundStepAt(packed, 101)?.buyerBps).toBe(5_000);
    expect(refundStepAt(packed, 201)).toBeNull();
  });
});

describe("the situation", () => {
  it("names who must act in every state", () => {
    const waits = (more: Partial<Standing>, now = NOW) => situationOf(DEAL, standing(more), now).waitsFor;
    expect(waits({})).toBe("Seller");
    expect(waits({}, NOW + 1_001)).toBe("Buyer");
    expect(situationOf({ ...DEAL, ...BY_CLOCK }, standing({}), NOW).until).toBe(NOW + 100);
    expect(situationOf({ ...DEAL, ...BY_CLOCK }, standing({}), NOW + 601).waitsFor).toBe("Anyone");
    expect(situationOf({ ...DEAL, ...BY_CODE }, standing({}), NOW + 101).detail).toContain("did not come");
    expect(waits({ status: "Fulfilled" })).toBe("Buyer");
    expect(waits({ status: "Fulfilled" }, NOW + 501)).toBe("Anyone");
    expect(waits({ status: "Completed" })).toBe("Seller");
    expect(waits({ status: "Disputed", claim: "Made", claimant: "Seller" })).toBe("Buyer");
    expect(waits({ status: "Disputed", claim: "Contested" })).toBe("Arbiter");
    expect(waits({ status: "Disputed", claim: "Ruled" })).toBe("Anyone");
    expect(waits({ status: "Closed", outcome: "Released" })).toBeNull();
  });
});
