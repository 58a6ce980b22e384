import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { refusalOf } from "../chain/job.ts";
import { configured } from "../config.ts";
import { chainName, localNode } from "../core/chains.ts";
import { market } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { switchChain, wallet } from "../state/wallet.ts";

/** The wallet is on another network than this market: say so, and offer the one click that helps. */
export function ChainSwitch(): JSX.Element | null {
  const connected = useStore(wallet);
  const known = useStore(market);
  const [problem, setProblem] = useState<string | null>(null);
  if (connected.state !== "connected" || known.state !== "ready") return null;
  const { chainId, rpcUrls } = known.deployment;

  const change = async () => {
    setProblem(null);
    try {
      await switchChain({
        chainId,
        name: chainName(chainId),
        rpcUrl: configured().rpc || rpcUrls?.[0] || localNode(chainId),
      });
    } catch (failure) {
      setProblem(refusalOf(failure).sentence);
    }
  };

  return (
    <div class="chain-switch">
      <p>
        Your wallet is on <strong>{chainName(connected.chainId)}</strong>, this market is on{" "}
        <strong>{chainName(chainId)}</strong>.
      </p>
      <button type="button" class="button button-main" onClick={() => void change()}>
        Switch to {chainName(chainId)}
      </button>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
