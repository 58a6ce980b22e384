import { type Address, encodeFunctionData } from "viem";
import { NATIVE_ADDRESS, type Token, exactAmount } from "../core/money.ts";
import type { Purchase } from "../core/purchase.ts";
import { type Call, ERC20_ABI, callTo } from "./contracts.ts";
import { type Signer, type Step, refuse } from "./job.ts";
import { permitFor, splitSignature } from "./permit.ts";
import { askMarket, balanceOf, read } from "./reads.ts";
import { signTypedData } from "./sign.ts";

export interface Buying {
  readonly chainId: number;
  readonly escrow: Address;
  readonly token: Token;
  readonly purchase: Purchase;
  /** Null: the wallet cannot sign permits, so the amount is approved in a transaction of its own. */
  readonly permitDeadline: number | null;
}

/** Everything that could make the purchase fail is looked at first; then the shortest way to pay is chosen. */
export async function planPurchase(buying: Buying, signer: Signer): Promise<readonly Step[]> {
  const { escrow, purchase } = buying;
  await askMarket(signer.reader, escrow, purchase.dealId, purchase.deal, purchase.authorization);
  if (buying.token.address === NATIVE_ADDRESS) return planNative(buying, signer);
  return planToken(buying, signer);
}

async function planNative({ escrow, token, purchase }: Buying, { reader, account }: Signer): Promise<readonly Step[]> {
  const balance = await balanceOf(reader, account);
  if (balance < purchase.total) refuseBalance(token, balance, purchase.total);
  return [openStep(callTo("Escrow", escrow, "open", [purchase.deal, purchase.authorization], purchase.total))];
}

async function planToken(buying: Buying, signer: Signer): Promise<readonly Step[]> {
  const { escrow, token, purchase } = buying;
  const { reader, account } = signer;
  const [balance, allowance] = await Promise.all([
    read<bigint>(reader, token.address, ERC20_ABI, "balanceOf", [account]),
    read<bigint>(reader, token.address, ERC20_ABI, "allowance", [account, escrow]),
  ]);
  if (balance < purchase.total) refuseBalance(token, balance, purchase.total);
  const open = openStep(callTo("Escrow", escrow, "open", [purchase.deal, purchase.authorization]));
  if (allowance >= purchase.total) return [open];
  return (await planPermit(buying, signer)) ?? [approveStep(buying), open];
}

/** One signature and one transaction where the token can do it; else an approval of exactly this amount comes first. */
async function planPermit(buying: Buying, { reader, account }: Signer): Promise<readonly Step[] | null> {
  const { escrow, token, purchase, permitDeadline, chainId } = buying;
  if (permitDeadline === null) return null;
  const request = {
    token: token.address,
    owner: account,
    spender: escrow,
    amount: purchase.total,
    deadline: permitDeadline,
    chainId,
  };
  const permit = await permitFor(reader, request);
  if (!permit) return null;
  let call: Call | null = null;
  return [
    {
      kind: "signature",
      label: `Allow exactly ${exactAmount(purchase.total, token.decimals)} ${token.symbol}`,
      sign: async ({ provider }) => {
        const { v, r, s } = splitSignature(await signTypedData(provider, account, permit));
        const args = [purchase.deal, purchase.authorization, BigInt(permitDeadline), v, r, s];
        call = callTo("Escrow", escrow, "openWithPermit", args);
      },
    },
    { kind: "transaction", label: OPEN_LABEL, call: () => call ?? refuse("The permit was not signed.") },
  ];
}

const OPEN_LABEL = "Pay into escrow";

function openStep(call: Call): Step {
  return { kind: "transaction", label: OPEN_LABEL, call: () => call };
}

function approveStep({ escrow, token, purchase }: Buying): Step {
  const data = encodeFunctionData({ abi: ERC20_ABI, functionName: "approve", args: [escrow, purchase.total] });
  return {
    kind: "transaction",
    label: `Approve exactly ${exactAmount(purchase.total, token.decimals)} ${token.symbol}`,
    call: () => ({ to: token.address, data, value: 0n }),
  };
}

function refuseBalance({ symbol, decimals }: Token, balance: bigint, needed: bigint): never {
  const told = (amount: bigint) => `${exactAmount(amount, decimals)} ${symbol}`;
  return refuse(`This costs ${told(needed)}, and your account holds ${told(balance)}.`, "funds");
}
