import { type Abi, type Hex, decodeErrorResult, toFunctionSelector } from "viem";
import { percent } from "./money.ts";
import { longDate } from "./time.ts";

/** Why something cannot be done, in a sentence a buyer can read. */
export interface Refusal {
  readonly sentence: string;
  readonly details: readonly string[];
  /** The custom error's name, or a word of ours: `rejected`, `funds`, `unreachable`. */
  readonly code: string;
}

export interface ErrorTable {
  readonly abi: Abi;
  readonly notices: Readonly<Record<string, string>>;
}

const STATUSES = ["not opened", "funded", "fulfilled", "completed", "disputed", "closed"];
const CLAIMS = ["none", "made", "contested", "ruled"];
const TIMES = new Set(["deadline", "time", "notBefore", "expiresAt", "earliest", "latest", "deliverBy"]);
const NESTS = ["data", "result", "error", "cause", "originalError", "info", "value"];
const DEEPEST = 8;

/** Anvil puts revert data in `data`; Ganache in `data.data`, `data.result` or `error.data`; libraries wrap them all. */
export function revertData(failure: unknown, depth = 0): Hex | null {
  if (depth > DEEPEST || failure === null || typeof failure !== "object") return null;
  for (const key of NESTS) {
    const inner = (failure as Record<string, unknown>)[key];
    if (typeof inner === "string" && /^0x([0-9a-f]{2}){4,}$/i.test(inner)) return inner as Hex;
  }
  for (const key of NESTS) {
    const found = revertData((failure as Record<string, unknown>)[key], depth + 1);
    if (found) return found;
  }
  return null;
}

export function decodeRevert(data: Hex, tables: readonly ErrorTable[]): Refusal {
  for (const { abi, notices } of tables) {
    const item = abi.find(
      (entry) => entry.type === "error" && toFunctionSelector(signatureOf(entry)) === data.slice(0, 10),
    );
    if (item?.type !== "error") continue;
    const { args } = decodeErrorResult({ abi: [item], data });
    const details = item.inputs.map((input, index) => told(input.name ?? "", (args as readonly unknown[])[index]));
    const sentence = notices[signatureOf(item)] ?? `The contract refused: ${item.name}.`;
    return { sentence, details: details.filter((text) => text !== null), code: item.name };
  }
  return decodeStandard(data);
}

function decodeStandard(data: Hex): Refusal {
  const standard = ["0x08c379a0", "0x4e487b71"].includes(data.slice(0, 10));
  if (!standard) {
    return {
      sentence: "A contract refused without a reason this page knows.",
      details: [data.slice(0, 74)],
      code: "unknown",
    };
  }
  const { errorName, args } = decodeErrorResult({ data });
  return { sentence: `A contract refused: ${String((args as readonly unknown[])[0])}.`, details: [], code: errorName };
}

function signatureOf(
  item: { readonly name: string; readonly inputs: readonly { readonly type: string }[] } | object,
): string {
  if (!("name" in item) || !("inputs" in item)) return "";
  return `${item.name}(${item.inputs.map(({ type }) => type).join(",")})`;
}

function told(name: string, value: unknown): string | null {
  if (/^(dealId|listingId|caller|account|market)$/.test(name)) return null;
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  if (name === "status") return `the deal is ${STATUSES[Number(value)] ?? String(value)}`;
  if (name === "claim") return `the claim is ${CLAIMS[Number(value)] ?? String(value)}`;
  if (TIMES.has(name) && Number(value) < 1e11) return `${words}: ${longDate(Number(value))}`;
  if (/bps$/i.test(name) || (name === "limit" && Number(value) <= 10_000))
    return `${words.replace(" bps", "")}: ${percent(Number(value))}`;
  return `${words}: ${String(value)}`;
}

const FAILURES: readonly (readonly [RegExp, string, string])[] = [
  [
    /insufficient funds|enough funds|exceeds (the )?balance of the account/i,
    "funds",
    "Your account does not hold enough for this payment and the network fee.",
  ],
  [
    /nonce too (low|high)|incorrect nonce/i,
    "nonce",
    "Your wallet and the network disagree about your last transaction. Wait a moment, or reset the account in the wallet.",
  ],
  [
    /already pending|request already/i,
    "busy",
    "Your wallet is still showing an earlier request. Answer that one first.",
  ],
  [/underpriced|max fee per gas less than/i, "fee", "The offered network fee is too low right now. Try again."],
  [
    /timed? ?out|failed to fetch|network ?error|http request failed|disconnected|connection|ECONNREFUSED/i,
    "unreachable",
    "The network cannot be reached through your wallet right now. Nothing was sent.",
  ],
];

/** Any failure on the way to a transaction, as a sentence. */
export function explainFailure(failure: unknown, tables: readonly ErrorTable[]): Refusal {
  if (codesOf(failure).includes(4001)) {
    return { sentence: "You declined in your wallet. Nothing was sent.", details: [], code: "rejected" };
  }
  const data = revertData(failure);
  if (data) return decodeRevert(data, tables);
  const message = messagesOf(failure).join(" · ");
  const known = FAILURES.find(([pattern]) => pattern.test(message));
  if (known) return { sentence: known[2], details: [], code: known[1] };
  const shown = message.slice(0, 200) || String(failure);
  return { sentence: "This did not work, and nothing was sent.", details: [shown], code: "unknown" };
}

function chainOf(failure: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  let inner = failure;
  while (inner !== null && typeof inner === "object" && chain.length < DEEPEST) {
    chain.push(inner as Record<string, unknown>);
    const { cause, error, data } = inner as Record<string, unknown>;
    inner = cause ?? error ?? data;
  }
  return chain;
}

function codesOf(failure: unknown): unknown[] {
  return chainOf(failure).map(({ code }) => code);
}

function messagesOf(failure: unknown): string[] {
  const texts = chainOf(failure).map(({ details, shortMessage, message }) => details ?? shortMessage ?? message);
  return [...new Set(texts.filter((text) => typeof text === "string"))];
}
