// A key, where the service wants one: asked for once, whoever needs it first, and never kept here.

import { set } from "./store.js";

let asking = null;
let settle = null;

/** Resolves to true when a session is open, to false where the user gives no key. */
export function keyGiven(reason) {
  if (!asking) {
    asking = new Promise((resolve) => (settle = resolve));
    set({ keyWanted: reason });
  }
  return asking;
}

/** Ends the question: who waited asks the service again, or is told of its refusal. */
export function settled(given) {
  set({ keyWanted: null });
  settle?.(given);
  asking = settle = null;
}
