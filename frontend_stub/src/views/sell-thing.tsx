import type { JSX } from "preact";
import { SelectField, TextField } from "../components/field.tsx";
import { Picture } from "../components/picture.tsx";
import { PictureInput } from "../components/picture-input.tsx";
import { PRESETS, type SellForm, type SellProblems } from "../core/selling.ts";

export interface FieldsProps {
  readonly form: SellForm;
  readonly problems: SellProblems;
  readonly onChange: (next: Partial<SellForm>) => void;
}

const KINDS = [
  ["physical", "A thing that is sent or handed over"],
  ["digital", "Something digital"],
  ["service", "A service"],
] as const;

export function ThingFields({
  form,
  problems,
  onChange,
  isNew,
}: FieldsProps & { readonly isNew: boolean }): JSX.Element {
  const text = (
    key: "title" | "description" | "category" | "tags" | "attributes" | "shipsTo" | "returns" | "sku",
    label: string,
    more = {},
  ) => (
    <TextField
      id={`sell-${key}`}
      label={label}
      value={form[key]}
      problem={problems[key]}
      onValue={(value) => onChange({ [key]: value })}
      {...more}
    />
  );
  return (
    <fieldset>
      <legend>What it is</legend>
      {text("title", "Title")}
      {text("description", "Description", { rows: 6, hint: "An empty line begins a new paragraph." })}
      <SelectField
        id="sell-kind"
        label="Kind"
        value={form.kind}
        options={KINDS}
        onValue={(value) => {
          const kind = value as SellForm["kind"];
          onChange({ kind, ...PRESETS[kind] });
        }}
      />
      {text("category", "Category", {
        hint: "From wide to narrow, such as home/ceramics.",
        placeholder: "home/ceramics",
      })}
      <PictureInput
        id="sell-pictures"
        label="Pictures"
        onPicture={({ cid, width, height }) =>
          onChange({ pictures: [...form.pictures, { cid, width, height, alt: form.title }] })
        }
      />
      <PictureList form={form} onChange={onChange} />
      {text("tags", "Tags", { hint: "With commas between." })}
      {text("attributes", "Details", { rows: 3, hint: "One per line, such as: material: stoneware" })}
      {form.kind === "physical" &&
        text("shipsTo", "Ships to", { hint: "Country codes with commas between, such as PT, ES, DE. Empty: ask." })}
      {form.kind === "physical" && text("returns", "Returns (optional)")}
      {isNew &&
        text("sku", "Your own name for it (optional)", {
          hint: "A SKU of at most 32 characters. It cannot be changed later.",
        })}
    </fieldset>
  );
}

function PictureList({ form, onChange }: Pick<FieldsProps, "form" | "onChange">): JSX.Element | null {
  if (form.pictures.length === 0) return null;
  const describe = (cid: string, alt: string) =>
    onChange({ pictures: form.pictures.map((one) => (one.cid === cid ? { ...one, alt } : one)) });
  return (
    <ul class="picture-list">
      {form.pictures.map((picture, index) => (
        <li key={picture.cid}>
          <Picture picture={picture} />
          <TextField
            id={`alt-${index}`}
            label={`What picture ${index + 1} shows`}
            hint="For those who cannot see it."
            value={picture.alt}
            onValue={(alt) => describe(picture.cid, alt)}
          />
          <button
            type="button"
            class="link"
            onClick={() => onChange({ pictures: form.pictures.filter((one) => one !== picture) })}
          >
            Remove
          </button>
        </li>
      ))}
    </ul>
  );
}
