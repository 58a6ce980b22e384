import type { JSX } from "preact";
import { saveFile } from "../components/save-file.ts";

/** The hand-over code, for the buyer's eyes: only its hash is public. */
export function CodeBox({ code, name }: { code: string; name: string }): JSX.Element {
  const advice = "Give it to the seller when you hold what you bought: it pays them at once.";
  const text = `Hand-over code for “${name}”:\n\n${code}\n\n${advice}\n`;
  return (
    <div class="code-box">
      <p class="faint">Your hand-over code</p>
      <p class="code">{code}</p>
      <p class="faint">
        It is kept in this browser only. Give it away when you hold what you bought, not before.{" "}
        <button type="button" class="link" onClick={() => saveFile("hand-over-code.txt", text)}>
          Save it as a file
        </button>
      </p>
    </div>
  );
}
