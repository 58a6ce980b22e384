import { describe, expect, it } from "vitest";
import { childCategories, filterFrom, filterToQuery, isFiltered } from "../src/core/filter.ts";
import { tell } from "../src/core/history.ts";
import { nameWarning, shortAddress } from "../src/core/names.ts";
import { readOffer, writeOffer } from "../src/core/offers.ts";
import { profilePaper, words } from "../src/core/papers.ts";
import { staircase, upward } from "../src/core/plot.ts";
import { linkTo, parseRoute } from "../src/core/route.ts";
import { EMPTY_FORM, formOf, readSellForm, skuText } from "../src/core/selling.ts";
import { duration, relative } from "../src/core/time.ts";

const ETH = {
  address: "0x0000000000000000000000000000000000000000",
  symbol: "ETH",
  name: "Ether",
  decimals: 18,
} as const;

describe("times", () => {
  it.each([
    [0, "no time"],
    [1, "1 second"],
    [90, "1 minute 30 seconds"],
    [86_400, "1 day"],
    [90_000, "1 day 1 hour"],
    [14 * 86_400 + 3_600, "14 days"],
    [400 * 86_400, "1 year 35 days"],
  ])("%i seconds are %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it("look both ways", () => {
    expect(relative(1_000, 700)).toBe("in 5 minutes");
    expect(relative(700, 1_000)).toBe("5 minutes ago");
  });
});

describe("names that imitate others", () => {
  it.each(["Раypal", "аоре", "Ada\u202Eda", "A\u200Bda"])("%j is pointed out", (name) => {
    expect(nameWarning(name)).not.toBeNull();
  });

  it.each(["Inês Carvalho", "Юлия Смирнова", "山田 太郎 Studio", "Ελένη", "José & Søn 2"])("%j is not", (name) => {
    expect(nameWarning(name)).toBeNull();
  });

  it("stand beside their address", () => {
    expect(shortAddress("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")).toBe("0x7099…79C8");
  });
});

describe("addresses of the page", () => {
  it("lead to views and back", () => {
    const id = `0x${"ab".repeat(32)}`;
    expect(parseRoute(linkTo.listing(id))).toEqual({ view: "listing", id });
    expect(parseRoute(linkTo.sell())).toEqual({ view: "sell", id: null });
    expect(parseRoute("")).toMatchObject({ view: "browse" });
    expect(parseRoute("#/listing/../../x")).toMatchObject({ view: "unknown" });
    const filter = { ...filterFrom(new URLSearchParams()), q: "mug & bowl", category: "home/ceramics" };
    const route = parseRoute(linkTo.browse(filterToQuery(filter)));
    expect(route.view === "browse" && filterFrom(route.query)).toEqual(filter);
    expect(isFiltered({ ...filter, q: "", category: "", sort: "price" })).toBe(false);
  });
});

describe("categories", () => {
  const facets = [
    { value: "home/ceramics", count: 4 },
    { value: "home/lighting", count: 2 },
    { value: "art/prints", count: 1 },
  ];

  it("are counted one level at a time", () => {
    expect(childCategories(facets, "")).toEqual([
      { value: "home", count: 6 },
      { value: "art", count: 1 },
    ]);
    expect(childCategories(facets, "home").map(({ value }) => value)).toEqual(["home/ceramics", "home/lighting"]);
    expect(childCategories([...facets, { value: "home", count: 7 }], "")[0]).toEqual({ value: "home", count: 7 });
  });
});

describe("history", () => {
  it("tells events in words, whether parties come as names or numbers", () => {
    expect(
      tell("DealDisputed", { claimant: "Buyer", sellerBps: 2_500, evidence: `0x${"11".repeat(32)}` }),
    ).toMatchObject({
      label: "Disputed",
      text: "By the buyer: 25 % of the price to the seller.",
      evidence: `0x${"11".repeat(32)}`,
    });
    expect(tell("SettlementProposed", { proposer: 2, sellerBps: 5_000 }).text).toMatch(/^By the seller: 50 %/);
    expect(tell("DealFulfilled", { evidence: `0x${"00".repeat(32)}` }).evidence).toBeNull();
  });
});

