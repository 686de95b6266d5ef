// What the page says beside the conversation: toasts, and words for screen readers.

import { Problem, Unreachable } from "./api.js";
import { get, set } from "./store.js";

const TOAST_MS = 9000;
let nextId = 1;

export function toast(text, { kind = "error", title = "" } = {}) {
  const id = nextId++;
  set(({ toasts }) => ({ toasts: [...toasts.slice(-3), { id, kind, title, text }] }));
  setTimeout(() => dismiss(id), TOAST_MS);
}

export function dismiss(id) {
  set(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }));
}

/** Say a failure where the user sees it. What is not ours goes to the console as well. */
export function report(error) {
  if (error.name === "AbortError" || error instanceof Unreachable) return;
  if (error instanceof Problem) toast(error.message, { title: error.title });
  else {
    toast("The page failed inside. Reload it; nothing said is lost.", { title: "Something went wrong" });
    console.error(error);
  }
}

/** Put words into the live region; the same words twice are read twice. */
export function announce(text) {
  const again = get().announcement === text ? " " : "";
  set({ announcement: text + again });
}
