// The list of conversations, and which production they belong to.

import { studio, threads } from "./api.js";
import { reached } from "./connection.js";
import { report } from "./notices.js";
import { get, set } from "./store.js";

const PROJECT_KEY = "echo-director.project";
const PAGE = 60;
let asked = 0;
let projectsRead = null;

/** Read the projects; whoever needs one waits for the reading under way. */
export function readProjects() {
  projectsRead = reached(() => studio.projects()).then(({ items }) => set({ projects: items }));
  return projectsRead;
}

/** The current project's id once the projects are known. */
export async function currentProject() {
  await projectsRead?.catch(() => {});
  return chosenProject();
}

/** Read the list's first page again, as searched. */
export async function refreshThreads() {
  const mine = ++asked;
  try {
    const page = await reached(() => threads.list({ limit: PAGE, search: get().search.trim() }));
    if (mine !== asked) return;
    set({ threads: page.items, threadsCursor: page.next_cursor, threadsLoaded: true });
  } catch (error) {
    report(error);
  }
}

export async function moreThreads() {
  try {
    const { threadsCursor: cursor, search } = get();
    const page = await reached(() => threads.list({ limit: PAGE, search: search.trim(), cursor }));
    set((now) => ({ threads: [...now.threads, ...page.items], threadsCursor: page.next_cursor }));
  } catch (error) {
    report(error);
  }
}

/** The conversation has news: it moves to the top. */
export function touched(id) {
  const known = get().threads.some((thread) => thread.id === id && thread.title);
  if (!known) return void refreshThreads();
  set(({ threads: list }) => {
    const found = list.find((thread) => thread.id === id);
    const moved = { ...found, updated_at: new Date().toISOString() };
    return { threads: [moved, ...list.filter((thread) => thread.id !== id)] };
  });
}

export async function renameThread(id, title) {
  try {
    changed(await reached(() => threads.change(id, { title })));
  } catch (error) {
    report(error);
  }
}

export async function removeThread(id) {
  try {
    await reached(() => threads.remove(id));
    set(({ threads: list }) => ({ threads: list.filter((thread) => thread.id !== id) }));
    if (get().threadId === id) location.hash = "";
  } catch (error) {
    report(error);
  }
}

/** Make a project the current one: of the open conversation, and of those opened from now on. */
export async function chooseProject(projectId) {
  try {
    localStorage.setItem(PROJECT_KEY, String(projectId));
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  set({ projectId });
  const { threadId } = get();
  if (!threadId) return;
  try {
    changed(await reached(() => threads.change(threadId, { project_id: projectId })));
  } catch (error) {
    report(error);
  }
}

/** The current project's id: the conversation's own, else the last chosen, else the first. */
export function chosenProject() {
  const { thread, projectId, projects } = get();
  const known = (id) => projects.some((project) => project.id === id);
  if (thread?.project_id) return thread.project_id;
  return known(projectId) ? projectId : (projects[0]?.id ?? null);
}

export function storedProject() {
  try {
    return Number(localStorage.getItem(PROJECT_KEY)) || null;
  } catch {
    return null;
  }
}

function changed(thread) {
  set(({ threads: list, threadId, thread: open }) => ({
    threads: list.map((each) => (each.id === thread.id ? { ...each, title: thread.title, project_id: thread.project_id } : each)),
    thread: threadId === thread.id ? thread : open,
  }));
}
