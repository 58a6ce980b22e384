import type { Address, Hex } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import type { Call } from "./contracts.ts";
import type { Reader } from "./reads.ts";

export type Ending =
  | { readonly kind: "mined"; readonly hash: Hex; readonly block: number }
  | { readonly kind: "reverted"; readonly hash: Hex; readonly block: number }
  | { readonly kind: "cancelled"; readonly hash: Hex }
  | { readonly kind: "replaced"; readonly hash: Hex };

const PATIENCE = 15 * 60_000;

/** What was sent, and the nonce it most likely has: a node forgets what was replaced, sometimes before we ask. */
export interface Sent {
  readonly hash: Hex;
  readonly from: Address;
  readonly nonce: number;
  readonly call: Call;
}

/** Follows a transaction to its end. A wallet may speed it up (same call, new hash), cancel it or send another. */
export async function followTransaction(
  reader: Reader,
  { hash, from, nonce, call: { to, value, data } }: Sent,
  onNewHash: (hash: Hex) => void,
): Promise<Ending> {
  let reason: "replaced" | "repriced" | "cancelled" | null = null;
  const receipt = await waitForTransactionReceipt(reader, {
    hash,
    timeout: PATIENCE,
    replacement: { from, nonce, to, value, input: data },
    onReplaced: (replacement) => {
      reason = replacement.reason;
      onNewHash(replacement.transaction.hash);
    },
  });
  const found = { hash: receipt.transactionHash, block: Number(receipt.blockNumber) };
  if (reason === "cancelled" || reason === "replaced") return { kind: reason, hash: found.hash };
  return { kind: receipt.status === "success" ? "mined" : "reverted", ...found };
}
