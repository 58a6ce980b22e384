import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { toHex } from "viem";
import { storeDocument } from "../api/content.ts";
import { reviewOf } from "../api/reads.ts";
import type { ReviewResource } from "../api/types.ts";
import { callToCommit, callToReveal } from "../chain/dealing.ts";
import { type Job, type Signer, refuse } from "../chain/job.ts";
import { TextField } from "../components/field.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { saveFile } from "../components/save-file.ts";
import { Score } from "../components/score.tsx";
import { ZERO_HASH, rolesOf } from "../core/deal.ts";
import { digestOfDocument } from "../core/documents.ts";
import { isoNow, reviewPaper } from "../core/papers.ts";
import { linkTo } from "../core/route.ts";
import { REVIEW_PERIOD, type ReviewSecret } from "../core/review.ts";
import { fromIso, longDate } from "../core/time.ts";
import { now, useNow } from "../state/clock.ts";
import type { ShownDeal } from "../state/deals.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { addressOf, placeNow } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { exportKept, keepReview, keptReview } from "../state/vault.ts";
import { wallet } from "../state/wallet.ts";

interface Props {
  readonly shown: ShownDeal;
  readonly onDone: (block: number) => Promise<void>;
}

/** Reviews are sealed first and opened later, so that neither side writes with an eye on the other's. */
export function ReviewPanel({ shown, onDone }: Props): JSX.Element | null {
  const me = useStore(wallet);
  const account = me.state === "connected" ? me.account : null;
  const isParty = rolesOf(shown.deal, account).some((role) => role !== "Arbiter");
  if (shown.standing.status !== "Closed" || !isParty || !account) return null;
  return <PartyReview shown={shown} onDone={onDone} account={account} />;
}

function PartyReview({ shown, onDone, account }: Props & { account: `0x${string}` }): JSX.Element {
  const { deal, dealId } = shown;
  const other = rolesOf(deal, account).includes("Buyer") ? deal.seller : deal.buyer;
  const load = async (asking: { signal: AbortSignal; minBlock?: number }) => ({
    mine: await reviewOf(dealId, account, asking),
    theirs: await reviewOf(dealId, other, asking),
  });
  const { resource, reload } = useResource(`${dealId}/${account}`, load);
  useChanges(
    ({ kind }) => kind === "review",
    () => void reload(),
  );
  const refresh = (block: number) => void Promise.all([reload(block), onDone(block)]);
  const found = dataOf(resource);
  return (
    <section class="section review-panel">
      <h2>Your review</h2>
      {resource.state === "failed" && <p class="field-problem">Your review could not be loaded. Reload the page.</p>}
      {found && !found.mine && <WriteReview shown={shown} account={account} onDone={refresh} />}
      {found?.mine?.state === "committed" && (
        <OpenReview shown={shown} account={account} theirs={found.theirs} mine={found.mine} onDone={refresh} />
      )}
      {found?.mine?.state === "revealed" && (
        <p>
          You gave <Score value={found.mine.score ?? 0} />. Everybody can read it.
        </p>
      )}
      {found && <p class="faint">{theirState(found.theirs)}</p>}
    </section>
  );
}

function theirState(theirs: ReviewResource | null): string {
  if (!theirs) return "The other side has not written a review yet.";
  return theirs.state === "committed"
    ? "The other side’s review is sealed."
    : `The other side gave ${theirs.score} of 5.`;
}

interface PanelProps {
  readonly shown: ShownDeal;
  readonly account: `0x${string}`;
  readonly onDone: (block: number) => void;
}

function WriteReview({ shown, account, onDone }: PanelProps): JSX.Element {
  const [score, setScore] = useState(0);
  const [text, setText] = useState("");
  const secret = useMemo(() => toHex(crypto.getRandomValues(new Uint8Array(32))), []);
  const time = useNow();
  const deadline = (shown.closedAt ?? time) + REVIEW_PERIOD;
  if (time > deadline) return <p>The time to review this deal ended on {longDate(deadline)}.</p>;
  return (
    <>
      <p>
        It stays sealed until the other side has written theirs or the time is over, on {longDate(deadline)}. Then you
        open it here, in this browser.
      </p>
      <fieldset class="score-choice">
        <legend>Your score</legend>
        {[1, 2, 3, 4, 5].map((value) => (
          <label key={value}>
            <input type="radio" name="score" value={value} checked={score === value} onChange={() => setScore(value)} />
            <span>{value}</span>
          </label>
        ))}
      </fieldset>
      <TextField id="review-text" label="In your words (optional)" rows={3} value={text} onValue={setText} />
      <JobPanel
        job={score > 0 ? commitJob(shown, account, { score, text, secret }) : null}
        jobKey={`${score}/${text}`}
        confirm="Seal my review"
        waiting="Choose a score."
        onDone={onDone}
      />
    </>
  );
}

interface Written {
  readonly score: number;
  readonly text: string;
  readonly secret: `0x${string}`;
}

function commitJob({ dealId }: ShownDeal, author: `0x${string}`, { score, text, secret }: Written): Job {
  const document = reviewPaper(text, isoNow(now()));
  let review: ReviewSecret | null = null;
  return {
    async plan() {
      const digest = document ? await digestOfDocument(document) : ZERO_HASH;
      const sealed: ReviewSecret = { dealId, author, score, document, digest, secret };
      review = sealed;
      return [
        {
          kind: "transaction",
          label: "Seal my review",
          call: () => callToCommit(addressOf("Reputation"), sealed),
        },
      ];
    },
    // Kept before it is signed: without the secret a sealed review can never be opened.
    async prepare() {
      if (review) keepReview(placeNow(), review);
    },
    async indexed(block) {
      await reviewOf(dealId, author, { minBlock: block });
    },
  };
}

function OpenReview({
  shown,
  account,
  theirs,
  mine,
  onDone,
}: PanelProps & {
  readonly theirs: ReviewResource | null;
  readonly mine: ReviewResource;
}): JSX.Element {
  const review = keptReview(placeNow(), shown.dealId, account);
  const time = useNow();
  const opens = (shown.closedAt ?? time) + REVIEW_PERIOD;
  if (!review) {
    return (
      <p>
        Your review is sealed since {longDate(fromIso(mine.committedAt))}. Its secret is in the browser in which you
        wrote it: save it there as a file and bring it here under <a href={linkTo.services()}>Services</a>.
      </p>
    );
  }
  const early = theirs === null && time <= opens;
  return (
    <>
      <p>
        Sealed: <Score value={review.score} />
        {early && ` You can open it when the other side has written theirs, or after ${longDate(opens)}.`}
      </p>
      <p class="faint">
        Its secret is kept in this browser only.{" "}
        <button type="button" class="link" onClick={() => saveFile("agora-secrets.json", exportKept(placeNow()))}>
          Save it as a file
        </button>
      </p>
      {!early && (
        <JobPanel
          job={revealJob(shown, review)}
          jobKey={`${review.secret}/${theirs?.state}`}
          confirm="Open my review"
          onDone={onDone}
        />
      )}
    </>
  );
}

function revealJob({ deal, dealId }: ShownDeal, review: ReviewSecret): Job {
  return {
    async plan({ account }: Signer) {
      if (account !== review.author) refuse("This review was written by another account.");
      return [
        {
          kind: "transaction",
          label: "Open my review",
          call: () => callToReveal(addressOf("Reputation"), deal, review),
        },
      ];
    },
    // Only now, so that no service could read it while it was sealed.
    async prepare() {
      if (review.document) await storeDocument(review.document);
    },
    async indexed(block) {
      await reviewOf(dealId, review.author, { minBlock: block });
    },
  };
}
