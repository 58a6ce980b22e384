import { createStore } from "./store.ts";

/** What a screen reader is told, wherever the focus is. */
export const announcement = createStore("");

export function announce(text: string): void {
  announcement.set(text);
}
