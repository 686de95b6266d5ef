// What one does in a conversation: open it, speak, answer an approval, stop.

import { Problem, Unreachable, studio, threads } from "./api.js";
import { back, lost, reached } from "./connection.js";
import { followJobs, forgetJobs, jobEvent } from "./jobs.js";
import { announce, report, toast } from "./notices.js";
import { forgetRepeats, takeUpRepeats } from "./repeats.js";
import { messagesOf } from "./sse.js";
import { get, set } from "./store.js";
import { chosenProject, currentProject, refreshThreads, touched } from "./threads.js";
import { aboutJob, answered, ended, newTurn, waiting, withEvent } from "./turn.js";

let reading = new AbortController();
let lastCursor = null;

/** Show a conversation; what is in flight there goes on being read. */
export async function openThread(id) {
  leave();
  set({ threadId: id, thread: null, messages: [], messagesLoaded: false, turn: null, drawerOpen: false });
  const signal = reading.signal;
  try {
    const [thread] = await reached(() => Promise.all([threads.get(id), loadMessages(id)]));
    if (signal.aborted) return;
    set({ thread, messagesLoaded: true });
    void takeUpRepeats(id);
    await follow(id, signal);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Unreachable) return void back().then(() => !signal.aborted && openThread(id));
    if (error instanceof Problem && error.status === 404) location.hash = "";
    report(error);
  }
}

/** An empty page for a conversation that begins with its first message. */
export function newConversation() {
  leave();
  set({ threadId: null, thread: null, messages: [], messagesLoaded: true, turn: null, drawerOpen: false });
  void loadCast(chosenProject());
}

/** Say it; opens a conversation where none is. Answers whether it was taken. */
export async function say(text, images = []) {
  if (busy()) return false;
  const said = { text, images };
  set({ turn: newTurn(said) });
  try {
    const id = get().threadId ?? (await openNew());
    await converse(id, (signal) => threads.say(id, { text, ...(images.length ? { images } : {}) }, signal));
    return true;
  } catch (error) {
    if (error.name === "AbortError") return true;
    set({ turn: null });
    if (error instanceof Problem && error.code === "RUN_IN_PROGRESS") void follow(get().threadId, reading.signal);
    if (error instanceof Unreachable) toast("That was not sent: the service cannot be reached.", { title: "Not sent" });
    report(error);
    return false;
  }
}

