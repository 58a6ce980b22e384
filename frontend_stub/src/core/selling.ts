import type { Address } from "viem";
import { ZERO_ADDRESS } from "./deal.ts";
import { type Token, exactAmount, parseAmount } from "./money.ts";
import { words } from "./papers.ts";
import type { Terms } from "./purchase.ts";

/** A listing as its seller types it: texts, days and percent. */
export interface SellForm {
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly kind: "physical" | "digital" | "service";
  readonly tags: string;
  readonly attributes: string;
  readonly shipsTo: string;
  readonly returns: string;
  readonly pictures: readonly SoldPicture[];
  readonly sku: string;
  readonly token: string;
  readonly price: string;
  readonly deposit: string;
  readonly stock: string;
  readonly deliver: string;
  readonly cancel: string;
  readonly inspection: string;
  readonly revisions: string;
  readonly claim: string;
  readonly contest: string;
  readonly ruling: string;
  readonly arbiter: string;
  readonly arbiterFee: string;
  readonly silence: string;
  readonly referral: string;
  readonly offered: string;
}

export type SoldPicture = {
  readonly cid: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};

export type ListingPaper = {
  readonly schema: "agora/listing";
  readonly version: 1;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly kind: SellForm["kind"];
  readonly tags: readonly string[];
  readonly pictures: readonly SoldPicture[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly shipsTo: readonly string[];
  readonly returns: string;
  readonly language: string;
  readonly createdAt: string;
};

const DAY = 86_400;
const MOST_DAYS = 365;
const MOST_REFERRAL = 500;
const MOST_ARBITER = 1_000;
const CATEGORY = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*){0,3}$/;

/** Sensible terms to start from, by what is sold. */
export const PRESETS: Record<
  SellForm["kind"],
  Pick<SellForm, "deliver" | "cancel" | "inspection" | "revisions" | "deposit" | "claim">
> = {
  physical: { deliver: "10", cancel: "1", inspection: "7", revisions: "0", deposit: "0", claim: "0" },
  digital: { deliver: "2", cancel: "0", inspection: "3", revisions: "0", deposit: "0", claim: "0" },
  service: { deliver: "14", cancel: "1", inspection: "5", revisions: "2", deposit: "0", claim: "0" },
};

export const EMPTY_FORM: SellForm = {
  ...{
    title: "",
    description: "",
    category: "",
    kind: "physical",
    tags: "",
    attributes: "",
    shipsTo: "",
    returns: "",
    pictures: [],
  },
  ...{ sku: "", token: ZERO_ADDRESS, price: "", stock: "1", contest: "5", ruling: "14", arbiter: "", arbiterFee: "0" },
  ...{ silence: "50", referral: "2", offered: "90" },
  ...PRESETS.physical,
};

export type SellProblems = Partial<Record<keyof SellForm, string>>;
export type OfferedTerms = Omit<Terms, "document">;

export interface Offered {
  readonly paper: ListingPaper;
  readonly terms: OfferedTerms;
  readonly stock: number;
}

export type ReadForm =
  { readonly offered: Offered; readonly problems: null } | { readonly offered: null; readonly problems: SellProblems };

export function readSellForm(form: SellForm, token: Token, now: number, createdAt: string): ReadForm {
  const problems: SellProblems = { ...paperProblems(form) };
  const note = <K extends keyof SellForm, T>(key: K, read: { value: T } | { problem: string }): T | null => {
    if ("value" in read) return read.value;
    problems[key] = read.problem;
    return null;
  };
  const days = (key: keyof SellForm) => note(key, readDays(String(form[key]))) ?? 0;
  const count = (key: keyof SellForm, most: number) => note(key, readCount(String(form[key]), most)) ?? 0;
  const share = (key: keyof SellForm, most: number) => note(key, readPercent(String(form[key]), most)) ?? 0;
  const money = (key: keyof SellForm) => {
    const read = parseAmount(String(form[key]), token.decimals);
    return note(key, "amount" in read ? { value: read.amount } : read) ?? 0n;
  };
  const stock = count("stock", 2 ** 32 - 1);
  const terms: OfferedTerms = {
    ...{
      token: token.address,
      price: money("price"),
      deposit: money("deposit"),
      referralBps: share("referral", MOST_REFERRAL),
    },
    ...{ arbiter: (form.arbiter.trim() || ZERO_ADDRESS) as Address, arbiterBps: share("arbiterFee", MOST_ARBITER) },
    ...{ silenceBps: share("silence", 10_000), deliverPeriod: days("deliver"), cancelPeriod: days("cancel") },
    ...{ inspection: days("inspection"), revisions: count("revisions", 255), claimPeriod: days("claim") },
    ...{ contestPeriod: days("contest"), rulingPeriod: days("ruling"), expiresAt: now + days("offered") },
  };
  if (!problems.price && terms.price === 0n) problems.price = "A listing needs a price.";
  if (!problems.offered && terms.expiresAt <= now) problems.offered = "The offer must be good for some time.";
  if (terms.deposit > 0n && terms.claimPeriod === 0) problems.claim = "With a deposit you need time to claim damage.";
  if (Object.keys(problems).length > 0) return { offered: null, problems };
  return { offered: { paper: paperOf(form, createdAt), terms, stock }, problems: null };
}