describe("what sellers type", () => {
  const form = { ...EMPTY_FORM, title: "Bowl", description: "Round.", category: "home/ceramics", price: "0.5" };

  it("becomes a document and terms", () => {
    const { offered } = readSellForm(
      { ...form, attributes: "material: clay\nsize: 9 cm", tags: "a, b, a" },
      ETH,
      1_000,
      "now",
    );
    expect(offered?.paper).toMatchObject({ attributes: { material: "clay", size: "9 cm" }, tags: ["a", "b"] });
    expect(offered?.terms).toMatchObject({
      price: 5n * 10n ** 17n,
      deliverPeriod: 864_000,
      silenceBps: 5_000,
      referralBps: 200,
    });
    expect(offered?.terms.expiresAt).toBe(1_000 + 90 * 86_400);
  });

  it("and becomes a form again, unchanged", () => {
    const { offered } = readSellForm(form, ETH, 1_000, "now");
    if (!offered) throw new Error("the form is sound");
    const terms = { ...offered.terms, document: `0x${"00".repeat(32)}` } as const;
    expect(formOf(offered.paper, terms, offered.stock, ETH, 1_000)).toEqual(form);
  });

  it.each([
    [{ price: "0" }, "price"],
    [{ price: "x" }, "price"],
    [{ category: "Home Goods" }, "category"],
    [{ deliver: "400" }, "deliver"],
    [{ referral: "6" }, "referral"],
    [{ arbiterFee: "11" }, "arbiterFee"],
    [{ stock: "1.5" }, "stock"],
    [{ shipsTo: "Portugal" }, "shipsTo"],
    [{ arbiter: "0x12" }, "arbiter"],
    [{ attributes: "clay" }, "attributes"],
    [{ deposit: "1", claim: "0" }, "claim"],
    [{ sku: "a name that is far too long for bytes32" }, "sku"],
  ])("%j is refused at its field", (wrong, field) => {
    expect(Object.keys(readSellForm({ ...form, ...wrong }, ETH, 1_000, "now").problems ?? {})).toEqual([field]);
  });

  it("gets a name of its own", () => {
    expect(skuText({ ...form, title: "Café au lait, grande" }, "abc")).toBe("cafe-au-lait-grande-abc");
    expect(skuText({ ...form, sku: " mine " }, "abc")).toBe("mine");
  });
});

describe("profiles", () => {
  const form = { name: "Ada", about: "", picture: null, languages: "en", skills: "", links: "" };

  it("keep the keys they announced", () => {
    const keys = [{ use: "messages", algorithm: "X25519", publicKey: "A".repeat(43) }];
    expect(profilePaper(form, keys).paper?.keys).toEqual(keys);
    expect(profilePaper(form).paper).not.toHaveProperty("keys");
  });

  it("link only where https leads", () => {
    expect(profilePaper({ ...form, links: "javascript:alert(1)" }).problems).toHaveProperty("links");
    expect(words("a, b ,, a")).toEqual(["a", "b"]);
  });
});

describe("signed offers", () => {
  const offer = {
    dealId: `0x${"ab".repeat(32)}`,
    depositOnly: false,
    sellerBps: 7_000,
    deadline: 9,
    signature: "0x1234",
  } as const;

  it("travel as text", () => {
    expect(readOffer(writeOffer(offer), offer.dealId)).toMatchObject({ offer });
  });

  it.each(["", "{}", writeOffer({ ...offer, sellerBps: 10_001 }), writeOffer({ ...offer, dealId: "0x12" })])(
    "are refused: %s",
    (text) => {
      expect(readOffer(text, offer.dealId)).toHaveProperty("problem");
    },
  );
});

describe("plots", () => {
  it("draw prices as stairs from zero", () => {
    expect(
      staircase(
        [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        9,
      ),
    ).toBe("M1 2H3V4H9");
    expect(upward(10, { width: 100, height: 50, padding: 5 })(0)).toBe(45);
  });
});
