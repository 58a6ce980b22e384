import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hex } from "viem";
import { getDocument, pictureUrl } from "../api/content.ts";
import type { EvidenceDocument, HistoryEntry, Page } from "../api/types.ts";
import { Failed, Pending, failureText } from "../components/notice.tsx";
import { tell } from "../core/history.ts";
import { fromIso, longDate } from "../core/time.ts";
import { type Resource, dataOf, useResource } from "../state/resource.ts";

export function Timeline({ history }: { history: Resource<Page<HistoryEntry>> }): JSX.Element {
  const page = dataOf(history);
  return (
    <section class="section">
      <h2>What happened so far</h2>
      {history.state === "pending" && <Pending what="the timeline" />}
      {history.state === "failed" && <Failed what="the timeline" failure={history.failure} />}
      {page && (
        <ol class="timeline">
          {[...page.data]
            .sort((one, other) => other.blockNumber - one.blockNumber || other.logIndex - one.logIndex)
            .map((entry) => (
              <Entry key={`${entry.blockNumber}/${entry.logIndex}`} entry={entry} />
            ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }): JSX.Element {
  const { label, text, evidence, weight } = tell(entry.name, entry.arguments);
  return (
    <li class={`timeline-${weight}`}>
      <p>
        <strong>{label}</strong> {text}
      </p>
      <p class="faint">
        {longDate(fromIso(entry.at))} · block {entry.blockNumber} ·{" "}
        <span class="hash" title={entry.transactionHash}>
          {entry.transactionHash.slice(0, 10)}…
        </span>
      </p>
      {evidence && <Evidence digest={evidence as Hex} />}
    </li>
  );
}

/** Opened on demand and only after its bytes were compared with the digest on chain. */
function Evidence({ digest }: { digest: Hex }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What was attached</summary>
      {open && <EvidenceText digest={digest} />}
    </details>
  );
}

function EvidenceText({ digest }: { digest: Hex }): JSX.Element {
  const { resource } = useResource(digest, () => getDocument(digest));
  const paper = dataOf(resource) as unknown as EvidenceDocument | null;
  if (!paper)
    return resource.state === "failed" ? (
      <p class="field-problem">{failureText(resource.failure)}</p>
    ) : (
      <Pending what="it" />
    );
  return (
    <div class="evidence">
      <p class="prose">{String(paper.text)}</p>
      <ul class="evidence-files">
        {(paper.files ?? []).map(({ cid, name }) => {
          const url = pictureUrl(cid);
          return <li key={cid}>{url ? <img src={url} alt={String(name)} loading="lazy" /> : String(name)}</li>;
        })}
      </ul>
    </div>
  );
}
