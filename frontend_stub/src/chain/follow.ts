import type { Hex } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import type { Reader } from "./reads.ts";

export type Ending =
  | { readonly kind: "mined"; readonly hash: Hex; readonly block: number }
  | { readonly kind: "reverted"; readonly hash: Hex; readonly block: number }
  | { readonly kind: "cancelled"; readonly hash: Hex }
  | { readonly kind: "replaced"; readonly hash: Hex };

const PATIENCE = 15 * 60_000;

/** Follows a transaction to its end. A wallet may speed it up (same call, new hash), cancel it or send another. */
export async function followTransaction(reader: Reader, hash: Hex, onNewHash: (hash: Hex) => void): Promise<Ending> {
  let reason: "replaced" | "repriced" | "cancelled" | null = null;
  const receipt = await waitForTransactionReceipt(reader, {
    hash,
    timeout: PATIENCE,
    onReplaced: (replacement) => {
      reason = replacement.reason;
      onNewHash(replacement.transaction.hash);
    },
  });
  const found = { hash: receipt.transactionHash, block: Number(receipt.blockNumber) };
  if (reason === "cancelled" || reason === "replaced") return { kind: reason, hash: found.hash };
  return { kind: receipt.status === "success" ? "mined" : "reverted", ...found };
}
