// The list of animations, and the characters that new ones can be made of.

import { api } from "../../pipeline.js";
import { Unreachable, studio } from "../api.js";
import { back, reached } from "../connection.js";
import { report } from "../notices.js";
import { get, set } from "../store.js";

const ROSTER_MOST = 200;

/** Read the list's first page again. */
export async function refreshAnimations() {
  try {
    const page = await reached(() => api.listProjects());
    set({ animations: page.items, animationsCursor: page.next_cursor, animationsLoaded: true });
  } catch (error) {
    if (error instanceof Unreachable) return void back().then(refreshAnimations);
    report(error);
  }
}

export async function moreAnimations() {
  try {
    const page = await reached(() => api.listProjects({ cursor: get().animationsCursor }));
    set((now) => ({ animations: [...now.animations, ...page.items], animationsCursor: page.next_cursor }));
  } catch (error) {
    report(error);
  }
}

/** Put the animation, as it is now, first in the list. */
export function listed(animation) {
  set(({ animations }) => ({ animations: [animation, ...animations.filter((each) => each.id !== animation.id)] }));
}

/** The list with the animation as it is now, where it stands. */
export function relisted(animation) {
  set(({ animations }) => ({ animations: animations.map((each) => (each.id === animation.id ? animation : each)) }));
}

export async function removeAnimation(id) {
  try {
    await reached(() => api.deleteProject(id));
    set(({ animations }) => ({ animations: animations.filter((each) => each.id !== id) }));
    if (get().animationId === id) location.hash = "#/sprites";
  } catch (error) {
    report(error);
  }
}

/** The characters of a project, to choose from. */
export async function loadRoster(projectId) {
  try {
    const page = projectId ? await reached(() => studio.characters(projectId, ROSTER_MOST)) : { items: [] };
    set({ roster: page.items });
  } catch {
    set({ roster: [] });
  }
}
