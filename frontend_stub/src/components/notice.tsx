import type { ComponentChildren, JSX } from "preact";
import { ApiProblem, ApiUnreachable } from "../api/http.ts";
import { DocumentMismatch } from "../core/documents.ts";

/** Every empty, pending, failed and stale state has a sentence. */
export function Notice({
  tone = "calm",
  title,
  whole = false,
  children,
}: {
  tone?: "calm" | "warn" | "grave";
  title: string;
  /** It stands for a whole view, so it is the view's heading. */
  whole?: boolean;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`notice notice-${tone}`} role={tone === "grave" ? "alert" : undefined}>
      {whole ? <h1 class="notice-title">{title}</h1> : <p class="notice-title">{title}</p>}
      {children && <div class="notice-body">{children}</div>}
    </div>
  );
}

export function Pending({ what }: { what: string }): JSX.Element {
  return (
    <p class="pending" role="status">
      <span class="spinner" aria-hidden="true" />
      Loading {what}…
    </p>
  );
}

export function Failed({
  what,
  failure,
  retry,
  whole = false,
}: {
  what: string;
  failure: unknown;
  retry?: () => void;
  whole?: boolean;
}): JSX.Element {
  return (
    <Notice tone="grave" title={`Could not load ${what}.`} whole={whole}>
      <p>{failureText(failure)}</p>
      {retry && (
        <button type="button" class="button button-plain" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}

export function Stale({ failure, retry }: { failure: unknown; retry: () => void }): JSX.Element {
  return (
    <Notice tone="warn" title="This may be out of date.">
      <p>
        The last refresh failed: {failureText(failure)}{" "}
        <button type="button" class="link" onClick={retry}>
          Refresh
        </button>
      </p>
    </Notice>
  );
}

export function failureText(failure: unknown): string {
  if (failure instanceof ApiUnreachable) {
    return `${failure.message} Check your connection, or choose another service under “Services”.`;
  }
  if (failure instanceof ApiProblem) {
    const fields = failure.fields.map(({ field, message }) => `${field}: ${message}`).join("; ");
    return [failure.message, fields].filter(Boolean).join(" ");
  }
  if (failure instanceof DocumentMismatch) return failure.message;
  return failure instanceof Error ? failure.message : String(failure);
}
