// Conversations on the left: a new one, search, the list, the theme.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon, Mark } from "../icons.js";
import { set, useStore } from "../store.js";
import { moreThreads, refreshThreads } from "../threads.js";
import { dayOf } from "../words.js";
import { DeleteDialog } from "./delete-dialog.js";
import { ServiceLine } from "./service-line.js";
import { Animations } from "./sprites/animations.js";
import { ThemeToggle } from "./theme-toggle.js";
import { ThreadItem } from "./thread-item.js";
import { ViewSwitch } from "./view-switch.js";
import { Who } from "./who.js";

const NARROW = matchMedia("(max-width: 860px)");

export function Sidebar() {
  const drawerOpen = useStore((state) => state.drawerOpen);
  const view = useStore((state) => state.view);
  const [narrow, setNarrow] = useState(NARROW.matches);
  const [doomed, setDoomed] = useState(null);
  const aside = useRef(null);
  useEffect(() => {
    const change = () => setNarrow(NARROW.matches);
    NARROW.addEventListener("change", change);
    return () => NARROW.removeEventListener("change", change);
  }, []);
  useLayoutEffect(() => {
    if (!narrow || !drawerOpen) return undefined;
    aside.current.querySelector("a, button, input").focus();
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  }, [narrow, drawerOpen]);
  return html`
    <aside class="sidebar" id="conversations" ref=${aside} aria-label=${view === "sprites" ? "Animations" : "Conversations"} inert=${narrow && !drawerOpen}>
      <div class="brand"><${Mark} /><span>Echo Director</span></div>
      <${ViewSwitch} />
      ${view === "sprites"
        ? html`<${Animations} />`
        : html`
            <div class="sidebar-tools">
              <a class="button new-thread" href="#/"><${Icon} name="plus" />New conversation</a>
              <${Search} />
            </div>
            <${ThreadList} onDelete=${setDoomed} />
          `}
      <${Who} />
      <div class="sidebar-foot"><${ServiceLine} /><${ThemeToggle} /></div>
      ${doomed && html`<${DeleteDialog} thread=${doomed} onClose=${() => setDoomed(null)} />`}
    </aside>
  `;
}

function closeOnEscape(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  set({ drawerOpen: false });
  document.querySelector(".menu-button").focus();
}

function Search() {
  const search = useStore((state) => state.search);
  const timer = useRef(0);
  const type = (event) => {
    set({ search: event.target.value });
    clearTimeout(timer.current);
    timer.current = setTimeout(refreshThreads, 160);
  };
  return html`
    <label class="search">
      <span class="for-readers">Search conversations</span>
      <${Icon} name="search" />
      <input type="search" value=${search} onInput=${type} placeholder="Search" maxlength="200" autocomplete="off" />
    </label>
  `;
}

function ThreadList({ onDelete }) {
  const threads = useStore((state) => state.threads);
  const loaded = useStore((state) => state.threadsLoaded);
  const cursor = useStore((state) => state.threadsCursor);
  const search = useStore((state) => state.search);
  const days = grouped(threads);
  return html`
    <nav class="thread-list" aria-label="Conversation list" tabindex="-1">
      ${days.map(
        ([day, items]) => html`
          <section key=${day}>
            <h2 class="eyebrow">${day}</h2>
            <ul>
              ${items.map((thread) => html`<${ThreadItem} key=${thread.id} thread=${thread} onDelete=${onDelete} />`)}
            </ul>
          </section>
        `,
      )}
      ${loaded && !threads.length && html`<p class="list-empty">${search.trim() ? `Nothing holds “${search.trim()}”.` : "Your conversations will stand here."}</p>`}
      ${cursor && html`<button type="button" class="button quiet small more" onClick=${moreThreads}>Show older</button>`}
    </nav>
  `;
}

function grouped(threads) {
  const days = new Map();
  for (const thread of threads) {
    const day = dayOf(thread.updated_at);
    days.set(day, [...(days.get(day) ?? []), thread]);
  }
  return [...days];
}
