import type { JSX } from "preact";

/** A score from 1 to 5, as five columns filled from the left. */
export function Score({ value }: { value: number }): JSX.Element {
  return (
    <span class="score" role="img" aria-label={`${value.toFixed(value % 1 ? 1 : 0)} of 5`}>
      {[1, 2, 3, 4, 5].map((step) => (
        <span
          key={step}
          class={
            value >= step - 0.25
              ? "score-step score-full"
              : value >= step - 0.75
                ? "score-step score-half"
                : "score-step"
          }
        />
      ))}
    </span>
  );
}
