import type { ComponentChildren, JSX } from "preact";

interface Shared {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly problem?: string | undefined;
}

/** A label, a control, what it means and what is wrong with it, tied together for everybody. */
export function Field({
  id,
  label,
  hint,
  problem,
  children,
}: Shared & { readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class={problem ? "field field-wrong" : "field"}>
      <label for={id}>{label}</label>
      {children}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

function described({ id, hint, problem }: Shared): { "aria-describedby"?: string; "aria-invalid"?: "true" } {
  const ids = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return { ...(ids ? { "aria-describedby": ids } : {}), ...(problem ? { "aria-invalid": "true" } : {}) };
}

export function TextField({
  value,
  onValue,
  rows,
  suffix,
  mode,
  placeholder,
  ...shared
}: Shared & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly rows?: number;
  readonly suffix?: string | undefined;
  readonly mode?: "decimal" | "numeric" | "text" | "url";
  readonly placeholder?: string;
}): JSX.Element {
  const { id } = shared;
  const common = { id, value, placeholder, ...described(shared) };
  return (
    <Field {...shared}>
      {rows ? (
        <textarea {...common} rows={rows} onInput={(event) => onValue(event.currentTarget.value)} />
      ) : (
        <span class={suffix ? "affixed" : "unaffixed"}>
          <input
            {...common}
            type="text"
            inputMode={mode ?? "text"}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          {suffix && <span class="affix">{suffix}</span>}
        </span>
      )}
    </Field>
  );
}

export function SelectField({
  value,
  onValue,
  options,
  ...shared
}: Shared & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly (readonly [string, string])[];
}): JSX.Element {
  return (
    <Field {...shared}>
      <select
        id={shared.id}
        value={value}
        {...described(shared)}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}
