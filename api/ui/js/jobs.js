// Generations that outlive their turn: how far each is, until its picture is in the record.

import { studio, threads } from "./api.js";
import { back, lost } from "./connection.js";
import { announce, report } from "./notices.js";
import { messagesOf } from "./sse.js";
import { get, set } from "./store.js";

const UNFINISHED = new Set(["queued", "running", "waiting"]);

/** The generations in the record that had not ended when their turn did, and have not told since. */
export function unfinished(messages) {
  const told = new Set(messages.filter((m) => m.role === "artifact").map((m) => m.content.generation_id));
  return [...results(messages).values()].filter((result) => underWay(result) && !told.has(result.generation_id));
}

/** Whether the record says that the generation does not go on by itself: it is over, or waits for words. */
export function rests(messages, id) {
  const result = results(messages).get(id);
  return Boolean(result) && !underWay(result);
}

/** What was last said of each generation in a tool's result, by its id. */
function results(messages) {
  const found = messages.flatMap(({ content }) => (content.tool_calls ?? []).map(({ result }) => named(result, content)));
  return new Map(found.filter((result) => result?.generation_id).map((result) => [result.generation_id, result]));
}

/** An animation's result is numbered; the run that it is stands beside it in the message. */
function named(result, content) {
  if (!result?.animation || !result.status) return result;
  return { ...result, generation_id: content.generation_id, character: result.characters?.join(" and ") };
}

/** An animation that waits does so for the user's choice or order; a picture, for its turn. */
function underWay(result) {
  return UNFINISHED.has(result.status) && !(result.animation && result.status === "waiting");
}

/** Follow the conversation's unfinished generations; `done` is called when they have ended. */
export async function followJobs(threadId, signal, done) {
  const pending = unfinished(get().messages).filter((result) => !get().jobs[result.generation_id]?.ended);
  if (!pending.length || signal.aborted) return;
  for (const result of pending) {
    update(result.generation_id, { stage: result.stage ?? "queued", progress: result.progress ?? 0, label: result.character ?? "" });
  }
  try {
    for await (const { data: event } of messagesOf(await threads.follow(threadId, 0, signal))) {
      if (signal.aborted) return;
      jobEvent(event);
    }
  } catch (error) {
    if (error.name === "AbortError" || signal.aborted) return;
    lost();
    await back();
    if (!signal.aborted) return followJobs(threadId, signal, done);
  }
  if (signal.aborted) return;
  for (const result of pending) update(result.generation_id, { ended: true });
  await done();
  for (const result of unfinished(get().messages)) void explain(result.generation_id);
}

/** One that ended without telling the conversation: say how. */
async function explain(id) {
  try {
    const { status, error } = await studio.generation(id);
    if (status === "failed") update(id, { failed: error?.detail ?? "The picture could not be made." });
    if (status === "cancelled") update(id, { failed: "Cancelled." });
  } catch {
    // The conversation stands without it; the next look asks again.
  }
}

/** One event of a generation's run. */
export function jobEvent(event) {
  const value = event.type === "CUSTOM" ? (event.value ?? {}) : event;
  const id = value.run_id ?? value.runId;
  if (!id) return;
  if (event.type === "RUN_FINISHED") {
    update(id, { ended: true, progress: 1 });
    announce("A picture is ready.");
  } else if (typeof value.progress === "number") {
    update(id, { progress: value.progress, stage: value.stage ?? "", ended: value.progress >= 1 });
  }
}

/** Stop drawing; what was drawn so far is not shown. */
export async function cancelJob(id) {
  try {
    await studio.cancelGeneration(id);
  } catch (error) {
    report(error);
  }
}

export function forgetJobs() {
  set({ jobs: {} });
}

function update(id, change) {
  set(({ jobs }) => ({ jobs: { ...jobs, [id]: { stage: "", progress: 0, label: "", ended: false, ...jobs[id], ...change } } }));
}
