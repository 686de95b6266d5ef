// One run's events as they stand in its log, read to the end and taken up again where they broke.

import { Problem, studio } from "./api.js";
import { back, lost } from "./connection.js";
import { messagesOf } from "./sse.js";

/** Of the six connections that a browser opens to one address; the turn's stream needs one too. */
const STREAMS_MOST = 3;
const OVER = new Set(["completed", "failed", "cancelled", "waiting"]);

let open = 0;
const lined = [];

/**
 * Give `take` each event, `{seq, type, data}`, until the run has ended or waits for somebody.
 * Answers the generation as it is then, or null where `signal` was aborted. Raises `Problem`.
 */
export async function followRun(id, signal, take) {
  let last = 0;
  const seen = (event) => {
    last = Math.max(last, event.seq ?? 0);
    take(event);
  };
  while (!signal.aborted) {
    try {
      await read(id, last, signal, seen);
      if (signal.aborted) return null;
      const now = await studio.generation(id);
      if (OVER.has(now.status)) return now;
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return null;
      if (error instanceof Problem) throw error;
      lost();
      await back();
    }
  }
  return null;
}

async function read(id, last, signal, take) {
  await place();
  try {
    if (signal.aborted) return;
    for await (const { data } of messagesOf(await studio.followGeneration(id, last, signal))) {
      if (signal.aborted) return;
      take(data);
    }
  } finally {
    free();
  }
}

async function place() {
  if (open >= STREAMS_MOST) await new Promise((resolve) => lined.push(resolve));
  else open += 1;
}

/** The place goes straight to who is next in line. */
function free() {
  const next = lined.shift();
  if (next) next();
  else open -= 1;
}
