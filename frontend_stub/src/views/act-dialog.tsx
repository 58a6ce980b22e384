import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { storeDocument } from "../api/content.ts";
import { noticeOf } from "../chain/contracts.ts";
import { type Filled, callForAct } from "../chain/dealing.ts";
import type { Job } from "../chain/job.ts";
import { Dialog } from "../components/dialog.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { SplitBar } from "../components/split-bar.tsx";
import { actKind, payoutOf } from "../core/acts.ts";
import type { Json } from "../core/documents.ts";
import { digestOfDocument } from "../core/documents.ts";
import { now } from "../state/clock.ts";
import { type ShownDeal, loadDeal } from "../state/deals.ts";
import { placeNow } from "../state/session.ts";
import { ActForm, type Draft, EMPTY_DRAFT, isComplete } from "./act-form.tsx";

interface Props {
  readonly act: string;
  readonly shown: ShownDeal;
  readonly onClose: () => void;
  readonly onDone: (block: number) => Promise<void>;
}

/** One act: what it does, what it needs, where the money goes; checked on the network before anybody signs. */
export function ActDialog({ act, shown, onClose, onDone }: Props): JSX.Element {
  const kind = actKind(act);
  // The deal may change under an open dialog, also by this very act: what was chosen is judged as it was chosen.
  const [seen] = useState(shown);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const complete = isComplete(act, draft, seen);
  const payout = payoutOf(act, seen.deal, seen.standing, now(), draft.offer?.sellerBps ?? draft.sellerBps);
  return (
    <Dialog title={kind.label} onClose={onClose}>
      <p>{noticeOf("Escrow", act)}</p>
      <p class="faint">{kind.consequence}</p>
      <ActForm act={act} shown={seen} draft={draft} onDraft={setDraft} />
      {payout && (
        <>
          <h3 class="split-title">
            {act === "proposeSettlement" || kind.form === "claim" ? "If it is accepted" : "Where the money goes"}
          </h3>
          <SplitBar payout={payout} token={seen.deal.token} />
        </>
      )}
      <JobPanel
        job={complete ? actJob(act, seen, draft) : null}
        jobKey={JSON.stringify([act, draft])}
        confirm={kind.label}
        onDone={(block) => void onDone(block)}
        done={
          <button type="button" class="button button-main" onClick={onClose}>
            Close
          </button>
        }
      />
    </Dialog>
  );
}

function actJob(act: string, shown: ShownDeal, draft: Draft): Job {
  const document = draft.evidence as Json | null;
  return {
    async plan() {
      const filled: Filled = {
        sellerBps: draft.sellerBps,
        code: draft.code,
        ...(document ? { evidence: await digestOfDocument(document) } : {}),
        ...(draft.offer ? { offer: draft.offer } : {}),
      };
      const call = callForAct(placeNow().escrow, act, shown.deal, shown.standing, filled);
      return [{ kind: "transaction", label: actKind(act).label, call: () => call }];
    },
    ...(document ? { prepare: async () => void (await storeDocument(document)) } : {}),
    async indexed(block) {
      await loadDeal(shown.dealId, { signal: AbortSignal.timeout(40_000), minBlock: block });
    },
  };
}
