// The addresses of the sprite studio: `#/sprites`, `#/sprites/12`, `#/sprites/12/booth`.

import { get } from "../store.js";
import { currentProject } from "../threads.js";
import { newAnimation, openAnimation } from "./actions.js";
import { loadRoster, refreshAnimations } from "./list.js";

export const TABS = ["dna", "booth", "stage"];

/** What an address names, or null where it is none of the studio's. */
export function spriteRoute(hash) {
  const found = /^#\/sprites(?:\/(\d{1,10})(?:\/([a-z]+))?)?\/?(?:\?take=(\d{1,10}))?$/.exec(hash);
  if (!found) return null;
  return { id: Number(found[1]) || null, tab: TABS.includes(found[2]) ? found[2] : null, take: Number(found[3]) || null };
}

export async function showSprites({ id, tab, take }) {
  if (!get().animationsLoaded) void refreshAnimations();
  if (!get().roster.length) void currentProject().then(loadRoster);
  if (!id) return newAnimation();
  await openAnimation(id, tab, take);
}
