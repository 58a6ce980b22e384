import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { type Hex, encodePacked, keccak256, stringToHex, toHex } from "viem";
import { storeDocument } from "../api/content.ts";
import { getListing } from "../api/reads.ts";
import type { ListingResource } from "../api/types.ts";
import { callTo, noticeOf } from "../chain/contracts.ts";
import type { Job } from "../chain/job.ts";
import { Dialog } from "../components/dialog.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { digestOfDocument } from "../core/documents.ts";
import { linkTo } from "../core/route.ts";
import { type Offered, type SellForm, skuText } from "../core/selling.ts";
import { longDate } from "../core/time.ts";
import { addressOf } from "../state/session.ts";

interface Props {
  readonly form: SellForm;
  readonly offered: Offered;
  readonly listing: ListingResource | null;
  readonly onClose: () => void;
}

/** Publishes a new listing or replaces the terms of one. The document is stored before its digest is signed. */
export function PublishDialog({ form, offered, listing, onClose }: Props): JSX.Element {
  const [published, setPublished] = useState<Hex | null>(null);
  // What is checked is what is published, even when the form behind the dialog were to change.
  const [fixed] = useState(offered);
  const sku = useMemo(() => listing?.sku ?? stringToHex(skuText(form, randomTail()), { size: 32 }), []);
  const act = actFor(listing);
  return (
    <Dialog title={act === "revise" ? "Revise the listing" : "Publish the listing"} onClose={onClose}>
      <p>{noticeOf("FixedPrice", act)}</p>
      <p class="faint">
        Buyers can accept it until {longDate(fixed.terms.expiresAt)}. The description is public for ever.
      </p>
      <JobPanel
        job={publishJob({ offered: fixed, listing, sku, onListing: setPublished })}
        jobKey={sku}
        confirm={LABELS[act]}
        onDone={() => undefined}
        done={
          published && (
            <a class="button button-main" href={linkTo.listing(published)}>
              See the listing
            </a>
          )
        }
      />
    </Dialog>
  );
}

const LABELS = { publish: "Publish", revise: "Revise" } as const;

/** What was taken off the market is published again, under the SKU it had. */
function actFor(listing: ListingResource | null): "publish" | "revise" {
  return listing && listing.status !== "withdrawn" ? "revise" : "publish";
}

interface Publishing {
  readonly offered: Offered;
  readonly listing: ListingResource | null;
  readonly sku: Hex;
  readonly onListing: (id: Hex) => void;
}

function publishJob({ offered, listing, sku, onListing }: Publishing): Job {
  const { paper, terms, stock } = offered;
  let listingId: Hex | null = listing?.listingId ?? null;
  return {
    async plan({ account }) {
      const document = await digestOfDocument(paper);
      const full = { ...terms, document };
      listingId = listing?.listingId ?? listingIdOf(account, sku);
      const act = actFor(listing);
      const args = listing && act === "revise" ? [sku, full, listing.stock, stock] : [sku, full, stock];
      return [
        {
          kind: "transaction",
          label: LABELS[act],
          call: () => callTo("FixedPrice", addressOf("FixedPrice"), act, args),
        },
      ];
    },
    prepare: async () => void (await storeDocument(paper)),
    async indexed(block) {
      if (!listingId) return;
      await getListing(listingId, { minBlock: block });
      onListing(listingId);
    },
  };
}

/** abi.encode pads both to words. */
function listingIdOf(seller: `0x${string}`, sku: Hex): Hex {
  return keccak256(encodePacked(["uint256", "bytes32"], [BigInt(seller), sku]));
}

function randomTail(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(3))).slice(2);
}
