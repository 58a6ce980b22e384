import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import { PictureInput } from "../components/picture-input.tsx";
import { type Evidence, type EvidenceFile, evidencePaper, isoNow } from "../core/papers.ts";
import { now } from "../state/clock.ts";

/** What happened, in words and pictures. Everybody can read it for ever: the form says so. */
export function EvidenceForm({
  required,
  onEvidence,
}: {
  required: boolean;
  onEvidence: (evidence: Evidence | null) => void;
}): JSX.Element {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<readonly EvidenceFile[]>([]);
  const change = (nextText: string, nextFiles: readonly EvidenceFile[]) => {
    setText(nextText);
    setFiles(nextFiles);
    onEvidence(evidencePaper(nextText, nextFiles, isoNow(now())));
  };
  return (
    <>
      <TextField
        id="evidence"
        label={required ? "What happened" : "A note (optional)"}
        hint="Public for ever: leave out addresses and other private things."
        rows={4}
        value={text}
        onValue={(next) => change(next, files)}
      />
      <PictureInput
        id="evidence-files"
        label="Pictures (optional)"
        onPicture={({ cid, size, name }) => change(text, [...files, { cid, name, size }])}
      />
      {files.length > 0 && (
        <ul class="plain-list">
          {files.map(({ cid, name }) => (
            <li key={cid}>{name}</li>
          ))}
        </ul>
      )}
    </>
  );
}
