import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { toHex } from "viem";
import { getDeal } from "../api/reads.ts";
import { type ListingDocument, type ListingResource, toTerms } from "../api/types.ts";
import { planPurchase } from "../chain/buying.ts";
import { type Job, refuse } from "../chain/job.ts";
import { Amount } from "../components/amount.tsx";
import { Dialog } from "../components/dialog.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { configured } from "../config.ts";
import { NATIVE_ADDRESS, percent } from "../core/money.ts";
import { type Purchase, buildPurchase, handoverCode } from "../core/purchase.ts";
import { linkTo } from "../core/route.ts";
import { longDate } from "../core/time.ts";
import { noteChainTime, now } from "../state/clock.ts";
import { deploymentNow, placeNow, tokenAt } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { keepPurchase } from "../state/vault.ts";
import { wallet } from "../state/wallet.ts";
import { chainTime } from "../chain/reads.ts";
import { CodeBox } from "./code-box.tsx";

const PERMIT_LIFETIME = 3_600;

interface Props {
  readonly listing: ListingResource;
  readonly document: ListingDocument;
  readonly onClose: () => void;
}

export function BuyDialog({ listing, document: doc, onClose }: Props): JSX.Element {
  const [units, setUnits] = useState(1);
  const [wantsCode, setWantsCode] = useState(false);
  const [permits, setPermits] = useState(true);
  const [opened, setOpened] = useState<Purchase | null>(null);
  const secrets = useMemo(newSecrets, []);
  const me = useStore(wallet);
  const { terms } = listing;
  const code = wantsCode ? secrets.code : null;
  const job =
    me.state === "connected"
      ? purchaseJob({ listing, units, code, permits, salt: secrets.salt, onBuilt: setOpened })
      : null;
  const total = (BigInt(terms.price) + BigInt(terms.deposit)) * BigInt(units);

  return (
    <Dialog title={`Buy “${doc.title}”`} onClose={onClose}>
      {listing.stock > 1 && (
        <div class="field">
          <label for="units">How many</label>
          <input
            id="units"
            type="number"
            min={1}
            max={listing.stock}
            value={units}
            onInput={(event) => setUnits(clamp(event.currentTarget.valueAsNumber, listing.stock))}
          />
        </div>
      )}
      <dl class="sum">
        <div>
          <dt>Price{units > 1 ? ` for ${units}` : ""}</dt>
          <dd>
            <Amount amount={BigInt(terms.price) * BigInt(units)} token={terms.token} />
          </dd>
        </div>
        {BigInt(terms.deposit) > 0n && (
          <div>
            <dt>Deposit, comes back</dt>
            <dd>
              <Amount amount={BigInt(terms.deposit) * BigInt(units)} token={terms.token} />
            </dd>
          </div>
        )}
        <div class="sum-total">
          <dt>You pay into escrow</dt>
          <dd>
            <Amount amount={total} token={terms.token} />
          </dd>
        </div>
      </dl>
      <ReferralLine granted={terms.referralBps} />
      {doc.kind !== "digital" && (
        <label class="check">
          <input
            type="checkbox"
            checked={wantsCode}
            disabled={opened !== null}
            onChange={(event) => setWantsCode(event.currentTarget.checked)}
          />
          <span>
            Use a hand-over code <span class="faint">You give it to the seller at the door; it pays them at once.</span>
          </span>
        </label>
      )}
      {terms.token !== NATIVE_ADDRESS && (
        <label class="check">
          <input type="checkbox" checked={!permits} onChange={(event) => setPermits(!event.currentTarget.checked)} />
          <span>
            Approve in a transaction of its own <span class="faint">For wallets that cannot sign permits.</span>
          </span>
        </label>
      )}
      {code && <CodeBox code={code} name={doc.title} />}
      {opened && (
        <p class="faint">The seller must deliver by {longDate(opened.deal.deliverBy)}, or you take everything back.</p>
      )}
      <JobPanel
        job={job}
        jobKey={`${units}/${wantsCode}/${permits}/${me.state === "connected" ? me.account : ""}`}
        confirm="Pay into escrow"
        onDone={() => undefined}
        done={
          opened && (
            <a class="button button-main" href={linkTo.deal(opened.dealId)}>
              Go to the deal
            </a>
          )
        }
      />
    </Dialog>
  );
}

function ReferralLine({ granted }: { granted: number }): JSX.Element | null {
  const { referral } = configured();
  const bps = Math.min(referral?.bps ?? 0, granted);
  return bps > 0 ? <p class="faint">Of the price, {percent(bps)} goes from the seller to this page.</p> : null;
}

interface Order {
  readonly listing: ListingResource;
  readonly units: number;
  readonly code: string | null;
  readonly permits: boolean;
  readonly salt: `0x${string}`;
  readonly onBuilt: (purchase: Purchase) => void;
}

function purchaseJob({ listing, units, code, permits, salt, onBuilt }: Order): Job {
  let built: Purchase | null = null;
  return {
    async plan(signer) {
      const { chainId } = deploymentNow();
      const { escrow } = placeNow();
      if (listing.chainId !== chainId) refuse(`This listing is on another network (${listing.chainId}).`);
      noteChainTime(await chainTime(signer.reader));
      const { market, seller, sku } = listing;
      const purchase = buildPurchase({
        ...{ chainId, escrow, market, seller, sku, units, salt },
        terms: toTerms(listing.terms),
        buyer: signer.account,
        now: now(),
        handoverCode: code,
        referral: configured().referral,
      });
      built = purchase;
      onBuilt(purchase);
      const token = tokenAt(listing.terms.token);
      return planPurchase(
        { chainId, escrow, token, purchase, permitDeadline: permits ? now() + PERMIT_LIFETIME : null },
        signer,
      );
    },
    // Kept before it is signed: a code that is lost with a closed tab cannot be found again.
    async prepare() {
      if (built) keepPurchase(placeNow(), built.dealId, built.deal, code);
    },
    async indexed(block) {
      if (built) await getDeal(built.dealId, { minBlock: block });
    },
  };
}

function newSecrets(): { readonly salt: `0x${string}`; readonly code: string } {
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
  return { salt: toHex(random(32)), code: handoverCode(random(20)) };
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(1, Math.floor(value)), most) : 1;
}
