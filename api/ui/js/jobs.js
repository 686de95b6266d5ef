// Generations under way: where each stands by its own events, until its picture is in the record.

import { Problem, studio } from "./api.js";
import { announce, report } from "./notices.js";
import { refreshQueue } from "./queue.js";
import { followRun } from "./runs.js";
import { get, set } from "./store.js";

const UNFINISHED = new Set(["queued", "running", "waiting"]);
const BEGUN = { stage: "", progress: 0, label: "", backend: null, passedOver: [], waits: false, retry: null, ended: false };

let leaving = new AbortController();
let watched = new Map();
let awaited = new Set();

/** The generations in the record that had not ended when their turn did, and have not told since. */
export function unfinished(messages) {
  const told = toldOf(messages);
  return [...results(messages).values()].filter((result) => underWay(result) && !told.has(result.generation_id));
}

/** Whether the record says that the generation does not go on by itself: it is over, or waits for words. */
export function rests(messages, id) {
  const result = results(messages).get(id);
  return toldOf(messages).has(id) || (Boolean(result) && !underWay(result));
}

/** Those that have told the conversation how they ended. */
function toldOf(messages) {
  return new Set(messages.filter((m) => m.role === "artifact").flatMap((m) => [m.content.generation_id, m.run_id]));
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

/** Follow the conversation's unfinished generations; `done` is called whenever one has ended. */
export async function followJobs(signal, done) {
  const { messages, jobs } = get();
  const pending = unfinished(messages).filter(({ generation_id: id }) => !jobs[id]?.failed && !awaited.has(id));
  await Promise.all(
    pending.map(async (result) => {
      const id = result.generation_id;
      awaited.add(id);
      update(id, { label: result.character ?? "", progress: jobs[id]?.progress ?? result.progress ?? 0, ended: false });
      const made = await watch(id);
      if (signal.aborted) return;
      await done();
      if (!signal.aborted) update(id, made ? endOf(made) : { ended: true });
    }),
  );
}

/** An event of a turn that tells of a generation which it ordered. */
export function jobEvent(event) {
  const { run_id: id, stage = "", progress } = event.value ?? {};
  if (event.type !== "CUSTOM" || !id || typeof progress !== "number") return;
  update(id, { stage, progress, ended: progress >= 1 });
  if (progress < 1) void watch(id).then((made) => made && !awaited.has(id) && update(id, { ended: true }));
}

/** Follow a generation by its own events; answers how it ended, or null. Once, however often it is asked. */
export function watch(id) {
  if (!watched.has(id)) watched.set(id, watching(id, leaving.signal));
  return watched.get(id);
}

async function watching(id, signal) {
  try {
    const made = await followRun(id, signal, (event) => happened(id, event));
    if (made?.status === "completed") announce("A picture is ready.");
    return made;
  } catch (error) {
    if (!(error instanceof Problem)) report(error);
    return null;
  }
}

function happened(id, { type, data }) {
  if (type === "run.queued") {
    const told = { waits: true, stage: "queued" };
    if (data.character) told.label = data.character;
    if (data.backend) told.backend = data.backend;
    if (data.passed_over) told.passedOver = data.passed_over;
    update(id, told);
  } else if (type === "run.retrying") {
    update(id, { waits: true, stage: data.stage, retry: { detail: data.error?.detail ?? "", at: Date.parse(data.at) } });
  } else if (type === "progress") {
    update(id, { waits: false, retry: null, stage: data.stage, progress: data.progress });
  }
  if (Object.values(get().jobs).some((job) => job.waits && !job.ended)) void refreshQueue();
}

/** What a job's card keeps of a generation that has ended. */
export function endOf({ status, error }) {
  if (status === "failed") return { ended: true, failed: error?.detail ?? "The picture could not be made." };
  return status === "cancelled" ? { ended: true, failed: "Cancelled." } : { ended: true, progress: 1 };
}

/** Stop drawing; what was drawn so far is not shown. */
export async function cancelJob(id) {
  try {
    await studio.cancelGeneration(id);
    void refreshQueue();
  } catch (error) {
    report(error);
  }
}

export function forgetJobs() {
  leaving.abort();
  leaving = new AbortController();
  watched = new Map();
  awaited = new Set();
  set({ jobs: {} });
}

export function update(id, change) {
  set(({ jobs }) => ({ jobs: { ...jobs, [id]: { ...BEGUN, ...jobs[id], ...change } } }));
}
