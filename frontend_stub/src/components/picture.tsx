import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pictureUrl } from "../api/content.ts";
import type { Picture as PictureOf } from "../api/types.ts";
import { Mark } from "./icons.tsx";

/** A stranger's picture: shown only as an image, only by a CID that names exactly one file. */
export function Picture({ picture, eager = false }: { picture: PictureOf | undefined; eager?: boolean }): JSX.Element {
  const [broken, setBroken] = useState<string | null>(null);
  const url = pictureUrl(picture?.cid);
  if (!picture || !url || broken === url) {
    return (
      <span class="picture picture-missing">
        <Mark size={40} />
        <span class="hidden">{picture ? "This picture is not available right now." : "No picture."}</span>
      </span>
    );
  }
  return (
    <img
      class="picture"
      src={url}
      alt={picture.alt}
      width={picture.width}
      height={picture.height}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      onError={() => setBroken(url)}
    />
  );
}
