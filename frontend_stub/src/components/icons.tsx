import type { JSX } from "preact";

const PATHS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5",
  wallet: "M4 7a2 2 0 0 1 2-2h11v3M4 7v10a2 2 0 0 0 2 2h14V8H5a1 1 0 0 1-1-1Zm12 6h1",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4l3 2",
  check: "m5 13 4 4L19 7",
  close: "M6 6l12 12M18 6 6 18",
  tag: "M4 4h8l8 8-8 8-8-8V4Zm4 4h.01",
  trades: "M4 8h14l-3-3m5 11H6l3 3",
  pulse: "M3 12h4l3-7 4 14 3-7h4",
  plus: "M12 5v14M5 12h14",
  grid: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  warning: "M12 4 2.5 20h19L12 4Zm0 6v5m0 2.5v.01",
  file: "M6 3h8l4 4v14H6V3Zm8 0v4h4",
  shield: "M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6l-7-3Z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** A portico: the place where a market was held. */
export function Mark({ size = 26 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2 2 8v2h20V8L12 2ZM4 12h3v7H4zm6.5 0h3v7h-3zM17 12h3v7h-3zM2 20.5h20V23H2z" fill="currentColor" />
    </svg>
  );
}
