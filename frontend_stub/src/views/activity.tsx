import type { JSX } from "preact";
import type { Change } from "../api/types.ts";
import { Notice } from "../components/notice.tsx";
import { shortAddress } from "../core/names.ts";
import { linkTo } from "../core/route.ts";
import { live, recentChanges } from "../state/live.ts";
import { useStore } from "../state/store.ts";

/** What changes on the market, as it is indexed. */
export function ActivityView(): JSX.Element {
  const changes = useStore(recentChanges);
  const stream = useStore(live);
  return (
    <div class="narrow">
      <h1>Activity</h1>
      <p role="status" class="live-state">
        <span class={stream === "live" ? "pulse pulse-live" : "pulse"} aria-hidden="true" />
        {stream === "live" ? "Live: everything below appears as it is indexed." : "Not live right now. Trying to connect again…"}
      </p>
      {changes.length === 0 ? (
        <Notice title="Nothing has changed since you opened the page." />
      ) : (
        <ul class="plain-list activity">
          {changes.map((change) => (
            <li key={change.sequence}>
              <ChangeLine change={change} />
              <span class="faint"> block {change.block.number}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ChangeLine({ change: { kind, id } }: { change: Change }): JSX.Element {
  const short = id.length > 12 ? shortAddress(id) : id;
  switch (kind) {
    case "listing":
      return <a href={linkTo.listing(id)}>A listing changed ({short})</a>;
    case "deal":
      return <a href={linkTo.deal(id)}>A deal moved on ({short})</a>;
    case "account":
      return <a href={linkTo.account(id)}>An account changed ({short})</a>;
    case "review":
      return <a href={linkTo.deal(id.slice(0, 66))}>A review was sealed or opened ({short})</a>;
    case "reorg":
      return <span>The chain changed its mind: the last blocks were indexed again</span>;
    default:
      return (
        <span>
          A {kind} arrived ({short})
        </span>
      );
  }
}
