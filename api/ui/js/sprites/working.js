// Steps of the pipeline that take a while: what is under way, how far it is, how it failed.

import { api } from "../../pipeline.js";
import { Problem, Unreachable, studio } from "../api.js";
import { reached } from "../connection.js";
import { announce, report } from "../notices.js";
import { messagesOf } from "../sse.js";
import { get, set } from "../store.js";

const GRACE_MS = 120;

/**
 * Do a step and show its progress; answers what the step answers, or null where it failed: the
 * sentence then stands in `problem`, at the place that `where` names.
 */
export async function worked(words, where, step, animationId = get().animationId) {
  if (get().work) return null;
  set({ work: { words, where, stage: "", progress: null }, problem: null });
  announce(`${words}.`);
  const over = new AbortController();
  if (animationId) void watch(animationId, over.signal);
  try {
    return await reached(step);
  } catch (error) {
    failed(error, where);
    return null;
  } finally {
    over.abort();
    set({ work: null });
  }
}

/** Stop the run that the step waits for; the step then says that it was cancelled. */
export async function cancelWork() {
  const run = get().work?.run;
  if (!run) return;
  try {
    await studio.cancelGeneration(run);
  } catch (error) {
    report(error);
  }
}

export const forget = () => set({ problem: null });

function failed(error, where) {
  if (error instanceof Unreachable) return;
  if (!(error instanceof Problem)) return report(error);
  if (error.code === "TAKE_CANCELLED") return announce("Cancelled.");
  set({ problem: { where, title: error.title, text: sentenceOf(error), code: error.code, facts: error.facts } });
  announce(error.message);
}

/** The service's sentence, with the field at fault where it names one. */
function sentenceOf(error) {
  const faults = (error.facts.errors ?? []).map((each) => each.message ?? each.msg ?? each.detail).filter(Boolean);
  return [error.message, error.facts.question, ...faults].filter(Boolean).join(" ");
}

/** Follow the run that the step brings along; quietly, the step's own answer is what counts. */
async function watch(animationId, signal) {
  try {
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    if (signal.aborted) return;
    const { take } = await api.getProject(animationId);
    if (signal.aborted || !take || take.status === "completed" || take.status === "failed") return;
    set(({ work }) => (work ? { work: { ...work, run: take.generation_id } } : {}));
    for await (const { data } of messagesOf(await api.followRun(take.generation_id, signal))) {
      if (signal.aborted) return;
      if (data.type === "progress") set(({ work }) => (work ? { work: { ...work, ...data.data } } : {}));
    }
  } catch {
    // Progress is a courtesy.
  }
}
