import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { storePicture } from "../api/content.ts";
import { Field } from "./field.tsx";
import { failureText } from "./notice.tsx";
import { shrink } from "./shrink.ts";

export interface UploadedPicture {
  readonly cid: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
}

/** Picks a picture, shrinks it in the browser and stores it. */
export function PictureInput({
  id,
  label,
  onPicture,
}: {
  id: string;
  label: string;
  onPicture: (picture: UploadedPicture) => void;
}): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const upload = async (input: HTMLInputElement) => {
    setBusy(true);
    setProblem(undefined);
    try {
      for (const file of input.files ?? []) {
        const { cid, size, width, height } = await storePicture(await shrink(file));
        onPicture({
          cid,
          size,
          width,
          height,
          name:
            file.name
              .replace(/[/\\\n]/g, "_")
              .trim()
              .slice(0, 120) || "picture",
        });
      }
    } catch (failure) {
      setProblem(failureText(failure));
    } finally {
      setBusy(false);
      input.value = "";
    }
  };
  const hint = busy
    ? "Uploading…"
    : "Made smaller in your browser; what the camera wrote into it, such as the place, is removed.";
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        disabled={busy}
        onChange={(event) => void upload(event.currentTarget)}
      />
    </Field>
  );
}
