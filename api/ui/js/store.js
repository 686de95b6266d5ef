// One place for what the page knows. Views subscribe; only actions write.

import { useEffect, useRef, useState } from "../vendor/preact-htm.js";

const listeners = new Set();

let state = {
  threads: [],
  threadsCursor: null,
  threadsLoaded: false,
  search: "",
  threadId: null,
  thread: null,
  messages: [],
  messagesLoaded: true,
  turn: null,
  jobs: {},
  generations: {},
  repeats: [],
  queue: null,
  queueOpen: false,
  spending: null,
  projects: [],
  projectId: null,
  cast: [],
  ready: null,
  connection: "ok",
  keyWanted: null,
  who: null,
  toasts: [],
  attachments: [],
  draft: "",
  drawerOpen: false,
  lightbox: null,
  announcement: "",
  view: "chat",
  animations: [],
  animationsCursor: null,
  animationsLoaded: false,
  animationId: null,
  animation: null,
  tab: null,
  takes: [],
  takeNumber: null,
  roster: [],
  work: null,
  problem: null,
};

export const get = () => state;

export function set(change) {
  const patch = typeof change === "function" ? change(state) : change;
  state = { ...state, ...patch };
  for (const listener of listeners) listener();
}

/** A part of the state, followed: `select` must answer the same value for the same state. */
export function useStore(select) {
  const [, redraw] = useState(0);
  const chosen = select(state);
  const last = useRef(null);
  last.current = { select, chosen };
  useEffect(() => {
    const listener = () => {
      if (last.current.select(state) !== last.current.chosen) redraw((count) => count + 1);
    };
    listeners.add(listener);
    listener();
    return () => listeners.delete(listener);
  }, []);
  return chosen;
}