/** Answer the open approval: `{decision, args?, reason?}`. */
export async function resume(interrupt, answer) {
  const { threadId: id, turn } = get();
  if (!waiting(turn)) return;
  set({ turn: answered(turn) });
  try {
    await converse(id, (signal) => threads.resume(id, { interrupt_id: interrupt.id, ...answer }, signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    set({ turn });
    report(error);
    if (error instanceof Problem && error.status === 409) await settle(id, turn.runId);
  }
}

/** Stop the turn and what it started. */
export async function stop() {
  const { threadId } = get();
  if (!threadId || !get().turn) return;
  try {
    await reached(() => threads.cancel(threadId));
    announce("Stopped.");
  } catch (error) {
    report(error);
  }
}

export function busy() {
  const { turn } = get();
  return Boolean(turn) && !waiting(turn);
}

/** Read again what the service has stored, as after an absence. */
export async function refresh() {
  const { threadId, turn } = get();
  if (!threadId || (turn && !waiting(turn))) return;
  const signal = reading.signal;
  try {
    await reached(() => loadMessages(threadId));
    if (!signal.aborted && !get().turn) await follow(threadId, signal);
  } catch (error) {
    if (!(error instanceof Unreachable)) report(error);
  }
}

function leave() {
  reading.abort();
  reading = new AbortController();
  lastCursor = null;
  forgetJobs();
  forgetRepeats();
}

async function openNew() {
  const project_id = await currentProject();
  const thread = await reached(() => threads.open(project_id ? { project_id } : {}));
  set({ threadId: thread.id, thread });
  history.replaceState(null, "", `#/t/${thread.id}`);
  void refreshThreads();
  return thread.id;
}

/** Post, and read the turn that the answer streams; a broken stream is taken up where it broke. */
async function converse(id, post) {
  const signal = reading.signal;
  const answer = await reached(() => post(signal));
  touched(id);
  await read(id, answer, signal);
  await takeUp(id, signal);
}

/** Follow what is in flight: the turn from the last event seen, then generations that outlive it. */
async function follow(id, signal) {
  const answer = await threads.follow(id, get().turn?.lastSeq ?? 0, signal);
  await read(id, answer, signal);
  if (!signal.aborted && !get().turn && unanswered()) await reached(() => loadMessages(id));
  await takeUp(id, signal);
}

/** Whether the last words have no answer in what was read: it may have come since. */
function unanswered() {
  const { messages } = get();
  const last = messages.filter((message) => message.role === "user").at(-1);
  return Boolean(last) && !messages.some((message) => message.role === "assistant" && message.run_id === last.run_id);
}

async function takeUp(id, signal) {
  if (signal.aborted) return;
  const { turn } = get();
  if (!turn || waiting(turn)) return followJobs(signal, () => settle(id, null));
  if (ended(turn)) return settle(id, turn.runId);
  lost();
  await back();
  if (!signal.aborted) await follow(id, signal).catch((error) => again(error, id, signal));
}

async function again(error, id, signal) {
  if (!(error instanceof Unreachable)) throw error;
  lost();
  await takeUp(id, signal);
}

/** Fold the stream's events into the turn. A stream that breaks ends quietly: `takeUp` goes on. */
async function read(id, answer, signal) {
  try {
    for await (const { id: seq, data: event } of messagesOf(answer)) {
      if (signal.aborted || othersOnly(event)) return;
      taken(id, event, seq);
      const { turn } = get();
      if (turn && ended(turn)) return;
    }
  } catch (error) {
    if (error.name === "AbortError" || signal.aborted) return;
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Where no turn is in flight, the stream tells of generations: they are followed by their own events. */
const othersOnly = (event) => !get().turn && event.type !== "RUN_STARTED";

function taken(id, event, seq) {
  const { turn } = get();
  if (aboutJob(turn, event)) return jobEvent(event);
  const next = withEvent(turn ?? newTurn(), event, seq);
  set({ turn: next });
  speak(event, next);
  if (event.type === "RUN_STARTED" && !turn?.runId) void loadMessages(id).catch(() => {});
}

function speak(event, turn) {
  if (event.type === "TOOL_CALL_START") announce(`Using ${event.toolCallName.replaceAll("_", " ")}.`);
  if (event.type === "TEXT_MESSAGE_END") announce(turn.texts.at(-1)?.text ?? "");
  if (event.type === "CUSTOM" && event.name === "approval.asked") announce(`Approval needed. ${event.value.prompt}`);
  if (event.type === "RUN_ERROR") announce(`The turn failed. ${event.message ?? ""}`);
}

/** Replace the turn by its record, then go on with generations that outlive it. */
async function settle(id, runId) {
  const signal = reading.signal;
  try {
    await reached(() => loadMessages(id));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await back();
    if (!signal.aborted) return settle(id, runId);
  }
  if (signal.aborted) return;
  set(({ turn }) => (turn && turn.runId === runId ? { turn: null } : {}));
  void threads.get(id).then((thread) => get().threadId === id && set({ thread })).catch(() => {});
  touched(id);
  return followJobs(signal, () => settle(id, null));
}

async function loadMessages(id) {
  let cursor = get().threadId === id ? lastCursor : null;
  const found = [];
  for (;;) {
    const page = await threads.messages(id, cursor);
    found.push(...page.items);
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  if (get().threadId !== id) return;
  lastCursor = cursor;
  set(({ messages }) => {
    const bySeq = new Map([...messages, ...found].map((message) => [message.seq, message]));
    return { messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq) };
  });
}

/** The production's cast, for suggestions. */
export async function loadCast(projectId) {
  try {
    const page = projectId ? await studio.characters(projectId) : { items: [] };
    set({ cast: page.items });
  } catch {
    set({ cast: [] });
  }
}
