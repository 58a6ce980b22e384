import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Picture as PictureOf } from "../api/types.ts";
import { Picture } from "../components/picture.tsx";

export function Gallery({ pictures }: { pictures: readonly PictureOf[] }): JSX.Element {
  const [chosen, setChosen] = useState(0);
  return (
    <div class="gallery">
      <div class="gallery-main">
        <Picture picture={pictures[chosen]} eager />
      </div>
      {pictures.length > 1 && (
        <ul class="gallery-thumbs">
          {pictures.map((picture, index) => (
            <li key={picture.cid}>
              <button
                type="button"
                aria-pressed={index === chosen}
                aria-label={`Picture ${index + 1}: ${picture.alt}`}
                onClick={() => setChosen(index)}
              >
                <Picture picture={{ ...picture, alt: "" }} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
