// The queue as the service last told it: asked for when something happens, not at intervals.

import { Problem, studio } from "./api.js";
import { report } from "./notices.js";
import { followRun } from "./runs.js";
import { get, set } from "./store.js";

const BETWEEN_MS = 1000;

let asking = null;
let askedAt = 0;
let ahead = null;

/** Ask again, at most once a second; who asks meanwhile gets the next answer. */
export function refreshQueue() {
  asking ??= pause()
    .then(read)
    .finally(() => {
      asking = null;
    });
  return asking;
}

async function pause() {
  const left = askedAt + BETWEEN_MS - Date.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}

async function read() {
  askedAt = Date.now();
  try {
    const { items, queues } = await studio.queue();
    set({ queue: { items, queues, at: Date.now() } });
    followAhead();
  } catch (error) {
    if (error instanceof Problem) report(error);
  }
}

/** What the user's paid calls cost today. */
export async function readSpending() {
  try {
    set({ spending: await studio.spending() });
  } catch (error) {
    if (error instanceof Problem) report(error);
  }
}

/** What the queue last said of a run, or null. */
export const placeOf = (queue, id) => queue?.items.find((item) => item.id === id) ?? null;

export const standingOf = (queue, name) => queue?.queues.find((each) => each.queue === name) ?? null;

/** While a picture of ours waits: when the one that is made before it ends, places have changed. */
function followAhead() {
  const { jobs, queue } = get();
  const waits = queue.items.find((item) => item.place && jobs[item.id] && !jobs[item.id].ended);
  const before = waits && queue.items.find((item) => item.status === "running" && item.queue === waits.queue);
  if (ahead && ahead.id !== before?.id) {
    ahead.over.abort();
    ahead = null;
  }
  if (!before || ahead || jobs[before.id]) return;
  const mine = { id: before.id, over: new AbortController() };
  ahead = mine;
  followRun(mine.id, mine.over.signal, () => {})
    .then((ended) => {
      if (ahead === mine) ahead = null;
      if (ended) void refreshQueue();
    })
    .catch(() => {
      // The place is asked for again with the next event of our own.
    });
}
