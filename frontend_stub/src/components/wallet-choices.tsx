import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { refusalOf } from "../chain/job.ts";
import type { WalletChoice } from "../chain/provider.ts";
import { useStore } from "../state/store.ts";
import { choices, connect, wallet } from "../state/wallet.ts";
import { Icon } from "./icons.tsx";

/** The wallets this browser announces (EIP-6963). */
export function WalletChoices({ onConnected }: { onConnected?: () => void }): JSX.Element {
  const found = useStore(choices);
  const current = useStore(wallet);
  const [problem, setProblem] = useState<string | null>(null);

  const choose = async (choice: WalletChoice) => {
    setProblem(null);
    try {
      await connect(choice);
      onConnected?.();
    } catch (failure) {
      setProblem(refusalOf(failure).sentence);
    }
  };

  if (found.length === 0) {
    return <p>No wallet was found in this browser. Install one, for example as an extension, and reload the page.</p>;
  }
  return (
    <div class="wallets">
      {found.map((choice) => (
        <button key={choice.id} type="button" class="wallet-choice" onClick={() => void choose(choice)}>
          {choice.icon ? <img src={choice.icon} alt="" width="28" height="28" /> : <Icon name="wallet" size={28} />}
          <span>{choice.name}</span>
        </button>
      ))}
      {current.state === "connecting" && <p role="status">Waiting for {current.name}…</p>}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