function paperProblems(form: SellForm): SellProblems {
  const codes = words(form.shipsTo);
  return {
    ...(form.title.trim() ? {} : { title: "Say what it is." }),
    ...(form.title.length > 120 ? { title: "At most 120 characters." } : {}),
    ...(form.description.trim() ? {} : { description: "Describe it." }),
    ...(CATEGORY.test(form.category)
      ? {}
      : { category: "Use lower-case words, from wide to narrow, such as home/ceramics." }),
    ...(codes.every((code) => /^[A-Z]{2}$/.test(code))
      ? {}
      : { shipsTo: "Use country codes such as PT, DE with commas between." }),
    ...(attributeLines(form.attributes) ? {} : { attributes: "One per line, such as: material: stoneware" }),
    ...(/^(0x[0-9a-fA-F]{40})?$/.test(form.arbiter.trim()) ? {} : { arbiter: "This is not an address." }),
    ...(new TextEncoder().encode(form.sku).length <= 32 ? {} : { sku: "At most 32 characters." }),
  };
}

function paperOf(form: SellForm, createdAt: string): ListingPaper {
  return {
    ...{ schema: "agora/listing", version: 1, title: form.title.trim(), description: form.description.trim() },
    ...{ category: form.category, kind: form.kind, tags: words(form.tags), pictures: form.pictures },
    ...{
      attributes: attributeLines(form.attributes) ?? {},
      shipsTo: words(form.shipsTo),
      returns: form.returns.trim(),
    },
    ...{ language: "en", createdAt },
  };
}

function attributeLines(text: string): Record<string, string> | null {
  const lines = text.split("\n").filter((line) => line.trim());
  const pairs = lines.map((line) => /^\s*([^:]{1,40}?)\s*:\s*(.{1,200}?)\s*$/.exec(line));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
}

type Read<T> = { readonly value: T } | { readonly problem: string };

function readDays(text: string): Read<number> {
  const days = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(days) || days < 0) return { problem: "Enter a number of days." };
  return days > MOST_DAYS ? { problem: `At most ${MOST_DAYS} days.` } : { value: Math.round(days * DAY) };
}

function readCount(text: string, most: number): Read<number> {
  if (!/^\d+$/.test(text.trim())) return { problem: "Enter a whole number." };
  return Number(text) > most ? { problem: `At most ${most}.` } : { value: Number(text) };
}

function readPercent(text: string, most: number): Read<number> {
  const bps = Math.round(Number(text.trim().replace(",", ".")) * 100);
  if (text.trim() === "" || !Number.isFinite(bps) || bps < 0) return { problem: "Enter a percentage." };
  return bps > most ? { problem: `At most ${most / 100} %.` } : { value: bps };
}

/** The form of a listing that exists, for its seller to change. */
export function formOf(paper: ListingPaper, terms: Terms, stock: number, { decimals }: Token, now: number): SellForm {
  const days = (seconds: number) => String(Math.round((seconds / DAY) * 1_000) / 1_000);
  const attributes = Object.entries(paper.attributes).map(([name, value]) => `${name}: ${value}`);
  return {
    ...{ title: paper.title, description: paper.description, category: paper.category, kind: paper.kind },
    ...{ tags: paper.tags.join(", "), attributes: attributes.join("\n"), shipsTo: paper.shipsTo.join(", ") },
    ...{ returns: paper.returns, pictures: paper.pictures, sku: "", token: terms.token },
    ...{
      price: exactAmount(terms.price, decimals),
      deposit: exactAmount(terms.deposit, decimals),
      stock: String(stock),
    },
    ...{ deliver: days(terms.deliverPeriod), cancel: days(terms.cancelPeriod), inspection: days(terms.inspection) },
    ...{ revisions: String(terms.revisions), claim: days(terms.claimPeriod), contest: days(terms.contestPeriod) },
    ...{ ruling: days(terms.rulingPeriod), arbiter: terms.arbiter === ZERO_ADDRESS ? "" : terms.arbiter },
    ...{ arbiterFee: exactAmount(BigInt(terms.arbiterBps), 2), silence: exactAmount(BigInt(terms.silenceBps), 2) },
    ...{ referral: exactAmount(BigInt(terms.referralBps), 2), offered: days(Math.max(terms.expiresAt - now, DAY)) },
  };
}

/** A name for the listing that the seller did not bother to give: from the title, with something random behind. */
export function skuText(form: SellForm, random: string): string {
  if (form.sku.trim()) return form.sku.trim();
  const slug = form.title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${slug.slice(0, 20)}-${random}`;
}
