// Pictures made again from the page: followed where the picture that they repeat stands.
// The service's record of a conversation does not hold them; which belong where is kept here.

import { studio } from "./api.js";
import { generationsIn } from "./findings.js";
import { contentOf, keep, learn } from "./generations.js";
import { endOf, update, watch } from "./jobs.js";
import { announce, report } from "./notices.js";
import { refreshQueue } from "./queue.js";
import { get, set } from "./store.js";

const KEPT_UNDER = "echo-director.repeats";
const THREADS_MOST = 50;
const REPEATS_MOST = 40;
const SEEDS = 2 ** 32;

export const anotherSeed = () => ({ seed: Math.floor(Math.random() * SEEDS) });

/** Make a generation's picture again but for `changes`; answers whether it was taken. */
export async function repeat(id, changes) {
  try {
    const made = await studio.repeat(id, changes);
    const root = get().repeats.find((each) => each.id === id)?.root ?? id;
    set(({ repeats }) => ({ repeats: [...repeats, { id: made.id, root, fresh: true }] }));
    remember(get().threadId, get().repeats);
    update(made.id, { label: made.character, backend: made.backend, passedOver: made.passed_over, waits: true, stage: "queued" });
    announce(`Drawing ${made.character} again.`);
    void refreshQueue();
    void follow(made.id);
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}

/** Show what was made again in a conversation before. */
export async function takeUpRepeats(threadId) {
  const kept = stored()[threadId] ?? [];
  if (!kept.length) return;
  const found = await Promise.all(kept.map(async (each) => ({ ...each, made: await learn(each.id) })));
  if (get().threadId !== threadId) return;
  const there = found.filter(({ made }) => !made.missing && made.status !== "failed" && made.status !== "cancelled");
  set(({ repeats }) => ({ repeats: [...there.map(({ id, root }) => ({ id, root })), ...repeats] }));
  for (const { id, made } of there) {
    if (made.status === "completed") continue;
    update(id, { label: made.character, backend: made.backend });
    void follow(id);
  }
}

/** Those that stand under a content: the first of the record that shows the picture which they repeat. */
export function repeatsUnder(content, repeats, messages) {
  const shown = generationsIn(content);
  const earlier = messages.findIndex((message) => message.content === content);
  const before = messages.slice(0, Math.max(0, earlier)).map((message) => generationsIn(message.content));
  return repeats.filter(({ root }) => shown.has(root) && !before.some((each) => each.has(root)));
}

/** The contents of what was made again of a content's pictures. */
export function contentsUnder(content, { repeats, messages, generations }) {
  const under = repeats.length ? repeatsUnder(content, repeats, messages) : [];
  return under.map(({ id }) => generations[id] && contentOf(generations[id])).filter(Boolean);
}

export function forgetRepeats() {
  set({ repeats: [] });
}

async function follow(id) {
  const made = await watch(id);
  if (!made || !get().repeats.some((each) => each.id === id)) return;
  keep(made);
  update(id, endOf(made));
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_UNDER)) ?? {};
  } catch {
    return {};
  }
}

function remember(threadId, repeats) {
  if (!threadId) return;
  const { [threadId]: _, ...others } = stored();
  const mine = repeats.slice(-REPEATS_MOST).map(({ id, root }) => ({ id, root }));
  const kept = Object.fromEntries([...Object.entries(others).slice(1 - THREADS_MOST), [threadId, mine]]);
  try {
    localStorage.setItem(KEPT_UNDER, JSON.stringify(kept));
  } catch {
    // Without storage they stand here until the page is closed.
  }
}
