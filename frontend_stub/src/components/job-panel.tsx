import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Job, type JobState, type Signer, checkJob, runJob, signerFor } from "../chain/job.ts";
import { NATIVE_ADDRESS } from "../core/money.ts";
import { announce } from "../state/announce.ts";
import { market } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { type Wallet, wallet } from "../state/wallet.ts";
import { Amount } from "./amount.tsx";
import { ChainSwitch } from "./chain-switch.tsx";
import { Icon } from "./icons.tsx";
import { WalletChoices } from "./wallet-choices.tsx";

interface Props {
  /** Null while the form is not filled in yet. */
  readonly job: Job | null;
  /** Changes whenever the job does: then it is checked again. */
  readonly jobKey: string;
  readonly confirm: string;
  readonly onDone: (block: number) => void;
  readonly waiting?: string;
  readonly done?: ComponentChildren;
}

const SETTLE = 250;

/** Simulate → explain → only then sign. Every state of a transaction has a sentence. */
export function JobPanel(props: Props): JSX.Element {
  const connected = useStore(wallet);
  const known = useStore(market);
  if (connected.state !== "connected") {
    return (
      <div class="job">
        <p>Connect a wallet to go on. Nothing is sent before you confirm it there.</p>
        <WalletChoices />
      </div>
    );
  }
  if (known.state !== "ready" || connected.chainId !== known.deployment.chainId) {
    return (
      <div class="job">
        <ChainSwitch />
      </div>
    );
  }
  return <ConnectedPanel {...props} connected={connected} />;
}

function ConnectedPanel({
  job,
  jobKey,
  confirm,
  onDone,
  waiting,
  done,
  connected,
}: Props & {
  readonly connected: Extract<Wallet, { state: "connected" }>;
}): JSX.Element {
  const [state, setState] = useState<JobState>({ phase: "idle" });
  const [attempt, setAttempt] = useState(0);
  // What was checked is what runs, even when the view around it was drawn anew in the meantime.
  const checked = useRef<{ readonly job: Job; readonly signer: Signer } | null>(null);
  const checkable = job !== null;

  useEffect(() => {
    setState({ phase: "idle" });
    if (!job) return;
    let wanted = true;
    const signer = signerFor(connected.provider, connected.account);
    checked.current = { job, signer };
    const timer = setTimeout(() => void checkJob(job, signer, (next) => wanted && setState(next)), SETTLE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [jobKey, checkable, connected.provider, connected.account, attempt]);

  const run = async () => {
    if (!checked.current || state.phase !== "ready") return;
    await runJob(checked.current.job, state.steps, checked.current.signer, (next) => {
      setState(next);
      announce(announced(next));
      if (next.phase === "indexed" || next.phase === "unindexed") onDone(next.block);
    });
  };

  return (
    <div class={`job job-${state.phase}`}>
      <JobMessage
        state={state}
        waiting={waiting ?? "Fill in the form. It is checked with the network before you sign."}
      />
      {state.phase === "ready" && state.steps.length > 1 && (
        <ol class="job-steps">
          {state.steps.map(({ label, kind }) => (
            <li key={label}>
              {label} <span class="faint">({kind === "signature" ? "signature, costs nothing" : "transaction"})</span>
            </li>
          ))}
        </ol>
      )}
      <div class="job-actions">
        {(state.phase === "idle" || state.phase === "checking" || state.phase === "ready") && (
          <button
            type="button"
            class="button button-main"
            disabled={state.phase !== "ready"}
            onClick={() => void run()}
          >
            {confirm}
          </button>
        )}
        {state.phase === "refused" && (
          <button type="button" class="button button-plain" onClick={() => setAttempt(attempt + 1)}>
            Check again
          </button>
        )}
        {(state.phase === "indexed" || state.phase === "unindexed") && done}
      </div>
    </div>
  );
}

function JobMessage({ state, waiting }: { state: JobState; waiting: string }): JSX.Element {
  return (
    <div class="job-message" role="status" aria-live="polite">
      {busy(state) && <span class="spinner" aria-hidden="true" />}
      {state.phase === "indexed" && <Icon name="check" />}
      {state.phase === "refused" && <Icon name="warning" />}
      <div>
        <p>{state.phase === "idle" ? waiting : announced(state)}</p>
        {state.phase === "refused" && state.refusal.details.length > 0 && (
          <ul class="job-details">
            {state.refusal.details.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {state.phase === "ready" && state.fee !== null && (
          <p class="faint">
            Network fee <Amount amount={state.fee} token={NATIVE_ADDRESS} />
          </p>
        )}
        {"hash" in state && (
          <p class="faint hash" title={state.hash}>
            Transaction {state.hash.slice(0, 10)}…{state.hash.slice(-6)}
          </p>
        )}
      </div>
    </div>
  );
}

function busy({ phase }: JobState): boolean {
  return ["checking", "storing", "signing", "pending", "mined"].includes(phase);
}

function announced(state: JobState): string {
  switch (state.phase) {
    case "idle":
      return "";
    case "checking":
      return "Checking with the network whether this will work…";
    case "storing":
      return "Storing what you wrote, so that everybody can check it…";
    case "ready":
      return "Checked: this will work.";
    case "refused":
      return state.refusal.sentence;
    case "signing":
      return `Confirm in your wallet: ${state.label}${state.of > 1 ? ` (step ${state.step} of ${state.of})` : ""}.`;
    case "pending":
      return `Sent: ${state.label}${state.of > 1 ? ` (step ${state.step} of ${state.of})` : ""}. Waiting to be mined…`;
    case "mined":
      return `Mined in block ${state.block}. Waiting for the index to show it…`;
    case "indexed":
      return `Done. Mined in block ${state.block} and indexed.`;
    case "unindexed":
      return `Done. Mined in block ${state.block}; the index has not caught up yet and will show it soon.`;
  }
}
