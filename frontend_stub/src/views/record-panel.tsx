import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { getDealHistory } from "../api/reads.ts";
import type { HistoryEntry, Page } from "../api/types.ts";
import { callTo, noticeOf } from "../chain/contracts.ts";
import type { Job } from "../chain/job.ts";
import { Dialog } from "../components/dialog.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import type { ShownDeal } from "../state/deals.ts";
import { addressOf } from "../state/session.ts";

const LABEL = "Add the outcome to the records";

/** Other contracts read the records of both parties; anybody may bring them up to date. */
export function RecordPanel({
  shown,
  history,
  onDone,
}: {
  shown: ShownDeal;
  history: Page<HistoryEntry> | null;
  onDone: (block: number) => Promise<void>;
}): JSX.Element | null {
  const [open, setOpen] = useState(false);
  const recorded = history?.data.some(({ name }) => name === "OutcomeRecorded") ?? true;
  if (shown.standing.status !== "Closed" || (recorded && !open)) return null;
  const job: Job = {
    plan: async () => [
      {
        kind: "transaction",
        label: LABEL,
        call: () => callTo("Reputation", addressOf("Reputation"), "recordOutcome", [shown.deal]),
      },
    ],
    indexed: async (block) => void (await getDealHistory(shown.dealId, { minBlock: block })),
  };
  return (
    <p class="row">
      <button type="button" class="button button-plain" onClick={() => setOpen(true)}>
        {LABEL}
      </button>
      {open && (
        <Dialog title={LABEL} onClose={() => setOpen(false)}>
          <p>{noticeOf("Reputation", "recordOutcome")}</p>
          <JobPanel job={job} jobKey={shown.dealId} confirm={LABEL} onDone={(block) => void onDone(block)} />
        </Dialog>
      )}
    </p>
  );
}
