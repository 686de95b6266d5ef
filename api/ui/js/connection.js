// Whether the service can be reached, and coming back when it can again.

import { Unreachable, studio } from "./api.js";
import { announce } from "./notices.js";
import { get, set } from "./store.js";

const FIRST_MS = 500;
const LONGEST_MS = 8000;

let wake = null;
let returning = null;

/** Run; where the service is not reached, say so and start looking for it. Raises what `run` raises. */
export async function reached(run) {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Unreachable) lost();
    throw error;
  }
}

/** Resolves when the service answers again; at once where it was not lost. */
export function back() {
  return returning ?? Promise.resolve();
}

export function lost() {
  if (returning) return;
  set({ connection: "lost" });
  announce("The connection is lost. Reconnecting.");
  returning = knocking().then(() => {
    returning = null;
    set({ connection: "ok" });
    announce("Connected again.");
  });
}

/** Look for the service now, not after the pause. */
export function retryNow() {
  wake?.();
}

async function knocking() {
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, pause);
    });
    try {
      await studio.alive();
      return;
    } catch (error) {
      if (!(error instanceof Unreachable)) return;
    }
  }
}

addEventListener("online", retryNow);
addEventListener("offline", () => get().connection === "ok" && lost());
