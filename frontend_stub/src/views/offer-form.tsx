import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type SignedOffer, signOffer } from "../chain/dealing.ts";
import { refusalOf, signerFor } from "../chain/job.ts";
import { TextField } from "../components/field.tsx";
import { percent } from "../core/money.ts";
import { isDepositOnly } from "../core/next.ts";
import { readOffer, writeOffer } from "../core/offers.ts";
import { longDate } from "../core/time.ts";
import { now } from "../state/clock.ts";
import type { ShownDeal } from "../state/deals.ts";
import { placeNow } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";
import { ShareField } from "./share-field.tsx";

const OFFER_LIFETIME = 7 * 86_400;

/** Either side signs a split; the other pays it out in one transaction. */
export function OfferForm({
  shown,
  offer,
  onOffer,
}: {
  shown: ShownDeal;
  offer: SignedOffer | null;
  onOffer: (offer: SignedOffer | null) => void;
}): JSX.Element {
  const [text, setText] = useState("");
  const read = text ? readOffer(text, shown.dealId) : null;
  const paste = (next: string) => {
    setText(next);
    const parsed = readOffer(next, shown.dealId);
    onOffer("offer" in parsed ? parsed.offer : null);
  };
  return (
    <>
      <TextField
        id="offer"
        label="The signed offer you received"
        rows={3}
        value={text}
        problem={read && "problem" in read ? read.problem : undefined}
        onValue={paste}
      />
      {offer && (
        <p>
          It gives the seller {percent(offer.sellerBps)} and is good until {longDate(offer.deadline)}.
        </p>
      )}
      <details>
        <summary>Sign an offer yourself, for the other side to pay out</summary>
        <OfferMaker shown={shown} />
      </details>
    </>
  );
}

function OfferMaker({ shown }: { shown: ShownDeal }): JSX.Element {
  const me = useStore(wallet);
  const [sellerBps, setSellerBps] = useState(5_000);
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const depositOnly = isDepositOnly(shown.standing);
  const sign = async () => {
    if (me.state !== "connected") return;
    setProblem(null);
    try {
      const request = { ...placeNow(), dealId: shown.dealId, depositOnly, sellerBps, deadline: now() + OFFER_LIFETIME };
      setMade(writeOffer(await signOffer(request, signerFor(me.provider, me.account))));
    } catch (failure) {
      setProblem(refusalOf(failure).sentence);
    }
  };
  return (
    <>
      <ShareField
        inQuestion={depositOnly ? shown.deal.deposit : shown.deal.price}
        token={shown.deal.token}
        sellerBps={sellerBps}
        onShare={setSellerBps}
      />
      <button type="button" class="button button-plain" onClick={() => void sign()}>
        Sign this offer
      </button>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {made && (
        <TextField
          id="made-offer"
          label="Send this to the other side"
          hint="It is good for seven days."
          rows={3}
          value={made}
          onValue={() => undefined}
        />
      )}
    </>
  );
}
