import type { Address, Hex } from "viem";
import { type Call, ERROR_TABLES } from "./contracts.ts";
import { followTransaction } from "./follow.ts";
import type { Provider } from "./provider.ts";
import { type Reader, nextNonce, readerOf, simulate } from "./reads.ts";
import { sendTransaction } from "./sign.ts";
import { type Refusal, explainFailure } from "../core/errors.ts";

/** The signer of a job: whoever is connected when it is checked. */
export interface Signer {
  readonly provider: Provider;
  readonly account: Address;
  readonly reader: Reader;
}

/** A step ends in a transaction, or in a signature that a later step uses. */
export type Step =
  | { readonly kind: "transaction"; readonly label: string; call(signer: Signer): Promise<Call> | Call }
  | { readonly kind: "signature"; readonly label: string; sign(signer: Signer): Promise<void> };

export interface Job {
  /** Looks before anybody signs: throws what would go wrong, answers the steps that remain. */
  plan(signer: Signer): Promise<readonly Step[]>;
  /** After the person confirmed and before the wallet opens: store the documents that will be named on chain. */
  prepare?(): Promise<void>;
  /** Waits until the index has the block, so that the next view shows it. */
  indexed?(block: number): Promise<void>;
}

export type JobState =
  | { readonly phase: "idle" | "checking" | "storing" }
  | { readonly phase: "refused"; readonly refusal: Refusal }
  | {
      readonly phase: "ready";
      readonly steps: readonly Step[];
      readonly fee: bigint | null;
      readonly gas: bigint | null;
    }
  | { readonly phase: "signing"; readonly label: string; readonly step: number; readonly of: number }
  | {
      readonly phase: "pending";
      readonly label: string;
      readonly hash: Hex;
      readonly step: number;
      readonly of: number;
    }
  | { readonly phase: "mined" | "indexed" | "unindexed"; readonly hash: Hex; readonly block: number };

export type Report = (state: JobState) => void;

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.sentence);
  }
}

export function refuse(sentence: string, code = "page"): never {
  throw new Refused({ sentence, details: [], code });
}

export function refusalOf(failure: unknown): Refusal {
  return failure instanceof Refused ? failure.refusal : explainFailure(failure, ERROR_TABLES);
}

/** Simulate, decode, explain: the first transaction is tried on a node before anybody is asked to sign. */
export async function checkJob(job: Job, signer: Signer, report: Report): Promise<void> {
  report({ phase: "checking" });
  try {
    const steps = await job.plan(signer);
    const [first] = steps;
    const estimate =
      first?.kind === "transaction" ? await simulate(signer.reader, signer.account, await first.call(signer)) : null;
    report({ phase: "ready", steps, fee: estimate?.fee ?? null, gas: estimate?.gas ?? null });
  } catch (failure) {
    report({ phase: "refused", refusal: refusalOf(failure) });
  }
}

export async function runJob(job: Job, steps: readonly Step[], signer: Signer, report: Report): Promise<void> {
  try {
    if (job.prepare) {
      report({ phase: "storing" });
      await job.prepare();
    }
    let last: { hash: Hex; block: number } | null = null;
    for (const [index, step] of steps.entries()) {
      last = (await runStep(step, { index, of: steps.length }, signer, report)) ?? last;
    }
    if (last) await awaitIndex(job, last, report);
  } catch (failure) {
    report({ phase: "refused", refusal: refusalOf(failure) });
  }
}

interface Position {
  readonly index: number;
  readonly of: number;
}

async function runStep(step: Step, { index, of }: Position, signer: Signer, report: Report) {
  const place = { label: step.label, step: index + 1, of };
  if (step.kind === "signature") {
    report({ phase: "signing", ...place });
    await step.sign(signer);
    return null;
  }
  const call = await step.call(signer);
  const { gas } = await simulate(signer.reader, signer.account, call);
  report({ phase: "signing", ...place });
  const nonce = await nextNonce(signer.reader, signer.account);
  const hash = await sendTransaction(signer.provider, signer.account, call, gas);
  report({ phase: "pending", ...place, hash });
  const ending = await followTransaction(signer.reader, { hash, from: signer.account, nonce, call }, (newHash) =>
    report({ phase: "pending", ...place, hash: newHash }),
  );
  if (ending.kind === "cancelled")
    refuse("You cancelled this transaction in your wallet. Nothing happened.", "cancelled");
  if (ending.kind === "replaced")
    refuse("Your wallet sent another transaction in place of this one. Nothing happened here.", "replaced");
  if (ending.kind === "reverted") await explainRevert(signer, call);
  return { hash: ending.hash, block: "block" in ending ? ending.block : 0 };
}

/** Mined but refused: somebody was faster. The same call, tried again, tells why. */
async function explainRevert({ reader, account }: Signer, call: Call): Promise<never> {
  await simulate(reader, account, call);
  return refuse("The transaction was mined, but refused. Only the network fee is gone.", "reverted");
}

async function awaitIndex(job: Job, mined: { hash: Hex; block: number }, report: Report): Promise<void> {
  report({ phase: "mined", ...mined });
  try {
    await job.indexed?.(mined.block);
    report({ phase: "indexed", ...mined });
  } catch {
    report({ phase: "unindexed", ...mined });
  }
}

export function signerFor(provider: Provider, account: Address): Signer {
  return { provider, account, reader: readerOf(provider) };
}
