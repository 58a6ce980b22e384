import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { noticeOf } from "../chain/contracts.ts";
import { actKind, isOffered } from "../core/acts.ts";
import type { Role } from "../core/deal.ts";
import { type NextAct, permitted } from "../core/next.ts";
import { longDate, relative } from "../core/time.ts";
import type { ShownDeal } from "../state/deals.ts";
import { ActDialog } from "./act-dialog.tsx";

const TONES = ["main", "plain", "grave"];

/** Exactly what this wallet may do now, and what it may do later if nothing else happens. */
export function DealActs({
  shown,
  roles,
  now,
  told,
  onDone,
}: {
  shown: ShownDeal;
  roles: readonly Role[];
  now: number;
  /** A deadline that stands above already. */
  told: number | null;
  onDone: (block: number) => Promise<void>;
}): JSX.Element {
  const [chosen, setChosen] = useState<string | null>(null);
  const offered = shown.next.filter(({ act }) => isOffered(act));
  const { now: open, later } = permitted(offered, roles, now);
  const idle = roles.length > 0 && shown.next.length > 0 && open.length === 0 && later.length === 0;
  const sorted = [...open].sort(
    (one, other) => TONES.indexOf(actKind(one.act).tone) - TONES.indexOf(actKind(other.act).tone),
  );
  return (
    <>
      {idle && <p class="faint">There is nothing for you to do right now.</p>}
      {sorted.length > 0 && (
        <ul class="acts">
          {sorted.map((act) => (
            <ActButton
              key={act.act}
              act={act}
              now={now}
              told={told}
              concerned={concerned(act, roles)}
              onChoose={() => setChosen(act.act)}
            />
          ))}
        </ul>
      )}
      {later.length > 0 && (
        <ul class="acts-later">
          {later.map(({ act, from }) => (
            <li key={act}>
              {actKind(act).label}: possible {relative(from ?? now, now)}{" "}
              <span class="faint">({longDate(from ?? now)})</span>
            </li>
          ))}
        </ul>
      )}
      {chosen && <ActDialog key={chosen} act={chosen} shown={shown} onClose={() => setChosen(null)} onDone={onDone} />}
    </>
  );
}

/** Anybody may show a hand-over code, but it is the seller who was given it. */
function concerned({ act, by }: NextAct, roles: readonly Role[]): boolean {
  return actKind(act).form === "code" ? roles.includes("Seller") : by !== "Anyone" || roles.length > 0;
}

function ActButton({
  act,
  now,
  told,
  concerned: mine,
  onChoose,
}: {
  act: NextAct;
  now: number;
  told: number | null;
  concerned: boolean;
  onChoose: () => void;
}): JSX.Element {
  const kind = actKind(act.act);
  return (
    <li>
      <button
        type="button"
        class={`button button-${mine ? kind.tone : "plain"}`}
        title={noticeOf("Escrow", act.act)}
        onClick={onChoose}
      >
        {kind.label}
      </button>
      {act.until !== null && act.until !== told && (
        <span class="faint act-until">
          until {longDate(act.until)} ({relative(act.until, now)})
        </span>
      )}
    </li>
  );
}
