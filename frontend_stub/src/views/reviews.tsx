import type { JSX } from "preact";
import { getReviews } from "../api/reads.ts";
import type { ReviewResource } from "../api/types.ts";
import { Failed, Pending } from "../components/notice.tsx";
import { ScorePlot } from "../components/plot.tsx";
import { Score } from "../components/score.tsx";
import { Who } from "../components/who.tsx";
import { linkTo } from "../core/route.ts";
import { fromIso, plural, shortDate } from "../core/time.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";

const SHOWN = 12;

/** Reviews about an account. Each one comes from the other party of a closed deal. */
export function Reviews({ address }: { address: string }): JSX.Element {
  const { resource, reload } = useResource(address, ({ signal, minBlock }) =>
    getReviews(address, "subject", { signal, minBlock }),
  );
  useChanges(
    ({ kind }) => kind === "review",
    () => void reload(),
  );
  const page = dataOf(resource);
  if (!page) {
    if (resource.state === "failed")
      return <Failed what="the reviews" failure={resource.failure} retry={() => void reload()} />;
    return <Pending what="the reviews" />;
  }
  const revealed = page.data.filter(({ state }) => state === "revealed");
  const sealed = page.data.length - revealed.length;
  if (page.data.length === 0) return <p class="faint">Nobody has reviewed this account yet.</p>;
  return (
    <div class="reviews">
      {revealed.length > 0 && (
        <ScorePlot counts={[1, 2, 3, 4, 5].map((score) => revealed.filter((one) => one.score === score).length)} />
      )}
      <ul class="review-list">
        {revealed.slice(0, SHOWN).map((review) => (
          <Review key={review.dealId + review.author} review={review} />
        ))}
        {sealed > 0 && (
          <li class="faint">{plural(sealed, "review")} still sealed, until both sides have written theirs.</li>
        )}
      </ul>
    </div>
  );
}

function Review({ review }: { review: ReviewResource }): JSX.Element {
  const text = review.document?.content?.text;
  return (
    <li class="review">
      <p class="review-head">
        <Score value={review.score ?? 0} />
        <Who address={review.author} />
      </p>
      {text ? (
        <p class="prose">{text}</p>
      ) : (
        <p class="faint">{review.document ? "The text is not available right now." : "No words, only a score."}</p>
      )}
      <p class="faint">
        {review.revealedAt && shortDate(fromIso(review.revealedAt))} · <a href={linkTo.deal(review.dealId)}>the deal</a>
      </p>
    </li>
  );
}
