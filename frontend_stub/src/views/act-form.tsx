import type { JSX } from "preact";
import type { SignedOffer } from "../chain/dealing.ts";
import { TextField } from "../components/field.tsx";
import { actKind, needsEvidence } from "../core/acts.ts";
import type { Evidence } from "../core/papers.ts";
import { isDepositOnly } from "../core/next.ts";
import { normalizedCode } from "../core/purchase.ts";
import type { ShownDeal } from "../state/deals.ts";
import { EvidenceForm } from "./evidence-form.tsx";
import { OfferForm } from "./offer-form.tsx";
import { ShareField } from "./share-field.tsx";

/** What a person filled in so far. */
export interface Draft {
  readonly sellerBps: number;
  readonly evidence: Evidence | null;
  readonly code: string;
  readonly offer: SignedOffer | null;
}

export const EMPTY_DRAFT: Draft = { sellerBps: 5_000, evidence: null, code: "", offer: null };

export function isComplete(act: string, draft: Draft, { dealId }: ShownDeal): boolean {
  if (needsEvidence(act) && draft.evidence === null) return false;
  if (actKind(act).form === "code") return draft.code.length >= 4;
  if (act === "settleWithSignature") return draft.offer?.dealId === dealId;
  return true;
}

interface Props {
  readonly act: string;
  readonly shown: ShownDeal;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

export function ActForm({ act, shown, draft, onDraft }: Props): JSX.Element | null {
  const { form } = actKind(act);
  const evidence = (
    <EvidenceForm required={needsEvidence(act)} onEvidence={(next) => onDraft({ ...draft, evidence: next })} />
  );
  const share = (
    <ShareField
      inQuestion={act === "claimDeposit" || isDepositOnly(shown.standing) ? shown.deal.deposit : shown.deal.price}
      token={shown.deal.token}
      sellerBps={draft.sellerBps}
      onShare={(sellerBps) => onDraft({ ...draft, sellerBps })}
    />
  );
  switch (form) {
    case "evidence":
      return evidence;
    case "share":
      return share;
    case "claim":
      return (
        <>
          {share}
          {evidence}
        </>
      );
    case "code":
      return (
        <TextField
          id="code"
          label="Hand-over code"
          hint="The buyer gives it to you at the hand-over."
          value={draft.code}
          onValue={(text) => onDraft({ ...draft, code: normalizedCode(text) })}
        />
      );
    case "signature":
      return <OfferForm shown={shown} offer={draft.offer} onOffer={(offer) => onDraft({ ...draft, offer })} />;
    default:
      return null;
  }
}
