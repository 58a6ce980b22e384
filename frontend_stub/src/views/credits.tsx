import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { getAccount } from "../api/reads.ts";
import type { AccountResource } from "../api/types.ts";
import { callTo } from "../chain/contracts.ts";
import type { Job } from "../chain/job.ts";
import { Amount } from "../components/amount.tsx";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { contractAt } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";

type Credit = AccountResource["credits"][number];

/** Payments that could not be delivered wait here for their owner. */
export function Credits({
  credits,
  onDone,
}: {
  credits: readonly Credit[];
  onDone: (block: number) => void;
}): JSX.Element {
  const [chosen, setChosen] = useState<Credit | null>(null);
  return (
    <section class="section credits">
      <h2>Waiting for you</h2>
      <p>These payments could not be delivered to your account. Withdraw them, to this or another address.</p>
      <ul class="plain-list">
        {credits.filter(isOfThisMarket).map((credit) => (
          <li key={`${credit.holder}/${credit.token}`} class="row">
            <Amount amount={credit.amount} token={credit.token} />
            <span class="faint">at {contractAt(credit.holder)}</span>
            <button type="button" class="button button-main" onClick={() => setChosen(credit)}>
              Withdraw
            </button>
          </li>
        ))}
      </ul>
      {chosen && <WithdrawDialog credit={chosen} onClose={() => setChosen(null)} onDone={onDone} />}
    </section>
  );
}

/** An index cannot have us sign for a contract that is not of this market. */
function isOfThisMarket({ holder }: Credit): boolean {
  return contractAt(holder) !== null;
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

function WithdrawDialog({
  credit,
  onClose,
  onDone,
}: {
  credit: Credit;
  onClose: () => void;
  onDone: (block: number) => void;
}): JSX.Element {
  const me = useStore(wallet);
  const [to, setTo] = useState(me.state === "connected" ? me.account : "");
  const valid = ADDRESS.test(to);
  const holder = contractAt(credit.holder);
  const job: Job = {
    plan: async () => [
      {
        kind: "transaction",
        label: "Withdraw",
        // Every contract that keeps credits has the escrow's act.
        call: () => callTo("Escrow", credit.holder, "withdraw", [credit.token, to]),
      },
    ],
    indexed: async (block) => {
      if (me.state === "connected") await getAccount(me.account, { minBlock: block });
    },
  };
  return (
    <Dialog title="Withdraw" onClose={onClose}>
      <p>
        <Amount amount={credit.amount} token={credit.token} /> waits for you.
      </p>
      <TextField
        id="to"
        label="To"
        value={to}
        onValue={(text) => setTo(text.trim() as typeof to)}
        problem={valid ? undefined : "This is not an address."}
      />
      <JobPanel job={valid && holder ? job : null} jobKey={to} confirm="Withdraw" onDone={onDone} />
    </Dialog>
  );
}
