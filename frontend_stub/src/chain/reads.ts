import {
  type Abi,
  type Address,
  type Client,
  type Hex,
  createClient,
  custom,
  decodeEventLog,
  decodeFunctionResult,
  encodeEventTopics,
  encodeFunctionData,
  hexToBigInt,
  hexToNumber,
  http,
  numberToHex,
} from "viem";

import type { Deal } from "../core/deal.ts";
import type { ClaimStage, Party, Standing, Status } from "../core/next.ts";
import { type Call, abiOf } from "./contracts.ts";
import type { Provider } from "./provider.ts";

/** Reads of the chain: through the wallet when there is one, else through a public node. Nothing here signs. */
export type Reader = Client;

export function readerOf(provider: Provider): Reader {
  return createClient({ transport: custom(provider, { retryCount: 0 }), pollingInterval: 1_000 });
}

export function publicReader(url: string): Reader {
  return createClient({ transport: http(url), pollingInterval: 4_000 });
}

/**
 * Plain requests: the library's own actions for these bring signing, state overrides and off-chain lookups along, which
 * weigh more than the whole page.
 */
async function ask<T>(reader: Reader, method: string, params: readonly unknown[]): Promise<T> {
  return (await reader.request({ method, params } as never)) as T;
}

export async function read<T>(
  reader: Reader,
  address: Address,
  abi: Abi,
  name: string,
  args: readonly unknown[] = [],
): Promise<T> {
  const data = encodeFunctionData({ abi, functionName: name, args });
  const answer = await ask<Hex>(reader, "eth_call", [{ to: address, data }, "latest"]);
  return decodeFunctionResult({ abi, functionName: name, data: answer }) as T;
}

export async function balanceOf(reader: Reader, account: Address): Promise<bigint> {
  return hexToBigInt(await ask<Hex>(reader, "eth_getBalance", [account, "latest"]));
}

export async function nextNonce(reader: Reader, account: Address): Promise<number> {
  return hexToNumber(await ask<Hex>(reader, "eth_getTransactionCount", [account, "pending"]));
}

export interface Estimate {
  readonly gas: bigint;
  readonly fee: bigint;
}

/** Room for what changes between the estimate and the block, above all for payments that wake a cold account. */
const GAS_MARGIN_PERCENT = 25n;

/** Tries the call as it would be mined. Wallets guess badly, so the gas is always ours. */
export async function simulate(reader: Reader, from: Address, { to, data, value }: Call): Promise<Estimate> {
  const transaction = { from, to, data, value: numberToHex(value) };
  await ask(reader, "eth_call", [transaction, "latest"]);
  const [estimated, price] = await Promise.all([
    ask<Hex>(reader, "eth_estimateGas", [transaction]),
    ask<Hex>(reader, "eth_gasPrice", []),
  ]);
  const needed = hexToBigInt(estimated);
  return { gas: needed + (needed * GAS_MARGIN_PERCENT) / 100n, fee: needed * hexToBigInt(price) };
}

/** Asks the market whether it would vouch for the deal, as the escrow will: the reason comes before any signature. */
export async function askMarket(
  reader: Reader,
  escrow: Address,
  dealId: Hex,
  deal: Deal,
  authorization: Hex,
): Promise<void> {
  const data = encodeFunctionData({
    abi: abiOf("FixedPrice"),
    functionName: "authorize",
    args: [dealId, deal, authorization],
  });
  await ask(reader, "eth_call", [{ from: escrow, to: deal.market, data }, "latest"]);
}

export async function chainTime(reader: Reader): Promise<number> {
  const { timestamp } = await ask<{ timestamp: Hex }>(reader, "eth_getBlockByNumber", ["latest", false]);
  return hexToNumber(timestamp);
}

const STATUSES: readonly Status[] = ["None", "Funded", "Fulfilled", "Completed", "Disputed", "Closed"];
const PARTIES: readonly Party[] = ["None", "Buyer", "Seller"];
const CLAIMS: readonly ClaimStage[] = ["None", "Made", "Contested", "Ruled"];
const OUTCOMES = [
  "None",
  "Released",
  "HandedOver",
  "Finalized",
  "Refunded",
  "Cancelled",
  "Reclaimed",
  "Settled",
  "Conceded",
  "Uncontested",
  "Ruled",
  "ArbiterSilent",
  "NoShow",
];

interface StoredWord {
  readonly status: number;
  readonly outcome: number;
  readonly claim: number;
  readonly claimant: number;
  readonly proposer: number;
  readonly depositOnly: boolean;
  readonly revisionsUsed: number;
  readonly claimBps: number;
  readonly proposedBps: number;
  readonly since: number;
  readonly discount: bigint;
  readonly isAssigned: boolean;
}

export async function standingOf(reader: Reader, escrow: Address, dealId: Hex): Promise<Standing> {
  const word = await read<StoredWord>(reader, escrow, abiOf("Escrow"), "stateOf", [dealId]);
  return {
    ...word,
    status: STATUSES[word.status] ?? "None",
    outcome: OUTCOMES[word.outcome] ?? "None",
    claim: CLAIMS[word.claim] ?? "None",
    claimant: PARTIES[word.claimant] ?? "None",
    proposer: PARTIES[word.proposer] ?? "None",
  };
}

export interface OpenedDeal {
  readonly dealId: Hex;
  readonly deal: Deal;
  readonly payer: Address;
  readonly blockNumber: number;
}

interface RawLog {
  readonly topics: [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
}

/** Finds deals by the chain's own log: this is how a deal is finished when every service is gone. */
export async function openedDeals(
  reader: Reader,
  escrow: { readonly address: Address; readonly block: number },
  wanted: { readonly dealId?: Hex; readonly buyer?: Address; readonly seller?: Address },
): Promise<OpenedDeal[]> {
  const abi = abiOf("Escrow");
  const topics = encodeEventTopics({ abi, eventName: "DealOpened", args: wanted });
  const range = { address: escrow.address, fromBlock: numberToHex(escrow.block), toBlock: "latest" };
  const logs = await ask<readonly RawLog[]>(reader, "eth_getLogs", [{ ...range, topics }]);
  return logs.map((log) => {
    const { args } = decodeEventLog({ abi, eventName: "DealOpened", topics: log.topics, data: log.data });
    return { ...(args as unknown as Omit<OpenedDeal, "blockNumber">), blockNumber: hexToNumber(log.blockNumber) };
  });
}
